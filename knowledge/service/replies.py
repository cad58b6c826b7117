"""The JSON of the service's replies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Literal

from pydantic import BaseModel

from knowledge.answers.completing import Suggestion
from knowledge.answers.hearing import Heard
from knowledge.model import Chosen, Edition, InPieces, Kind, Passage, Result, SearchOutcome


class PassageReply(BaseModel):
    passage_id: str
    edition: str
    path: tuple[str, ...]
    kind: Kind
    text: str
    level: int
    order: int

    @classmethod
    def of(cls, passage: Passage) -> PassageReply:
        return cls(
            passage_id=passage.id,
            edition=passage.edition,
            path=passage.path,
            kind=passage.kind,
            text=passage.text,
            level=passage.level,
            order=passage.order,
        )


class ResultReply(BaseModel):
    passage_id: str
    edition: str
    path: tuple[str, ...]
    kind: Kind
    text: str
    quote: str
    score: float

    @classmethod
    def of(cls, result: Result) -> ResultReply:
        passage = result.passage
        return cls(
            passage_id=passage.id,
            edition=passage.edition,
            path=passage.path,
            kind=passage.kind,
            text=passage.text,
            quote=result.quote,
            score=result.score,
        )


class CitedReply(BaseModel):
    passage_id: str
    edition: str
    path: tuple[str, ...]
    kind: Kind
    quote: str


class CorrectionReply(BaseModel):
    kind: Literal["figure", "none", "denied"]
    asserted: str


class AnswerReply(BaseModel):
    """An approved answer; `text` by language, `question` the authored one that came nearest."""

    id: str
    text: dict[str, str]
    citations: list[CitedReply]
    confidence: float
    question: str
    correction: CorrectionReply | None

    @classmethod
    def of(cls, chosen: Chosen, passages: Mapping[str, Passage]) -> AnswerReply:
        cited = [(passages[each.passage_id], each.quote) for each in chosen.answer.citations]
        correction = chosen.correction
        return cls(
            id=chosen.answer.id,
            text=chosen.answer.text,
            citations=[
                CitedReply(
                    passage_id=passage.id,
                    edition=passage.edition,
                    path=passage.path,
                    kind=passage.kind,
                    quote=quote,
                )
                for passage, quote in cited
            ],
            confidence=chosen.confidence,
            question=chosen.question,
            correction=correction and CorrectionReply(kind=correction.kind, asserted=correction.asserted),
        )


class SuggestedReply(BaseModel):
    text: str
    path: tuple[str, ...]


class SearchReply(BaseModel):
    query: str
    took_ms: float
    answerable: bool
    probability: float
    release: str
    edition: str
    results: list[ResultReply]
    suggestions: list[SuggestedReply]
    trace: dict[str, float]
    answer: AnswerReply | None
    also: AnswerReply | None

    @classmethod
    def of(
        cls,
        query: str,
        outcome: SearchOutcome,
        passages: Mapping[str, Passage],
        *,
        took_ms: float,
        release: str,
        edition: str,
    ) -> SearchReply:
        """`passages` are those of the release by id."""
        return cls(
            query=query,
            took_ms=took_ms,
            answerable=outcome.answerable,
            probability=outcome.probability,
            release=release,
            edition=edition,
            results=[ResultReply.of(result) for result in outcome.results],
            suggestions=[SuggestedReply(text=each.text, path=each.path) for each in outcome.suggestions],
            trace=outcome.trace,
            answer=outcome.answer and AnswerReply.of(outcome.answer, passages),
            also=outcome.also and AnswerReply.of(outcome.also, passages),
        )


class PiecesReply(BaseModel):
    """What is found for a whole message and for its pieces, and the answers that together hold what is asked; `asked` says for each
    answer which piece it is for, from 1, or 0 for the whole."""

    whole: SearchReply
    pieces: list[SearchReply]
    answers: list[AnswerReply]
    asked: list[int]

    @classmethod
    def of(
        cls, texts: Sequence[str], found: InPieces, passages: Mapping[str, Passage], **about: Any
    ) -> PiecesReply:
        """`about` is what each `SearchReply` says of itself."""
        whole, *pieces = (
            SearchReply.of(text, outcome, passages, **about)
            for text, outcome in zip(texts, (found.whole, *found.pieces), strict=True)
        )
        return cls(
            whole=whole,
            pieces=pieces,
            answers=[AnswerReply.of(each, passages) for each in found.answers],
            asked=[each.asked for each in found.answers],
        )


class QuestionReply(BaseModel):
    answer: str
    text: str


class OfferedReply(BaseModel):
    """Questions to choose from; `answer` is the one that they are related to, where that is known."""

    answer: str | None
    questions: list[QuestionReply]

    @classmethod
    def of(cls, offered: list[Suggestion], answer: str | None = None) -> OfferedReply:
        return cls(
            answer=answer, questions=[QuestionReply(answer=each.answer, text=each.text) for each in offered]
        )


class HeardReply(BaseModel):
    """What was typed by its sound may mean `texts`, best first; they sound like `read`, the `whole` of it or its beginning."""

    texts: tuple[str, ...]
    read: str
    whole: bool

    @classmethod
    def of(cls, heard: Heard) -> HeardReply:
        return cls(texts=heard.texts, read=heard.read, whole=heard.whole)


class EditionReply(BaseModel):
    edition: str
    title: str
    valid_from: date | None
    valid_until: date | None
    source: str

    @classmethod
    def of(cls, edition: Edition) -> EditionReply:
        return cls(
            edition=edition.id,
            title=edition.title,
            valid_from=edition.valid_from,
            valid_until=edition.valid_until,
            source=edition.source,
        )


class WholeEditionReply(EditionReply):
    passages: list[PassageReply]

    @classmethod
    def of(cls, edition: Edition) -> WholeEditionReply:
        head = EditionReply.of(edition)
        return cls(**head.model_dump(), passages=[PassageReply.of(passage) for passage in edition.passages])


class Alive(BaseModel):
    alive: bool = True


class Ready(BaseModel):
    ready: bool
    release: str
