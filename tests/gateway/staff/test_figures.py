"""Figures of the desk, and what is deleted by age."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

from sqlalchemy import func, select, update

from bot.gateway.clock import now
from bot.gateway.console.figures import Asked, count
from bot.gateway.console.retention import sweep
from bot.gateway.console.tables import AuditRow, CallRow, HandoverRow
from bot.gateway.tables import ReplyRow, SessionRow, TurnRow

TODAY = date(2026, 3, 10)


def asked(day: int, hour: int = 4, **more) -> Asked:
    """On a day of March 2026, at an hour UTC."""
    usual = {
        "session": "s",
        "at": datetime(2026, 3, day, hour, tzinfo=timezone.utc),
        "channel": "web",
        "took_ms": 100,
        "kinds": ["answer"],
        "topic": "奖金",
        "edition": "2020",
        "facts": [],
        "verdicts": [],
        "helpful": None,
    }
    return Asked(**{**usual, **more})


def test_each_day_counts_what_was_asked_on_it_in_shanghai():
    late = asked(9, hour=17)  # the 10th in Shanghai
    found = count([asked(9), late, asked(10, session="t", helpful=False)], [], date(2026, 3, 9), TODAY)
    assert [(day.turns, day.conversations, day.unhelpful) for day in found.days] == [(1, 1, 0), (2, 2, 1)]
    assert (found.total.turns, found.total.conversations) == (3, 2)


def test_an_answer_beside_a_refusal_is_no_refusal():
    found = count(
        [asked(10, kinds=["answer", "no_answer"]), asked(10, kinds=["no_answer"]), asked(10, kinds=[])],
        [datetime(2026, 3, 10, tzinfo=timezone.utc), datetime(2026, 3, 1, tzinfo=timezone.utc)],
        TODAY,
        TODAY,
    )
    assert (found.total.answered, found.total.refused, found.total.handed_over) == (1, 1, 1)


def test_response_times_are_quantiles():
    found = count([asked(10, took_ms=ms) for ms in range(1, 101)], [], TODAY, TODAY)
    assert (found.total.p50_ms, found.total.p95_ms) == (51, 96)


def test_what_rises_was_asked_less_before():
    before = [asked(2, topic="材料")] * 5 + [asked(2)]
    found = count([*before, *[asked(10)] * 4, *[asked(10, topic="材料")] * 4], [], date(2026, 3, 9), TODAY)
    assert found.rising == [("奖金", 4, 1)]
    assert dict(found.topics) == {"奖金": 4, "材料": 4}


def test_a_check_without_a_result_was_given_up_at_its_last_question():
    found = count(
        [
            asked(10, session="a", facts=["applicant"]),
            asked(10, session="a", facts=["category"]),
            asked(10, session="b", facts=["applicant"]),
            asked(10, session="b", verdicts=["eligible"]),
        ],
        [],
        TODAY,
        TODAY,
    )
    assert found.given_up == [("category", 1)] and found.verdicts == {"eligible": 1}


def test_no_questions_are_no_figures():
    found = count([], [], TODAY, TODAY)
    assert (found.total.turns, found.total.p95_ms, found.topics, found.rising) == (0, 0, [], [])


async def test_the_dashboard_and_its_csv(gateway, staff):
    client = await staff("editor")
    await gateway.chat("奖金多少")
    card = {"type": "eligibility_question", "fact": "applicant"}
    gateway.rasa.reply = [
        {"recipient_id": "x", "custom": {"kind": "question", "text": "组织还是项目？", "card": card}}
    ]
    await gateway.chat("我们够不够条件")
    page = (await client.get("/staff/figures")).text
    assert "申报组织奖还是项目奖" in page and "（四）奖励荣誉" in page
    export = await client.get("/api/v1/staff/figures.csv", params={"days": "7"})
    lines = export.text.removeprefix("\ufeff").splitlines()
    assert (
        lines[0].startswith("日期,对话,提问") and len(lines) == 8 and lines[-1].split(",")[1:3] == ["2", "2"]
    )
    other = await client.get("/api/v1/staff/figures.csv", params={"days": "7", "channel": "wechat"})
    assert other.text.splitlines()[-1].split(",")[1] == "0"
    assert (await client.get("/staff/figures", params={"days": "8"})).status_code == 422


async def test_what_is_too_old_is_counted_then_deleted(gateway, staff):
    client = await staff()
    old, new = [(await gateway.chat("奖金多少")).json() for _ in range(2)]
    assert old != new
    await client.post("/staff/calls", {"question": "奖金多少", "outcome": "answered"})
    store = gateway.app.state.services.store
    async with store.transaction() as db:
        first = await db.scalar(select(SessionRow.id).limit(1))
        db.add(HandoverRow(session_id=first, state="over", opened_at=now(), asked=True))
        await db.execute(
            update(SessionRow).where(SessionRow.id == first).values(seen_at=now() - timedelta(days=181))
        )
        await db.execute(update(CallRow).values(at=now() - timedelta(days=181)))

    async def left() -> list[int]:
        async with store.transaction() as db:
            tables = (SessionRow, TurnRow, HandoverRow, CallRow)
            return [await db.scalar(select(func.count()).select_from(table)) for table in tables]

    limits = (timedelta(days=180), timedelta(days=1095))
    dry = await sweep(store, *limits, dry_run=True)
    assert (dry.sessions, dry.calls, dry.audit) == (1, 1, 0) and await left() == [2, 2, 1, 1]
    assert await sweep(store, *limits, dry_run=False) == dry and await left() == [1, 1, 0, 0]
    assert await sweep(store, timedelta(days=180), timedelta(0), dry_run=False) != dry
    async with store.transaction() as db:
        kept = list(await db.scalars(select(AuditRow.action)))
        assert kept == ["retention_run"]  # of the last run itself
        orphans = (
            select(func.count()).select_from(ReplyRow).where(ReplyRow.turn_id.not_in(select(TurnRow.id)))
        )
        assert await db.scalar(orphans) == 0
