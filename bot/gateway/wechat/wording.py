"""The channel's own wording, read strictly from `wording.yml`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

FILE = Path(__file__).parent / "wording.yml"


class Wording(BaseModel):
    """See `wording.yml`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    greeting: str
    welcome: str
    welcome_back: str
    announcement: str
    choose: str
    more: str
    continue_words: tuple[str, ...]
    late: str
    now: str
    citation: str
    citation_without_place: str
    question_progress: str
    step_progress: str
    now_at: str
    done: str
    formats: str
    report_link: str
    callback_link: str
    voice_unheard: str
    kinds: dict[str, str]
    unknown: str
    empty: str
    too_fast: str
    failed: str

    def joined(self, earlier: Sequence[str], text: str) -> str:
        """Earlier answers that nobody got, then the new one; each says what it answers."""
        if not earlier:
            return text
        blocks = [f"{self.late}\n{reply}" for reply in earlier] + ([f"{self.now}\n{text}"] if text else [])
        return "\n\n".join(blocks)


def read_wording() -> Wording:
    return Wording.model_validate(yaml.safe_load(FILE.read_text(encoding="utf-8")))
