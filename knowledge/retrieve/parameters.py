"""`parameters.yml`: every number that was fitted, with how. Written by `python -m eval fit`, read here."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

import yaml

from knowledge.model import Edition
from knowledge.retrieve.errors import BadSettings

FILE = Path(__file__).with_name("parameters.yml")

_HEADER = """\
# The fitted numbers of retrieval. Written by `python -m eval fit`, which says how in its docstrings; not edited by hand,
# but for gate.threshold: a question is answered when the probability that the evidence settles it is at least that.
"""


@dataclass(frozen=True)
class Parameters:
    """Weights by feature name; see `features.py` for what they multiply, `fusion.py` and `gate.py` for what comes out."""

    fitted_on: str
    fusion: dict[str, float]
    fusion_without_questions: dict[str, float]  # in an edition that nobody has written questions for
    gate: dict[str, float]
    gate_bias: float
    gate_threshold: float

    def fusion_of(self, edition: Edition) -> dict[str, float]:
        return self.fusion if edition.questions else self.fusion_without_questions


def parse(content: Any, file: Path) -> Parameters:
    names = {field.name for field in fields(Parameters)}
    if not isinstance(content, dict) or set(content) != names:
        raise BadSettings(f"{file}：要有且只有这些键：{'、'.join(sorted(names))}；请运行 python -m eval fit")
    return Parameters(**content)


def read_parameters(file: Path = FILE) -> Parameters:
    return parse(yaml.safe_load(file.read_text("utf-8")), file)


def written(parameters: Parameters) -> str:
    return _HEADER + yaml.safe_dump(asdict(parameters), allow_unicode=True, sort_keys=False, width=110)
