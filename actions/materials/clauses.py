"""The guide's clauses by the names that the other content uses."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent


def load(name: str) -> Any:
    return yaml.safe_load((HERE / f"{name}.yml").read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def _content() -> dict[str, Any]:
    return load("clauses")


def citation(name: str) -> dict[str, Any]:
    """Passage, edition, path and verbatim quote."""
    content = _content()
    clause = content["clauses"][name]
    return {
        "passage_id": clause["passage_id"],
        "edition": content["edition"],
        "path": list(clause["path"]),
        "quote": clause["quote"],
    }


def edition() -> str:
    return str(_content()["edition"])


def names() -> list[str]:
    return list(_content()["clauses"])
