"""Questions that can be answered, near to one that perhaps cannot: each as the wording that stands for its approved answer."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from knowledge.answers.offered import Locale, Offered, closed, well_formed
from knowledge.model import ApprovedAnswer, AuthoredQuestion, Edition, Suggested
from knowledge.retrieve.nearest import nearest
from knowledge.retrieve.normalise import simplified

MOST = 3
_LOOKED_AT = 60  # questions; one answer has some thirty
# Less alike than this, a question is about something else: of eval/sets/dev_unanswerable.jsonl, nine in ten on the award come
# nearer to some authored question, and of those off topic half.
_NEARBY = 0.5


class Suggester:
    """Prepared once for an edition."""

    def __init__(self, answers: Sequence[ApprovedAnswer], edition: Edition) -> None:
        self._questions = edition.questions
        self._offered = Offered(answers, edition.questions)
        self._paths = {passage.id: passage.path for passage in edition.passages}

    def nearest(self, cosines: np.ndarray, asked: str) -> tuple[Suggested, ...]:
        """At most three questions in the language of what was asked, each about another passage; none to what is far from all."""
        locale: Locale = "en" if asked.isascii() else "zh-Hans"
        chosen: dict[str, str] = {}
        seen: set[tuple[str | None, str]] = set()
        for place in nearest(cosines, _LOOKED_AT).tolist():
            if cosines[place] < _NEARBY:
                break
            question = self._questions[place]
            wanted = question.answer, question.passage_ids[0]
            if question.answer and wanted in seen:
                continue
            seen.add(wanted)
            shown = self._shown(question, locale)
            if shown and shown not in chosen.values():
                chosen.setdefault(question.passage_ids[0], shown)
            if len(chosen) == MOST:
                break
        return tuple(Suggested(text, self._paths[passage_id]) for passage_id, text in chosen.items())

    def _shown(self, question: AuthoredQuestion, locale: Locale) -> str | None:
        if question.answer:
            return self._offered.heading(question.answer, locale)
        text = question.text
        if text.isascii():
            return text if locale == "en" and text.endswith("?") else None
        return (
            closed(text) if locale == "zh-Hans" and well_formed(text) and simplified(text) == text else None
        )
