from __future__ import annotations

import pytest

from tests.gateway.database import rows


async def vote(gateway, **body):
    return await gateway.http.post("/api/v1/feedback", json=body)


async def trace(gateway) -> str:
    return (await gateway.chat("奖金多少")).json()["trace_id"]


async def test_a_vote_is_kept(gateway):
    response = await vote(
        gateway, trace_id=await trace(gateway), helpful=False, comment="答非所问 13800138000\x00"
    )
    assert (response.status_code, response.content) == (204, b"")
    (kept,) = rows(gateway, "SELECT * FROM feedback")
    assert (kept["helpful"], kept["comment"]) == (0, "答非所问 [手机号]")


async def test_the_last_vote_counts(gateway):
    of = await trace(gateway)
    await vote(gateway, trace_id=of, helpful=False, comment="不对")
    await vote(gateway, trace_id=of, helpful=True)
    (kept,) = rows(gateway, "SELECT * FROM feedback")
    assert (kept["helpful"], kept["comment"]) == (1, None)


@pytest.mark.parametrize("trace_id", ["0" * 32, "", "nonsense", "\x00", "' OR 1=1", "G" * 32, "Ａ" * 32])
async def test_an_unknown_trace_is_not_found(gateway, trace_id):
    response = await vote(gateway, trace_id=trace_id, helpful=True)
    assert (response.status_code, response.json()["error"]["code"]) == (404, "trace_not_found")


@pytest.mark.parametrize(
    "change, field",
    [
        ({"helpful": "true"}, "helpful"),
        ({"helpful": 1}, "helpful"),
        ({"helpful": None}, "helpful"),
        ({"trace_id": 1}, "trace_id"),
        ({"comment": 1}, "comment"),
        ({"vote": 1}, "vote"),
    ],
)
async def test_wrong_types_name_their_field(gateway, change, field):
    response = await vote(gateway, **{"trace_id": await trace(gateway), "helpful": True, **change})
    assert (response.status_code, response.json()["error"]["details"]["field"]) == (422, field)


async def test_a_long_comment_is_too_long(gateway):
    response = await vote(gateway, trace_id=await trace(gateway), helpful=True, comment="x" * 1001)
    assert response.status_code == 413
