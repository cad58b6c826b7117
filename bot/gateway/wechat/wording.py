"""The channel's own wording, read strictly from `wording.yml`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

from bot.gateway.locale import Locale

FILE = Path(__file__).parent / "wording.yml"


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Form(Strict):
    """What is put around the assistant's own words, in one language."""

    choose: str
    citation: str
    citation_without_place: str
    step_progress: str
    step_with_title: str
    now_at: str
    done: str
    formats: str
    report_link: str
    callback_link: str


class Wording(Strict):
    """See `wording.yml`."""

    greeting: str
    welcome: str
    welcome_back: str
    announcement: str
    form_of: dict[Locale, Form]
    more: str
    continue_words: tuple[str, ...]
    late: str
    now: str
    voice_unheard: str
    kinds: dict[str, str]
    unknown: str
    empty: str
    too_fast: str
    failed: str

    def form(self, locale: Locale) -> Form:
        return self.form_of[locale]

    def joined(self, earlier: Sequence[str], text: str) -> str:
        """Earlier answers that nobody got, then the new one; each says what it answers."""
        if not earlier:
            return text
        blocks = [f"{self.late}\n{reply}" for reply in earlier] + ([f"{self.now}\n{text}"] if text else [])
        return "\n\n".join(blocks)


def read_wording() -> Wording:
    return Wording.model_validate(yaml.safe_load(FILE.read_text(encoding="utf-8")))
