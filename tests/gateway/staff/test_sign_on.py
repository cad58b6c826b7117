"""Logging in with an account of the organization: against a provider that really signs, and everything that keeps people out."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from datetime import timedelta

import httpx
import pytest
from sqlalchemy import select, update

from bot.gateway import staff
from bot.gateway.clock import now
from bot.gateway.console import audit
from bot.gateway.console.accounts import AccountError
from bot.gateway.console.tables import AuditRow, SignOnRow, StaffSessionRow
from bot.gateway.settings import Settings
from tests.e2e.serving import Server
from tests.gateway.staff.conftest import PASSWORD, browser, log_in
from tests.gateway.staff.oidc_provider import CLIENT_ID, CLIENT_SECRET, Provider

WANG = {"sub": "wang-0001"}


@pytest.fixture(scope="module")
def served() -> Iterator[tuple[Provider, Server]]:
    provider = Provider()
    server = Server(provider.app).start()
    yield provider, server
    server.stop()


@pytest.fixture
def provider(served) -> Provider:
    """As it is before anybody changed it."""
    provider, server = served
    provider.__init__(issuer=server.url)
    provider.claims = dict(WANG)
    return provider


def configured(provider: Provider) -> dict[str, str]:
    client = {"oidc_client_id": CLIENT_ID, "oidc_client_secret": CLIENT_SECRET}
    return {"public_url": "http://gateway", "oidc_issuer": provider.issuer, **client}


@pytest.fixture
async def gateway(start, provider):
    gateway = await start(**configured(provider))
    await gateway.app.state.services.desk.accounts.add("wang", "editor", None, "test", WANG["sub"])
    return gateway


async def to_provider(http: httpx.AsyncClient, wanted: str = "/staff") -> str:
    """Begins a log-in; gives the address that the provider sends people back to."""
    there = await http.get("/staff/login/oidc", params={"next": wanted})
    assert there.status_code == 302
    async with httpx.AsyncClient(trust_env=False) as outside:
        return (await outside.get(there.headers["location"])).headers["location"]


async def signed_in(gateway, wanted: str = "/staff") -> tuple[httpx.AsyncClient, httpx.Response]:
    http = browser(gateway)
    return http, await http.get(await to_provider(http, wanted))


async def last_noted(gateway) -> AuditRow:
    return (await audit.page(gateway.app.state.services.store))[0]


async def test_who_has_an_account_gets_in_with_its_role(gateway):
    http, reply = await signed_in(gateway, "/staff/queue")
    assert reply.status_code == 200 and 'content="0; url=/staff/queue"' in reply.text
    cookie = next(each for each in reply.headers.get_list("set-cookie") if "zhijiangtong_staff" in each)
    assert "HttpOnly" in cookie and "SameSite=strict" in cookie
    assert "wang · 编辑" in (await http.get("/staff")).text
    assert (await http.get("/staff/audit")).status_code == 403
    last = await last_noted(gateway)
    assert (last.staff, last.action, last.details) == ("wang", "login", {"by": "oidc"})


async def test_the_session_is_the_same_as_after_a_password(gateway):
    http, _ = await signed_in(gateway)
    csrf = re.search(r'X-CSRF-Token": "([^"]+)"', (await http.get("/staff")).text)[1]
    async with gateway.app.state.services.store.transaction() as db:
        await db.execute(update(StaffSessionRow).values(seen_at=now() - timedelta(minutes=29)))
    assert (await http.get("/staff")).status_code == 200
    assert (await http.post("/staff/logout")).status_code == 403
    assert (await http.post("/staff/logout", headers={"X-CSRF-Token": csrf})).status_code == 303
    assert (await http.get("/staff")).status_code == 303


async def test_state_nonce_and_pkce_are_new_each_time(gateway, provider):
    await signed_in(gateway)
    await signed_in(gateway)
    first, second = provider.asked
    for name in ("state", "nonce", "code_challenge"):
        assert len(first[name]) >= 20 and first[name] != second[name]
    assert (
        first["scope"] == "openid email" and first["redirect_uri"] == "http://gateway/staff/login/oidc/back"
    )


WRONG = {
    "another nonce": {"nonce": "another"},
    "no nonce": {"nonce": None},
    "another audience": {"aud": "another-client"},
    "another audience, though given to us": {"aud": "another-client", "azp": CLIENT_ID},
    "several audiences, given to another": {"aud": [CLIENT_ID, "another"], "azp": "another"},
    "another issuer": {"iss": "https://evil.example"},
    "expired": {"iat": int(time.time()) - 900, "exp": int(time.time()) - 600},
    "no end": {"exp": None},
    "nobody": {"sub": None},
}


@pytest.mark.parametrize("wrong", WRONG)
async def test_a_token_that_says_something_else_lets_nobody_in(gateway, provider, wrong):
    provider.claims |= WRONG[wrong]
    http, reply = await signed_in(gateway)
    await kept_out(gateway, http, reply, 401, "invalid", "凭证没有通过核对")


async def kept_out(gateway, http, reply, status: int, reason: str, words: str) -> None:
    assert reply.status_code == status and words in reply.text
    assert "zhijiangtong_staff" not in http.cookies
    assert (await http.get("/staff")).status_code == 303
    last = await last_noted(gateway)
    assert (last.action, last.details["reason"]) == ("sign_on_refused", reason)


@pytest.mark.parametrize("forged", ["by another", "not at all", "not at all, as the provider says it may"])
async def test_a_token_that_the_provider_did_not_sign_lets_nobody_in(gateway, provider, forged):
    provider.forges = forged == "by another"
    provider.unsigned = not provider.forges
    if forged.endswith("may"):
        provider.metadata = {"id_token_signing_alg_values_supported": ["none", "RS256"]}
    http, reply = await signed_in(gateway)
    await kept_out(gateway, http, reply, 401, "invalid", "凭证没有通过核对")


async def test_an_answer_without_an_id_token_lets_nobody_in(gateway, provider):
    provider.silent = True
    http, reply = await signed_in(gateway)
    await kept_out(gateway, http, reply, 401, "invalid", "凭证没有通过核对")


async def test_who_has_no_account_is_told_whom_to_ask(gateway, provider):
    provider.claims = {"sub": "<b>stranger</b>", "email": "wang@example.gov.cn", "email_verified": True}
    http, reply = await signed_in(gateway)
    await kept_out(gateway, http, reply, 403, "unknown", "&lt;b&gt;stranger&lt;/b&gt;）还没有开通值班台")


async def test_a_disabled_account_is_out(gateway):
    await gateway.app.state.services.desk.accounts.set_active("wang", False, "test")
    http, reply = await signed_in(gateway)
    await kept_out(gateway, http, reply, 403, "disabled", "已经停用")
    assert (await last_noted(gateway)).staff == "wang"


@pytest.mark.parametrize("verified, status", [(True, 200), (False, 403), (None, 403), ("true", 403)], ids=str)
async def test_an_address_counts_only_where_the_provider_has_verified_it(gateway, provider, verified, status):
    await gateway.app.state.services.desk.accounts.link("wang", "Wang@Example.gov.cn", "test")
    provider.claims |= {"email": "WANG@example.gov.cn", "email_verified": verified}
    _, reply = await signed_in(gateway)
    assert reply.status_code == status


async def test_who_refuses_there_is_told_so_here(gateway, provider):
    provider.denies = True
    http, reply = await signed_in(gateway)
    await kept_out(gateway, http, reply, 401, "refused", "没有同意")


async def test_an_answer_serves_once_and_only_in_the_browser_that_asked(gateway):
    http = browser(gateway)
    back = await to_provider(http)
    cookie = http.cookies["zhijiangtong_sign_on"]
    thief = browser(gateway)
    await kept_out(gateway, thief, await thief.get(back), 401, "expired", "已经过期或者用过了")
    assert (await http.get(back)).status_code == 200
    again = browser(gateway)
    again.cookies.set("zhijiangtong_sign_on", cookie)
    await kept_out(gateway, again, await again.get(back), 401, "expired", "已经过期或者用过了")


async def test_anothers_answer_is_not_taken_for_ones_own(gateway):
    """Somebody leads another to log in as themselves."""
    victim, attacker = browser(gateway), browser(gateway)
    await to_provider(victim)
    reply = await victim.get(await to_provider(attacker))
    await kept_out(gateway, victim, reply, 401, "expired", "已经过期或者用过了")


async def test_an_attempt_ends_after_ten_minutes(gateway):
    http = browser(gateway)
    back = await to_provider(http)
    async with gateway.app.state.services.store.transaction() as db:
        await db.execute(update(SignOnRow).values(created_at=now() - timedelta(minutes=11)))
    await kept_out(gateway, http, await http.get(back), 401, "expired", "已经过期或者用过了")
    await to_provider(http)
    async with gateway.app.state.services.store.transaction() as db:
        assert len((await db.scalars(select(SignOnRow))).all()) == 1


async def test_nothing_on_the_way_there_is_believed_of_another_issuer(gateway, provider):
    provider.metadata = {"issuer": "https://evil.example"}
    http = browser(gateway)
    reply = await http.get("/staff/login/oidc")
    await kept_out(gateway, http, reply, 503, "unreachable", "现在连不上")
    provider.metadata = {}
    assert (await http.get("/staff/login/oidc")).status_code == 302, "what was wrong is not kept"


async def test_a_provider_that_is_away_leaves_passwords(start, provider):
    gateway = await start(**configured(provider) | {"oidc_issuer": "http://127.0.0.1:9"})
    await gateway.app.state.services.desk.accounts.add("li", "agent", PASSWORD, "test")
    http = browser(gateway)
    await kept_out(gateway, http, await http.get("/staff/login/oidc"), 503, "unreachable", "现在连不上")
    assert (await log_in(http, "li")).status_code == 303


@pytest.mark.parametrize("where", ["https://evil.example", "//evil.example", '/staff"><script>'])
async def test_nobody_is_led_to_another_page_after_it(gateway, where):
    _, reply = await signed_in(gateway, where)
    assert 'content="0; url=/staff"' in reply.text


async def test_it_is_off_unless_it_is_configured(start, gateway):
    assert "单位账号登录" in (await gateway.http.get("/staff/login")).text
    without = await start(oidc_issuer="", oidc_client_id=CLIENT_ID)
    assert "单位账号登录" not in (await without.http.get("/staff/login")).text
    for path in ("/staff/login/oidc", "/staff/login/oidc/back"):
        assert (await without.http.get(path)).status_code == 404


@pytest.mark.parametrize("password", ["", "nobody's password"])
async def test_an_account_without_a_password_has_none_that_fits(gateway, password):
    assert (await log_in(browser(gateway), "wang", password)).status_code == 401


async def test_two_accounts_cannot_share_one(gateway):
    accounts = gateway.app.state.services.desk.accounts
    with pytest.raises(AccountError, match="已经是 wang 的"):
        await accounts.add("li", "agent", None, "test", WANG["sub"])
    with pytest.raises(AccountError, match="要有密码"):
        await accounts.add("li", "agent", None, "test")
    await accounts.link("wang", None, "test")
    await accounts.add("li", "agent", None, "test", WANG["sub"])


def test_accounts_are_linked_by_the_command(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("MQA_DATA_DIR", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    assert staff.main(["add", "wang", "--role", "editor", "--oidc", "wang-0001"]) == 0
    assert staff.main(["oidc", "wang", "Wang@Example.gov.cn"]) == 0
    assert staff.main(["oidc", "nobody", "x"]) == 2
    assert staff.main(["list"]) == 0
    assert "wang@example.gov.cn" in capsys.readouterr().out


@pytest.mark.parametrize(
    "wrong",
    [
        {"oidc_issuer": "http://id.example.gov.cn", "public_url": "https://ask.example.gov.cn"},
        {"oidc_issuer": "id.example.gov.cn", "public_url": "https://ask.example.gov.cn"},
        {"oidc_issuer": "https://id.example.gov.cn"},
    ],
)
def test_settings_that_cannot_work_are_refused(wrong):
    with pytest.raises(ValueError, match="oidc_issuer"):
        Settings(_env_file=None, **wrong)
