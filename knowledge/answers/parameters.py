"""`choosing.yml`: the fitted numbers of choosing an approved answer. Written by `python -m eval fit-answers`, read here."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

import yaml

from knowledge.retrieve.errors import BadSettings

FILE = Path(__file__).with_name("choosing.yml")

_HEADER = """\
# The fitted numbers of choosing an approved answer. Written by `python -m eval fit-answers`, which says how in its
# docstrings; not edited by hand, but for threshold: an answer is given when the probability that it is the right one is at
# least that, else the best passage is quoted.
"""


@dataclass(frozen=True)
class Choosing:
    """Weights by name; see `features.py` for what those of `strength` multiply, `choose.py` for those of `confidence`."""

    fitted_on: str
    strength: dict[str, float]
    confidence: dict[str, float]
    confidence_bias: float
    threshold: float


def parse(content: Any, file: Path) -> Choosing:
    names = {field.name for field in fields(Choosing)}
    if not isinstance(content, dict) or set(content) != names:
        raise BadSettings(
            f"{file}：要有且只有这些键：{'、'.join(sorted(names))}；请运行 python -m eval fit-answers"
        )
    return Choosing(**content)


def read_choosing(file: Path = FILE) -> Choosing:
    return parse(yaml.safe_load(file.read_text("utf-8")), file)


def written(choosing: Choosing) -> str:
    return _HEADER + yaml.safe_dump(asdict(choosing), allow_unicode=True, sort_keys=False, width=110)
