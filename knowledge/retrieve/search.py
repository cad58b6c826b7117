"""Search over a loaded release: one code path for the chat, the search screen and the evaluation."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, lru_cache

import numpy as np

from knowledge.answers.chooser import Chooser, Likely
from knowledge.model import Edition, InPieces, Passage, Result, SearchOutcome
from knowledge.retrieve import fusion, gate, large
from knowledge.retrieve.embed import Embedder
from knowledge.retrieve.features import Featurer, Words
from knowledge.retrieve.index import EditionIndex, Index
from knowledge.retrieve.normalise import comparable
from knowledge.retrieve.query import Query, understand
from knowledge.retrieve.quote import Quoter
from knowledge.retrieve.romanised import Romanised
from knowledge.retrieve.suggest import Suggester
from telemetry import spans

MOST_RESULTS = 50
_LATIN = re.compile("[a-z]{2}")
_REMEMBERED = 1024  # searches, a few kB each, and vectors
# What a piece that asks has to be settled to, and how sure its answer has to be, where the rest of the message is answered: by
# itself it would be refused more readily. Chosen on dev_pieces.jsonl and dev_unanswerable.jsonl.
_LEAST_SETTLED, _SURE = 0.3, 0.7
# Reads the words of a question while the model reads it, which leaves a core and Python's lock free.
_BESIDE = ThreadPoolExecutor(max_workers=1, thread_name_prefix="words")


@dataclass(frozen=True)
class Searched:
    """What a search says, and of the answers which are likely to be wanted."""

    outcome: SearchOutcome
    likely: Likely | None = None


class UnknownEdition(LookupError):
    """No edition of that name in the release."""


class Searcher:
    """Answers from one release; may be used by several threads."""

    def __init__(self, index: Index, embedder: Embedder) -> None:
        self._embedder = embedder
        self._synonyms = index.synonyms
        self._editions = {name: EditionSearcher(each, index) for name, each in index.editions.items()}
        self.passages = {
            passage.id: passage for each in index.editions.values() for passage in each.edition.passages
        }
        self._known = {
            written: (each, place)
            for each in index.editions.values()
            for place, written in enumerate(each.written)
        }
        self._remembered = lru_cache(maxsize=_REMEMBERED)(self._search)
        self._vector = lru_cache(maxsize=_REMEMBERED)(self._embedded)

    @property
    def editions(self) -> dict[str, Edition]:
        """The newest last."""
        return {name: each.index.edition for name, each in self._editions.items()}

    def edition(self, name: str | None = None) -> EditionSearcher:
        """The newest where none is named; raises UnknownEdition."""
        if name is None:
            return next(reversed(self._editions.values()))
        if name not in self._editions:
            raise UnknownEdition(name)
        return self._editions[name]

    def passage(self, identity: str) -> Passage | None:
        return self.passages.get(identity)

    def search(self, query: str, k: int = 5, edition: str | None = None, within: str = "") -> SearchOutcome:
        """The same on the same release and day gives the same outcome. A query `within` what was spoken of before is looked up in
        the light of it. Raises UnknownEdition."""
        return self._remembered(query.strip(), k, self.edition(edition), date.today(), within.strip()).outcome

    def search_in_pieces(
        self,
        message: str,
        pieces: Sequence[str],
        told: Collection[int] = (),
        k: int = 5,
        edition: str | None = None,
    ) -> InPieces:
        """Of a message, and of its pieces in its light; `told` are the numbers, from 1, of those that only tell. What answers a
        piece is looked for in this light and without it. Raises UnknownEdition."""
        message, searched, day = message.strip(), self.edition(edition), date.today()
        whole = self._remembered(message, k, searched, day, "")
        within = [self._remembered(piece.strip(), k, searched, day, message) for piece in pieces]
        alone = [self._remembered(piece.strip(), k, searched, day, "") for piece in pieces]
        answered = whole.outcome.answerable or sum(each.outcome.answerable for each in within) > 1
        found = [
            _of_piece(*each, lenient=answered and number not in told)
            for number, each in enumerate(zip(within, alone, strict=True), start=1)
        ]
        return InPieces(
            whole.outcome,
            tuple(each.outcome for each in found),
            searched.chooser.given_in_pieces(
                [each.likely if each.outcome.answerable else None for each in (whole, *found)], told
            ),
        )

    def _search(self, text: str, k: int, edition: EditionSearcher, day: date, within: str) -> Searched:
        """Of the text and of what was probably meant by it, the one that the guide settles more surely."""
        written = comparable(text)
        meant = edition.meant(written)
        if meant == written:
            return self._asked(written, k, edition, day, within)
        found = self._asked(written, k, edition, day, within)
        also = self._asked(meant, k, edition, day, within)
        return max(found, also, key=lambda each: each.outcome.probability)

    def _asked(self, text: str, k: int, edition: EditionSearcher, day: date, within: str) -> Searched:
        query = understand(text, self._synonyms)
        if not query.terms:
            return Searched(SearchOutcome((), 0.0, False))  # signs, or a script that the guide does not use
        whole = understand(comparable(within), self._synonyms) if within else None
        if whole:  # what the rest of the message is about counts as much as the piece: 时间卡多死 after 答辩能带几个人
            query = replace(query, around=whole.terms)
        said = _BESIDE.submit(edition.words, query)
        with spans.span("embedding"):
            vector = self._vector(query.written)
            if whole:
                both = vector + self._vector(whole.written)
                vector = both / np.linalg.norm(both)
        with spans.span("ranking"):
            return edition.search(text, query, said.result(), vector, k, day)

    def _embedded(self, written: str) -> np.ndarray:
        """What people choose from suggestions is in the index with its vector: more than half of a search is saved."""
        if written in self._known:
            index, place = self._known[written]
            return index.metric.undone(index.question_vectors.row(place))
        return self._embedder.query(written)


class EditionSearcher:
    def __init__(self, index: EditionIndex, release: Index) -> None:
        self.index = index
        self._fitted = release.parameters
        self._fusion = release.parameters.fusion_of(index.edition)
        sampled = large.sample(index) if index.large else None
        self._finder: Featurer | large.Finder = (
            Featurer(index, release.synonyms)
            if sampled is None
            else large.Finder(index, release.synonyms, self._fusion, sampled)
        )
        self._suggester = Suggester(index.answers.answers, index.edition)
        self._quoter = Quoter(index)
        self.chooser = Chooser(index, release.synonyms, release.choosing)
        self._gate = gate.Gate(index, None if sampled is None else sampled.tolist())

    def meant(self, written: str) -> str:
        """The same without slips, and in characters where it is written by its sound."""
        if _LATIN.search(written):
            written = self._romanised.written(written)
        return self.index.spelling.meant(written)

    @cached_property
    def _romanised(self) -> Romanised:
        """Made when it is needed first: it counts what stands in all questions."""
        answers = (comparable(each.text["zh-Hans"]) for each in self.index.answers.answers)
        return Romanised([*self.index.written, *answers])

    def words(self, query: Query) -> Words:
        return self._finder.words(query)

    def search(self, text: str, query: Query, said: Words, vector: np.ndarray, k: int, day: date) -> Searched:
        found = self._finder.find(query, said, vector)
        strengths = fusion.strengths(found.features, self._fusion)
        shares = fusion.shares(strengths)
        evidence = self._gate.evidence(query, found.scores, shares, found.places)
        probability = gate.probability(evidence, self._fitted.gate, self._fitted.gate_bias)
        of_all = np.zeros(len(self.index.edition.passages))
        of_all[found.places] = shares
        scores = found.scores
        likely = self.chooser.likely(query, scores, of_all, day)
        answer, also, *_ = (*self.chooser.given(likely), None, None)
        outcome = SearchOutcome(
            results=tuple(
                Result(
                    self.index.edition.passages[place],
                    self._quoter.quote(place, query.terms, scores),
                    round(float(of_all[place]) * probability, 4),
                )
                for place in found.places[fusion.order(strengths)[:k]].tolist()
            ),
            probability=round(probability, 4),
            answerable=probability >= self._fitted.gate_threshold,
            suggestions=self._suggester.nearest(scores.question_cosines, text),
            trace=dict(zip(gate.NAMES, evidence.round(4).tolist(), strict=True)),
            answer=answer,
            also=also,
        )
        return Searched(outcome, likely)


def _of_piece(within: Searched, alone: Searched, *, lenient: bool) -> Searched:
    """What was found of a piece in the light of its message and without it."""
    likely = within.likely
    if likely is None or alone.likely is None:
        return within
    likely = likely.and_of(alone.likely)
    settled = max(within.outcome.probability, alone.outcome.probability)
    answerable = within.outcome.answerable or (
        lenient and settled >= _LEAST_SETTLED and likely.confidence >= _SURE
    )
    return Searched(replace(within.outcome, answerable=answerable), likely)
