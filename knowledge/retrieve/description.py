"""What the folder of a serving model says of itself: enough to tell what an index is of, without loading the model."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from knowledge.retrieve.errors import ModelError
from knowledge.retrieve.export import DESCRIPTION, FORMAT, GRAPH, TOKENIZER


@dataclass(frozen=True)
class Description:
    name: str
    fingerprint: str
    dimension: int
    max_tokens: int
    prefixes: dict[str, str]

    @property
    def model(self) -> str:
        """Another one for every model and every training."""
        return f"{self.name} {self.fingerprint}"


def read(folder: Path) -> Description:
    """Raises ModelError where there is no whole model of this format."""
    try:
        content = json.loads((folder / DESCRIPTION).read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise _missing(folder) from error
    if content.pop("format") != FORMAT:
        raise ModelError(f"{folder} 里的向量模型是旧格式，请运行 python -m knowledge model")
    if not all((folder / name).is_file() for name in (GRAPH, TOKENIZER)):
        raise _missing(folder)
    return Description(**content)


def _missing(folder: Path) -> ModelError:
    return ModelError(f"{folder} 里没有向量模型，请运行 python -m knowledge model")
