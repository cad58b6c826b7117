"""What goes by a clock that may be set: windows, leases, the nightly job."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.gateway import windows
from bot.gateway.clock import SKEW, Jumps, now, over
from bot.gateway.console import audit
from bot.gateway.console.nightly import DOUBTED_S, JUMP_S, Nightly
from bot.gateway.console.tables import AuditRow
from bot.gateway.in_use import InUse
from bot.gateway.tables import SessionRow
from bot.gateway.windows import SteadyStorage

LEASE = timedelta(seconds=3)
HALF_A_YEAR = timedelta(days=180)


class Hands:
    """A wall clock and one that cannot be set; both go on together."""

    def __init__(self) -> None:
        self.wall, self.steady = 1e9, 100.0

    def pass_by(self, seconds: float) -> None:
        self.wall += seconds
        self.steady += seconds

    def jumps(self, least_s: float) -> Jumps:
        return Jumps(least_s, lambda: self.wall, lambda: self.steady)


@pytest.mark.parametrize("by", [JUMP_S, -JUMP_S])
def test_a_jump_is_noticed_and_in_the_end_forgotten(by):
    hands = Hands()
    jumps = hands.jumps(JUMP_S)
    hands.pass_by(1e6)
    assert not jumps.within(DOUBTED_S)
    hands.wall += by
    assert jumps.within(DOUBTED_S)
    hands.pass_by(DOUBTED_S - 1)
    assert jumps.within(DOUBTED_S)
    hands.pass_by(1)
    assert not jumps.within(DOUBTED_S)


def test_a_small_correction_is_no_jump():
    hands = Hands()
    jumps = hands.jumps(JUMP_S)
    for _ in range(100):
        hands.wall += JUMP_S - 1
        assert not jumps.within(DOUBTED_S)


async def test_after_a_jump_nothing_is_deleted_for_a_day(gateway):
    store, hands = gateway.app.state.services.store, Hands()
    nightly = Nightly(store, HALF_A_YEAR, HALF_A_YEAR, hands.jumps(JUMP_S))
    session = (await gateway.chat("你好")).json()["session_id"]
    hands.wall += 10 * 365 * 86_400
    assert not await nightly.sweep_once(now() + timedelta(days=3650))
    assert (await gateway.chat("你好", session)).status_code == 200
    hands.pass_by(DOUBTED_S)
    assert await nightly.sweep_once()


async def test_a_night_of_the_future_does_not_stand_for_all_until_then(gateway):
    store = gateway.app.state.services.store
    async with store.transaction() as db:
        ahead = now() + timedelta(days=365)
        db.add(AuditRow(at=ahead, staff=audit.NIGHTLY, action="retention_run", subject="", details={}))
    assert await Nightly(store, HALF_A_YEAR, HALF_A_YEAR).sweep_once()


@pytest.mark.parametrize(
    "ends_in, is_over",
    [
        (timedelta(seconds=-1), True),
        (timedelta(seconds=2), False),
        (LEASE + SKEW / 2, False),  # given by a gateway whose clock is ahead of ours
        (timedelta(days=1), True),  # given before the clock was set back
    ],
)
async def test_a_lease_lasts_no_longer_than_it_was_given_for(gateway, ends_in, is_over):
    async with gateway.app.state.services.store.transaction() as db:
        db.add(SessionRow(id="s", channel="web", created_at=now(), seen_at=now() + ends_in))
        await db.flush()
        found = await db.scalar(select(SessionRow.id).where(over(SessionRow.seen_at, LEASE)))
    assert (found == "s") is is_over


async def test_a_window_counts_until_its_end_and_then_anew():
    storage = SteadyStorage()
    assert [await storage.incr("a", 60) for _ in range(3)] == [1, 2, 3]
    assert (await storage.get("a"), await storage.get("b")) == (3, 0)
    assert await storage.incr("short", 0) == 1
    assert (await storage.get("short"), await storage.incr("short", 60)) == (0, 1)
    await storage.clear("a")
    assert await storage.get("a") == 0
    assert await storage.check() and await storage.reset() == 1


async def test_windows_that_are_over_are_dropped(monkeypatch):
    monkeypatch.setattr(windows, "MANY", 10)
    storage = SteadyStorage()
    for number in range(100):
        await storage.incr(f"over-{number}", 0)
    assert await storage.reset() <= 10


def test_of_the_sessions_in_use_the_latest_are_remembered(monkeypatch):
    monkeypatch.setattr("bot.gateway.in_use.MOST", 2)
    in_use = InUse()
    for session in ("a", "b", "a", "c"):
        in_use.note(session)
    assert [in_use.within(session, 60) for session in ("a", "b", "c")] == [True, False, True]
    assert not in_use.within("a", -1)
