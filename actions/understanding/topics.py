"""What sentences are about, as topics.yml lists it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from .lexicon import alternatives, load


@dataclass(frozen=True)
class Topic:
    name: str
    fact: str
    says: re.Pattern[str] | None
    about: re.Pattern[str] | None
    means: bool | str
    denied: bool | None
    excluded: re.Pattern[str] | None
    hints: re.Pattern[str] | None

    def found(self, text: str) -> re.Match[str] | None:
        for pattern in (self.says, self.about):
            match = pattern.search(text) if pattern else None
            if match:
                return match
        return None


@lru_cache(maxsize=1)
def topics() -> list[Topic]:
    def compiled(words: str | None) -> re.Pattern[str] | None:
        return re.compile(alternatives(words)) if words else None

    return [
        Topic(
            name=name,
            fact=entry["fact"],
            says=compiled(entry.get("says")),
            about=compiled(entry.get("about")),
            means=entry["means"],
            denied=entry["denied"],
            excluded=compiled(entry.get("except")),
            hints=compiled(entry.get("hints")),
        )
        for name, entry in load("topics").items()
    ]


def topics_in(text: str) -> list[tuple[Topic, re.Match[str]]]:
    """The topics of a piece in the order in which they are spoken of."""
    found = []
    for topic in topics():
        # Blanks keep the places of what is left.
        left = topic.excluded.sub(lambda match: " " * len(match[0]), text) if topic.excluded else text
        match = topic.found(left)
        if match:
            found.append((topic, match))
    return sorted(found, key=lambda entry: entry[1].start())
