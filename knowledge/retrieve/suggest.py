"""Questions that can be answered, near to one that perhaps cannot."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from knowledge.model import AuthoredQuestion
from knowledge.retrieve.normalise import simplified

MOST = 3


class Suggester:
    """Prepared once for an edition: keywords and traditional spellings are good to match and not to show."""

    def __init__(self, questions: Sequence[AuthoredQuestion]) -> None:
        self._questions = questions
        self._shown = [_well_formed(question.text) for question in questions]

    def nearest(self, cosines: np.ndarray, asked: str) -> tuple[str, ...]:
        """At most three questions in the language of what was asked, each about another passage."""
        chosen: dict[str, str] = {}
        for place in np.argsort(-cosines, kind="stable"):
            question = self._questions[place]
            if self._shown[place] and question.text.isascii() == asked.isascii():
                chosen.setdefault(question.passage_ids[0], question.text)
            if len(chosen) == MOST:
                break
        return tuple(chosen.values())


def _well_formed(text: str) -> bool:
    return text.endswith(("？", "?")) and simplified(text) == text
