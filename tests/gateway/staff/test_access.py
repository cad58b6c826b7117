"""Every route of the desk, for every role, and what a browser of somebody else can do."""

from __future__ import annotations

import pytest

from bot.gateway.console.access import Admit
from bot.gateway.console.roles import ROLES, suffices
from tests.gateway.staff.conftest import browser

OPEN = {"/staff/login", "/staff/login/oidc", "/staff/login/oidc/back"}


def desk_routes(app) -> list:
    every = [route for included in app.routes for route in _routes_of(included)]
    return [
        route
        for route in every
        if route.path.startswith(("/staff", "/api/v1/staff")) and route.path not in OPEN
    ]


def _routes_of(included) -> list:
    """FastAPI keeps an included router as one route, and its routes within."""
    if hasattr(included, "effective_route_contexts"):
        return list(included.effective_route_contexts())
    return [included] if hasattr(included, "dependant") else []


def admits(route) -> list[Admit]:
    return [each.call for each in route.dependant.dependencies if isinstance(each.call, Admit)]


def _cases(app):
    for route in desk_routes(app):
        path = route.path.replace("{session_id}", "0" * 64)
        for name in ("{call_id}", "{callback_id}", "{draft_id}", "{item_id}", "{edition}", "{channel}"):
            path = path.replace(name, "1")
        for method in sorted(route.methods - {"HEAD"}):
            yield method, path, admits(route)[0].role


def test_every_route_of_the_desk_has_the_one_dependency(gateway):
    routes = desk_routes(gateway.app)
    assert len(routes) > 15
    assert [route.path for route in routes if len(admits(route)) != 1] == []


async def test_nobody_gets_anywhere_without_a_log_in(gateway):
    http = browser(gateway)
    for method, path, _ in _cases(gateway.app):
        answer = await http.request(method, path)
        if path.startswith("/api/"):
            assert (answer.status_code, answer.json()["error"]["code"]) == (401, "login_needed"), path
        else:
            assert answer.status_code == 303 and answer.headers["location"].startswith("/staff/login"), path


@pytest.mark.parametrize("role", ROLES)
async def test_each_role_gets_exactly_where_it_may(gateway, staff, role):
    client = await staff(role)
    for method, path, wanted in _cases(gateway.app):
        if path in ("/api/v1/staff/events", "/staff/logout"):
            continue  # the one never ends, the other ends the rest
        answer = await (client.post(path) if method == "POST" else client.get(path))
        # What is asked for does not exist or is empty, so that 404, 409 and 422 are as good as 200.
        assert (answer.status_code != 403) == suffices(role, wanted), (method, path, answer.text)
        assert answer.status_code < 500, (method, path)


async def test_a_change_needs_the_token_of_the_log_in(gateway, staff):
    client = await staff("admin")
    for method, path, _ in _cases(gateway.app):
        if method == "POST":
            for headers in ({}, {"X-CSRF-Token": "x" * 43}):
                answer = await client.http.post(path, headers=headers)
                assert answer.status_code == 403, path


@pytest.mark.parametrize(
    "headers", [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}]
)
async def test_another_sites_form_is_refused_even_with_the_token(staff, headers):
    client = await staff()
    said = {"question": "奖金多少", "outcome": "answered"}
    answer = await client.http.post(
        "/staff/calls", data=said, headers={"X-CSRF-Token": client.csrf, **headers}
    )
    assert answer.status_code == 403
    assert (await client.http.post("/staff/login", data={}, headers=headers)).status_code == 403


async def test_the_token_may_come_as_a_field(staff):
    client = await staff()
    answer = await client.http.post("/staff/logout", data={"csrf": client.csrf})
    assert answer.headers["location"] == "/staff/login"


async def test_a_part_of_a_page_leads_the_whole_page_to_the_log_in(gateway):
    answer = await browser(gateway).get("/staff/search?q=x", headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["hx-redirect"]) == (401, "/staff/login")
