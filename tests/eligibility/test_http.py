"""The endpoint serves the engine's report as it is, with an address for each citation."""

from __future__ import annotations

from typing import Any

from actions.eligibility import assess
from tests.eligibility.test_cases import APPLICANTS, DEFAULT_DAY, cases
from tests.gateway.conftest import running


def without_addresses(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: without_addresses(item) for key, item in value.items() if key != "url"}
    return [without_addresses(item) for item in value] if isinstance(value, list) else value


async def test_every_case_is_served_as_the_engine_judges_it(tmp_path):
    async with running(tmp_path) as gateway:
        for case in (param.values[0] for param in cases()):
            facts = {**APPLICANTS[case["of"]], **case.get("facts", {})}
            body = {"facts": facts, "as_of": case.get("as_of", DEFAULT_DAY), "edition": case.get("edition")}
            response = await gateway.http.post("/api/v1/eligibility", json=body)
            assert response.status_code == 200, case
            served = response.json()
            assert without_addresses(served) == assess(*body.values())
            assert all(
                cited["url"]
                for rule in served["rules"]
                for cited in (rule["citation"], *rule.get("see_also", ()))
            )


MISTAKES = [
    ("{", "application/json", 400),
    ('{"facts": {"city_rank": NaN}}', "application/json", 400),
    ('{"facts": {"city_rank": Infinity}}', "application/json", 400),
    ('{"facts": {"city_rank": 1e999}}', "application/json", 400),
    ('{"facts": {}}', "text/plain", 415),
    ('{"facts": {}}', "application/x-www-form-urlencoded", 415),
    ('{"facts": {}, "edition": "1999"}', "application/json", 404),
    ('{"facts": {"city_rank": 2e1}}', "application/json", 422),
    ('{"facts": {"for_profit": "false"}}', "application/json", 422),
    ('{"facts": {"penalty_free": true, "last_penalty_date": "2019-01-01"}}', "application/json", 422),
    ("[]", "application/json", 422),
]


async def test_each_kind_of_mistake_has_its_status(tmp_path):
    async with running(tmp_path) as gateway:
        for content, media_type, status in MISTAKES:
            response = await gateway.http.post(
                "/api/v1/eligibility", content=content, headers={"content-type": media_type}
            )
            assert response.status_code == status, (content, response.text)
            assert response.json()["error"]["message"]
