"""What an edition's approved answers are offered under: while typing, after an answer, and as a list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from knowledge.answers.completing import Completer, Suggestion
from knowledge.answers.hearing import Heard, Hearing
from knowledge.answers.offered import Locale, Offered
from knowledge.retrieve.index import EditionIndex
from knowledge.retrieve.synonyms import Synonyms

MOST_RELATED = 3


class Offering:
    """Prepared once for an edition; may be used by several threads."""

    def __init__(self, index: EditionIndex, synonyms: Synonyms) -> None:
        self.wordings = Offered(index.answers.answers, index.edition.questions)
        self._completer = Completer(index, synonyms, self.wordings)
        self._hearing = Hearing(self._completer, index.edition.passages, index.answers.answers, synonyms)
        self._answers = [answer.id for answer in index.answers.answers]
        passages = index.edition.passages
        cited = [
            [index.places[citation.passage_id] for citation in answer.citations]
            for answer in index.answers.answers
        ]
        # An answer stands where its most important quote stands.
        self._place = {identity: places[0] for identity, places in zip(self._answers, cited, strict=True)}
        self._section = {identity: passages[place].path for identity, place in self._place.items()}
        self._file_order = {identity: number for number, identity in enumerate(self._answers)}
        self._by_passage: dict[str, list[str]] = defaultdict(list)
        for identity, places in zip(self._answers, cited, strict=True):
            for place in places:
                self._by_passage[passages[place].id].append(identity)

    def complete(self, typed: str, locale: Locale) -> list[Suggestion]:
        return self._completer.complete(typed, locale)

    def hear(self, typed: str) -> Heard:
        return self._hearing.hear(typed)

    def headings(self, locale: Locale) -> list[Suggestion]:
        """Every answer with the wording that stands for it, in the authors' order."""
        found = ((identity, self.wordings.heading(identity, locale)) for identity in self._answers)
        return [Suggestion(identity, text) for identity, text in found if text]

    def of_passages(self, passages: list[str]) -> str | None:
        """The answer that quotes these passages, the first of them most of all; None where none does."""
        if not passages or passages[0] not in self._by_passage:
            return None
        wanted = set(passages)
        known = {
            each: {p for p, ids in self._by_passage.items() if each in ids}
            for each in self._by_passage[passages[0]]
        }
        return max(
            known,
            key=lambda each: (len(known[each] & wanted) - len(known[each] - wanted), -self._file_order[each]),
        )

    def related(self, answer: str, locale: Locale, known: Collection[str] = ()) -> list[Suggestion]:
        """At most three questions that a reader of an answer may have next: about its own section, what follows first;
        then about the section above. None that is the answer's own or that of an answer already `known`."""
        if answer not in self._place:
            return []
        path, here = self._section[answer], self._place[answer]

        def distance(other: str) -> tuple[int, bool, int, int]:
            shared = sum(1 for _ in _common(path, self._section[other]))
            steps = self._place[other] - here
            return (-shared, steps < 0, abs(steps), self._file_order[other])

        near = (
            each
            for each in self._answers
            if each != answer and each not in known and self._section[each][:1] == path[:1]
        )
        chosen: list[Suggestion] = []
        for identity in sorted(near, key=distance):
            text = self.wordings.heading(identity, locale)
            if text and text not in [each.text for each in chosen]:
                chosen.append(Suggestion(identity, text))
            if len(chosen) == MOST_RELATED:
                break
        return chosen


def _common(one: tuple[str, ...], other: tuple[str, ...]):
    for left, right in zip(one, other, strict=False):
        if left != right:
            return
        yield left
