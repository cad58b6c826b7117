"""What the knowledge service is about: editions, passages, and what a search returns."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Kind = Literal["text", "heading", "figure"]


@dataclass(frozen=True)
class Passage:
    """A piece of an edition's source that is found, cited and linked to on its own.

    `text` is verbatim source text with the line wrapping undone, nothing else changed. `path` holds the
    headings above it, outermost first, each with its printed number (`("一、市长质量奖说明", "（六）申奖条件")`);
    for a heading it ends with the heading above. `level` counts from 1 (`一、`) for headings and is the depth
    of the enclosing heading for text and figures. `order` is the place in the source, from 0.
    """

    id: str
    edition: str
    path: tuple[str, ...]
    text: str
    kind: Kind
    level: int
    order: int


@dataclass(frozen=True)
class AuthoredQuestion:
    """A question a person wrote, and the passages that support its answer, the most important first.

    `quotes` are the pieces of them that do, without whitespace. `answer` is the id of the approved answer that the
    question gets, empty where there is none.
    """

    text: str
    passage_ids: tuple[str, ...]
    quotes: tuple[str, ...]
    answer: str = ""


@dataclass(frozen=True)
class Citation:
    """A verbatim piece of one passage's text."""

    passage_id: str
    quote: str


@dataclass(frozen=True)
class ApprovedAnswer:
    """An answer that a person wrote and another approved; `text` is by language, `zh-Hans` always among them.

    `citations` prove it, the most important first; `near_misses` are questions that must not get it. It is given from
    `valid_from` to `valid_until`, both days included; None is no bound.
    """

    id: str
    text: dict[str, str]
    citations: tuple[Citation, ...]
    near_misses: tuple[str, ...]
    valid_from: date | None = None
    valid_until: date | None = None

    def given_on(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_until is None or day <= self.valid_until
        )


@dataclass(frozen=True)
class Edition:
    """One year's guide with what was added to it: its passages in order, and its authored questions.

    `valid_from` and `valid_until` are None where no document says so; `source` says where the text is from.
    """

    id: str
    title: str
    valid_from: date | None
    valid_until: date | None
    source: str
    passages: tuple[Passage, ...]
    questions: tuple[AuthoredQuestion, ...] = ()
    answers: tuple[ApprovedAnswer, ...] = ()


@dataclass(frozen=True)
class Result:
    """One passage found. `score` is calibrated: the share of such results that answer the question (0 to 1)."""

    passage: Passage
    quote: str
    score: float


@dataclass(frozen=True)
class Correction:
    """What a question takes for given and its answer contradicts: another figure (`figure`), a prize that there is not
    (`none`), something that is not so (`denied`)."""

    kind: Literal["figure", "none", "denied"]
    asserted: str


@dataclass(frozen=True)
class Chosen:
    """The approved answer to a question. `confidence` is the calibrated probability that it is the right one.

    `question` is the authored question of that answer that came nearest; `asked` the number of the piece of a message that it is
    for, from 1, and 0 for the whole.
    """

    answer: ApprovedAnswer
    confidence: float
    question: str
    correction: Correction | None = None
    asked: int = 0


@dataclass(frozen=True)
class Suggested:
    """A question near to the one asked, and the place of what answers it."""

    text: str
    path: tuple[str, ...]


@dataclass(frozen=True)
class SearchOutcome:
    """What a search says. `probability` is that of "the evidence settles this question", 0 to 1.

    `answerable` says whether to reply: with `answer` where there is one, else with the best of `results`.
    """

    results: tuple[Result, ...]
    probability: float
    answerable: bool
    suggestions: tuple[Suggested, ...] = ()
    trace: dict[str, float] = field(default_factory=dict)
    answer: Chosen | None = None
    also: Chosen | None = None  # another that may be meant, where the two can hardly be told apart


@dataclass(frozen=True)
class InPieces:
    """What searches for a whole message and for each of its pieces say, and the answers that together hold what is asked."""

    whole: SearchOutcome
    pieces: tuple[SearchOutcome, ...]
    answers: tuple[Chosen, ...]
