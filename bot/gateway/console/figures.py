"""Figures of the desk, counted from what is kept: by day, channel and edition."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from bot.gateway.clock import local, now
from bot.gateway.console.tables import HandoverRow
from bot.gateway.store import Store
from bot.gateway.tables import FeedbackRow, ReplyRow, SessionRow, TurnRow

TOPICS = 10
# A topic rises when it was asked this often, and more often than in the days before.
LEAST_TO_RISE = 3


@dataclass(frozen=True)
class Asked:
    """One question, as far as figures need it. `facts` are what the eligibility check asked, `verdicts` what it found."""

    session: str
    at: datetime
    channel: str
    took_ms: int
    kinds: Sequence[str]
    topic: str
    edition: str
    facts: Sequence[str]
    verdicts: Sequence[str]
    helpful: bool | None


@dataclass
class Day:
    day: date
    conversations: int = 0
    turns: int = 0
    answered: int = 0
    refused: int = 0
    handed_over: int = 0
    helpful: int = 0
    unhelpful: int = 0
    p50_ms: int = 0
    p95_ms: int = 0


@dataclass
class Figures:
    """`topics` are (name, times), `rising` (name, times, times before), `given_up` facts that were asked last."""

    days: list[Day]
    total: Day
    topics: list[tuple[str, int]]
    rising: list[tuple[str, int, int]]
    verdicts: dict[str, int]
    given_up: list[tuple[str, int]]
    channels: list[str] = field(default_factory=list)
    editions: list[str] = field(default_factory=list)


async def figures(store: Store, days: int, channel: str = "", edition: str = "") -> Figures:
    """The last `days` days, today included, in Shanghai's time; all channels and editions where none is named."""
    today = local(now()).date()
    first = today - timedelta(days=days - 1)
    asked, handed_over = await _read(store, first - timedelta(days=days + 1))
    chosen = [each for each in asked if channel in ("", each.channel) and edition in ("", each.edition)]
    handed = [at for at, where in handed_over if channel in ("", where)]
    counted = count(chosen, handed if not edition else [], first, today)
    counted.channels = sorted({each.channel for each in asked})
    counted.editions = sorted({each.edition for each in asked} - {""})
    return counted


def count(asked: Sequence[Asked], handed_over: Sequence[datetime], first: date, today: date) -> Figures:
    """Figures of `first` to `today`; the time before is for comparison."""
    within = [each for each in asked if first <= local(each.at).date() <= today]
    before = [each for each in asked if local(each.at).date() < first]
    handed = [at for at in handed_over if first <= local(at).date() <= today]
    days = [first + timedelta(days=number) for number in range((today - first).days + 1)]
    topics, earlier = _topics(within), _topics(before)
    rising = [
        (name, times, earlier[name])
        for name, times in topics.most_common()
        if times >= LEAST_TO_RISE and times > earlier[name]
    ]
    return Figures(
        days=[
            _day(
                day,
                [each for each in within if local(each.at).date() == day],
                sum(local(at).date() == day for at in handed),
            )
            for day in days
        ],
        total=_day(first, within, len(handed)),
        topics=topics.most_common(TOPICS),
        rising=sorted(rising, key=lambda each: each[2] - each[1])[:TOPICS],
        verdicts=dict(Counter(verdict for each in within for verdict in each.verdicts)),
        given_up=Counter(_last_facts(within)).most_common(TOPICS),
    )


def _day(day: date, asked: Sequence[Asked], handed_over: int) -> Day:
    times = sorted(each.took_ms for each in asked)
    return Day(
        day,
        conversations=len({each.session for each in asked}),
        turns=len(asked),
        answered=sum("answer" in each.kinds for each in asked),
        refused=sum("no_answer" in each.kinds and "answer" not in each.kinds for each in asked),
        handed_over=handed_over,
        helpful=sum(each.helpful is True for each in asked),
        unhelpful=sum(each.helpful is False for each in asked),
        p50_ms=_quantile(times, 0.5),
        p95_ms=_quantile(times, 0.95),
    )


def _quantile(times: Sequence[int], share: float) -> int:
    return times[min(len(times) - 1, int(len(times) * share))] if times else 0


def _topics(asked: Iterable[Asked]) -> Counter[str]:
    return Counter(each.topic for each in asked if each.topic)


def _last_facts(asked: Sequence[Asked]) -> Iterable[str]:
    """Of each check that came to no result, the fact that was asked last."""
    open_checks: dict[str, str] = {}
    for each in asked:
        if each.verdicts:
            open_checks.pop(each.session, None)
        elif each.facts:
            open_checks[each.session] = each.facts[-1]
    return open_checks.values()


async def _read(store: Store, since: date) -> tuple[list[Asked], list[tuple[datetime, str]]]:
    begin = datetime.combine(since, datetime.min.time(), now().tzinfo)
    async with store.transaction() as db:
        rows = await db.execute(
            select(
                TurnRow.id,
                TurnRow.session_id,
                TurnRow.at,
                SessionRow.channel,
                TurnRow.took_ms,
                FeedbackRow.helpful,
                ReplyRow.kind,
                ReplyRow.citations,
                ReplyRow.trace,
            )
            .join(SessionRow, SessionRow.id == TurnRow.session_id)
            .outerjoin(FeedbackRow, FeedbackRow.turn_id == TurnRow.id)
            .outerjoin(ReplyRow, ReplyRow.turn_id == TurnRow.id)
            .where(TurnRow.at >= begin)
            .order_by(TurnRow.at, TurnRow.id, ReplyRow.position)
        )
        turns: dict[str, list[Any]] = {}
        for row in rows:
            turns.setdefault(row.id, []).append(row)
        handed = await db.execute(
            select(HandoverRow.opened_at, SessionRow.channel)
            .join(SessionRow, SessionRow.id == HandoverRow.session_id)
            .where(HandoverRow.opened_at >= begin)
        )
        return [_asked(replies) for replies in turns.values()], [tuple(each) for each in handed]


def _asked(replies: Sequence[Any]) -> Asked:
    turn = replies[0]
    said = [each for each in replies if each.kind]
    cited = next((each.citations[0] for each in said if each.citations), None)
    traces = [each.trace or {} for each in said]
    return Asked(
        turn.session_id,
        turn.at,
        turn.channel,
        turn.took_ms,
        [each.kind for each in said],
        topic=" › ".join(cited["path"][-2:]) if cited else "",
        edition=cited["edition"] if cited else "",
        facts=[trace["fact"] for trace in traces if trace.get("fact")],
        verdicts=[trace["verdict"] for trace in traces if trace.get("verdict")],
        helpful=turn.helpful,
    )
