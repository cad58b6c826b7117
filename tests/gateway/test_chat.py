from __future__ import annotations

from tests.gateway.fakes import golden


async def test_a_turn_is_the_contracts_golden_reply(gateway):
    response = await gateway.chat("金奖奖金是多少？")
    assert response.status_code == 200, response.text
    reply = response.json()
    assert reply["messages"] == golden("chat_reply")["messages"]
    assert reply.keys() == golden("chat_reply").keys()
    assert reply["trace_id"] == response.headers["x-request-id"]
