"""The JSON of the service's replies."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel

from knowledge.model import Edition, Kind, Passage, Result, SearchOutcome


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


class SearchReply(BaseModel):
    query: str
    took_ms: float
    answerable: bool
    probability: float
    release: str
    edition: str
    results: list[ResultReply]
    suggestions: tuple[str, ...]
    trace: dict[str, float]

    @classmethod
    def of(
        cls, query: str, outcome: SearchOutcome, *, took_ms: float, release: str, edition: str
    ) -> SearchReply:
        return cls(
            query=query,
            took_ms=took_ms,
            answerable=outcome.answerable,
            probability=outcome.probability,
            release=release,
            edition=edition,
            results=[ResultReply.of(result) for result in outcome.results],
            suggestions=outcome.suggestions,
            trace=outcome.trace,
        )


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
