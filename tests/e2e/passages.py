"""The guide's own passages, read by the real ingest, so that links lead to real places in the guide reader."""

from __future__ import annotations

from dataclasses import asdict
from functools import cache
from typing import Any

from knowledge.ingest.edition import DOCUMENTS, read_edition
from knowledge.model import Passage

EDITION = "2020"


@cache
def guide() -> dict[str, Passage]:
    return {passage.id: passage for passage in read_edition(DOCUMENTS / EDITION).passages}


def citation(beginning: str, quote: str = "") -> dict[str, Any]:
    """The passage that begins so, quoted whole or in part."""
    passage = next(
        each for each in guide().values() if each.text.startswith(beginning) and each.kind == "text"
    )
    assert quote in passage.text, f"{quote} does not stand in {passage.text}"
    return {
        "passage_id": passage.id,
        "edition": passage.edition,
        "path": list(passage.path),
        "quote": quote or passage.text,
    }


def as_json(passage: Passage) -> dict[str, Any]:
    data = asdict(passage)
    return {"passage_id": data.pop("id"), **data}
