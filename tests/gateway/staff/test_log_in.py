"""Logging in: cookies, time-outs, lock-outs, and what the audit log keeps of it."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import text, update

from bot.gateway.clock import now
from bot.gateway.console import audit
from bot.gateway.console.accounts import AccountError, Locked, lock_after
from bot.gateway.console.tables import AuditRow, StaffRow, StaffSessionRow
from bot.gateway.errors import PartUnavailable
from tests.gateway.staff.conftest import PASSWORD, browser, log_in


def accounts(gateway):
    return gateway.app.state.services.desk.accounts


async def in_database(gateway, statement):
    async with gateway.app.state.services.store.transaction() as db:
        await db.execute(statement)


async def test_there_is_no_account_until_one_is_made(gateway):
    assert await accounts(gateway).all() == []
    for name in ("admin", "root", "staff"):
        assert (await log_in(browser(gateway), name, name)).status_code == 401


async def test_the_cookie_is_for_the_server_only(gateway, staff):
    await staff()
    answer = await log_in(browser(gateway), "agent-one")
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie and "SameSite=strict" in cookie and "Secure" not in cookie


async def test_behind_tls_the_cookie_is_secure(start):
    gateway = await start(public_url="https://ask.example.gov.cn")
    await accounts(gateway).add("wang", "agent", PASSWORD, "test")
    assert "Secure" in (await log_in(browser(gateway), "wang")).headers["set-cookie"]


@pytest.mark.parametrize(
    "where", ["https://evil.example", "//evil.example", "/\\evil", "/staff@evil", "javascript:1"]
)
async def test_nobody_is_led_to_another_site(gateway, staff, where):
    await staff()
    answer = await browser(gateway).post(
        "/staff/login", data={"name": "agent-one", "password": PASSWORD, "next": where}
    )
    assert answer.headers["location"] == "/staff"


async def test_a_log_in_ends_when_idle_and_after_its_time(gateway, staff):
    client = await staff()
    await in_database(gateway, update(StaffSessionRow).values(seen_at=now() - timedelta(minutes=29)))
    assert (await client.get("/staff")).status_code == 200
    await in_database(gateway, update(StaffSessionRow).values(seen_at=now() - timedelta(minutes=31)))
    assert (await client.get("/staff")).status_code == 303
    await in_database(
        gateway, update(StaffSessionRow).values(seen_at=now(), created_at=now() - timedelta(hours=11))
    )
    assert (await client.get("/staff")).status_code == 303


async def test_who_is_disabled_or_gets_another_password_is_out_at_once(gateway, staff):
    client = await staff()
    await accounts(gateway).set_active("agent-one", False, "test")
    assert (await client.get("/staff")).status_code == 303
    assert (await log_in(browser(gateway), "agent-one")).status_code == 401
    await accounts(gateway).set_active("agent-one", True, "test")
    other = browser(gateway)
    await log_in(other, "agent-one")
    await accounts(gateway).set_password("agent-one", "another good password", "test")
    assert (await other.get("/staff")).status_code == 303
    assert (await log_in(other, "agent-one", "another good password")).status_code == 303


async def test_the_session_is_new_at_each_log_in(gateway, staff):
    client = await staff()
    first = client.http.cookies["zhijiangtong_staff"]
    await log_in(client.http, "agent-one")
    assert client.http.cookies["zhijiangtong_staff"] != first


def test_each_further_failure_locks_for_longer():
    waits = [lock_after(failures).total_seconds() for failures in range(16)]
    assert waits[:5] == [0] * 5
    assert waits[5:9] == [30, 60, 120, 240]
    assert waits[-1] == 3600
    assert waits == sorted(waits)


async def test_wrong_passwords_lock_even_the_right_one_out(gateway, staff):
    await staff()
    for _ in range(5):
        assert (await log_in(browser(gateway), "agent-one", "wrong")).status_code == 401
    answer = await log_in(browser(gateway), "agent-one")
    assert answer.status_code == 429 and "秒后再试" in answer.text
    await in_database(gateway, update(StaffRow).values(locked_until=now() - timedelta(seconds=1)))
    assert (await log_in(browser(gateway), "agent-one")).status_code == 303
    assert (await log_in(browser(gateway), "agent-one", "wrong")).status_code == 401  # counted anew


async def test_trying_in_parallel_gains_nothing(gateway, staff):
    await staff()
    tries = [accounts(gateway).authenticate("agent-one", f"guess {number}") for number in range(12)]
    outcomes = await asyncio.gather(*tries, return_exceptions=True)
    assert sum(isinstance(outcome, Locked) for outcome in outcomes) >= 12 - 5


@pytest.mark.parametrize("password", ["short", "aaaaaaaaaaaaaaaa", "wang-wang-wang-1", "x" * 201])
async def test_a_weak_password_is_refused(gateway, password):
    with pytest.raises(AccountError):
        await accounts(gateway).add("wang-", "agent", password, "test")


async def test_the_password_is_kept_as_argon2id_only(gateway, staff):
    await staff()
    (account,) = await accounts(gateway).all()
    assert account.password_hash.startswith("$argon2id$")


async def test_what_staff_do_is_in_the_audit_log_and_stays(gateway, staff):
    client = await staff("admin")
    await log_in(browser(gateway), client.name, "wrong")
    rows = await audit.page(gateway.app.state.services.store)
    assert [row.action for row in rows] == ["login_refused", "login", "account_added"]
    page = await client.get("/staff/audit")
    assert "登录失败" in page.text and PASSWORD not in page.text
    with pytest.raises(PartUnavailable):
        await in_database(gateway, update(AuditRow).values(staff="somebody else"))
    async with gateway.app.state.services.store.transaction() as db:
        kept = await db.scalar(text("SELECT count(*) FROM audit WHERE staff = 'somebody else'"))
    assert kept == 0
