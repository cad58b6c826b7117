"""What the last answer was about: it travels in the slot `topic`, so that the next message may lean on it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from actions.dialogue.turn import Turn
from actions.understanding.followups import Before
from actions.understanding.sections import heading_name
from actions.understanding.several import asks

_LONGEST = 200  # characters of a question kept: one that was completed again and again does not grow
_MOST_GIVEN = 10
_TELLS = 7  # characters of what is no bare answer


@dataclass
class Topic:
    """`question` is the last one in full, `citations` what was quoted for it; `read` are the passages of their section that
    were shown since; `listed` is what was quoted of a list, since when only items of it were asked for by their places; `given`
    are the approved answers of the conversation, the last one last; `earlier` are the question and citations of the subject before."""

    question: str = ""
    citations: list[dict[str, Any]] = field(default_factory=list)
    read: list[str] = field(default_factory=list)
    listed: list[dict[str, Any]] = field(default_factory=list)
    given: list[str] = field(default_factory=list)
    earlier: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def current(cls, turn: Turn) -> Topic:
        """What the slot keeps, unless the message before was answered with citations by another task (a checklist, a step)."""
        asked, *since = _exchange_before(turn.tracker.events)
        citations = [] if _turned(since) else _quoted(since)
        if citations:
            asked_before = (asked.get("text") or "")[-_LONGEST:]
            return cls(question=asked_before, citations=citations, given=_kept(turn).given)
        return _kept(turn)

    @classmethod
    def in_check(cls, turn: Turn, asked: str) -> Topic:
        """The same; but where the check quoted nothing, what was told before (2019年出过一般事故, and then 看多久), or in a word or two
        answered: what the check has `asked` for."""
        said, *since = _exchange_before(turn.tracker.events)
        if _turned(since) or _quoted(since):
            return cls.current(turn)
        kept, told = _kept(turn), (said.get("text") or "")[-_LONGEST:]
        tells = len(told) >= _TELLS and not asks(told)
        return cls(question=told if tells else asked, given=kept.given, earlier=kept.earlier)

    def to_slot(self) -> dict[str, Any]:
        return asdict(self)

    @property
    def before(self) -> Before:
        """As the reading of follow-ups wants it."""
        path = self.citations[0]["path"] if self.citations else []
        names = (heading_name(heading) for heading in path[1:])
        return Before(self.question, tuple(name for name in names if name))

    def turn_to(self, question: str, said: Mapping[str, Any]) -> None:
        """The question that `said` answers, or could not answer."""
        self.question = question[-_LONGEST:]
        self.citations = list(said.get("citations", ()))
        self.read, self.listed = [], []
        if answer := (said.get("trace") or {}).get("answer"):
            self.give(answer)

    def leave(self, before: Topic) -> None:
        """What the message before was about can be come back to, where this one is about something else."""
        if before.citations and self.citations and not near(before.citations, self.citations):
            self.earlier = before._subject()

    def come_back(self) -> None:
        """To the subject before; nothing where there is none."""
        if self.earlier:
            now, subject = self._subject(), self.earlier
            self.question, self.citations = subject["question"], subject["citations"]
            self.read, self.listed, self.earlier = [], subject["listed"], now

    def _subject(self) -> dict[str, Any]:
        return {"question": self.question, "citations": self.citations, "listed": self.listed}

    def carry(self, question: str) -> None:
        """What was asked in full, of what had been spoken of before."""
        self.question = question[-_LONGEST:]

    def give(self, answer: str) -> None:
        """An approved answer was given."""
        self.given = [*(each for each in self.given if each != answer), answer][-_MOST_GIVEN:]


def near(ones: Sequence[Mapping[str, Any]], others: Sequence[Mapping[str, Any]]) -> bool:
    """Whether both quote the same passage."""
    return not {each["passage_id"] for each in ones}.isdisjoint(each["passage_id"] for each in others)


def _turned(events: Iterable[Mapping[str, Any]]) -> bool:
    return any(event["event"] == "slot" and event["name"] == "topic" for event in events)


def _quoted(events: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The citations of what was said."""
    said = [(event.get("data") or {}).get("custom") or {} for event in events if event["event"] == "bot"]
    return [each for message in said for each in message.get("citations") or ()]


def _kept(turn: Turn) -> Topic:
    return Topic(**(turn.tracker.get_slot("topic") or {}))


def _exchange_before(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The person's message before the one of this turn, and what followed it; an empty event where there is none."""
    messages = [place for place, event in enumerate(events) if event["event"] == "user"]
    return events[messages[-2] : messages[-1]] if len(messages) > 1 else [{}]
