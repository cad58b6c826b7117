"""The door to the rule engine; the rules themselves are tested in tests/eligibility."""

from __future__ import annotations

import json

import pytest

from tests.gateway.test_bad_bodies import JSON, assert_error


async def check(gateway, **body):
    return await gateway.http.post("/api/v1/eligibility", json=body)


async def test_a_report_with_linked_clauses(gateway):
    response = await check(
        gateway, facts={"applicant": "project", "category": "economic"}, as_of="2020-06-01"
    )
    assert response.status_code == 200, response.text
    report = response.json()
    assert (report["edition"], report["as_of"], report["verdict"]) == ("2020", "2020-06-01", "ineligible")
    assert len(report["rules"]) == 20
    for rule in report["rules"]:
        citation = rule["citation"]
        assert citation["url"].startswith(f"/guide/2020?passage={citation['passage_id']}&quote=")
        assert citation["url"].endswith(f"#{citation['passage_id']}")


async def test_no_facts_are_facts_enough(gateway):
    assert (await check(gateway, facts={})).json()["verdict"] == "undetermined"
    assert (await check(gateway, facts={}, as_of=None, edition=None)).status_code == 200


@pytest.mark.parametrize(
    "body, field",
    [
        ({}, "facts"),
        ({"facts": None}, "facts"),
        ({"facts": []}, "facts"),
        ({"facts": {}, "fact": {}}, "fact"),
        ({"facts": {"unheard_of": True}}, "unheard_of"),
        ({"facts": {"for_profit": "true"}}, "for_profit"),
        ({"facts": {"for_profit": 1}}, "for_profit"),
        ({"facts": {"city_rank": 0}}, "city_rank"),
        ({"facts": {"city_rank": 1.0}}, "city_rank"),
        ({"facts": {"city_rank": True}}, "city_rank"),
        ({"facts": {"registration_date": "2019-02-29"}}, "registration_date"),
        ({"facts": {"registration_date": "9999-12-31"}}, "registration_date"),
        ({"facts": {"\ud800": True}}, "?"),
        ({"facts": {}, "as_of": 20200601}, "as_of"),
        ({"facts": {}, "as_of": "2020-02-30"}, "as_of"),
        ({"facts": {}, "as_of": "20200601"}, "as_of"),
        ({"facts": {}, "as_of": "2020-W01-1"}, "as_of"),
        ({"facts": {}, "as_of": "2020-06-01\n"}, "as_of"),
        ({"facts": {}, "as_of": "２０２０-06-01"}, "as_of"),
        ({"facts": {}, "as_of": ""}, "as_of"),
        ({"facts": {}, "edition": 2020}, "edition"),
    ],
    ids=lambda value: json.dumps(value),
)
async def test_what_is_invalid_names_its_field(gateway, body, field):
    response = await gateway.http.post("/api/v1/eligibility", content=json.dumps(body), headers=JSON)
    assert_error(response, 422)
    assert response.json()["error"]["details"]["field"] == field


@pytest.mark.parametrize("edition", ["2019", "", "x" * 1000, "\x00"])
async def test_an_unknown_edition_is_404(gateway, edition):
    assert_error(await check(gateway, facts={}, edition=edition), 404, "edition_not_found")


@pytest.mark.parametrize("as_of", ["0001-01-01", "9999-12-31"])
async def test_the_ends_of_the_calendar_are_no_500(gateway, as_of):
    assert (await check(gateway, facts={"penalty_free": False}, as_of=as_of)).status_code in (200, 422)
