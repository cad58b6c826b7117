"""The knowledge service's golden reply is understood."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import httpx
import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.dialogue.turn import DialogueAction
from actions.knowledge_client import KnowledgeClient, KnowledgeError, OtherRelease, one_release

GOLDEN = (Path(__file__).parents[2] / "contract" / "knowledge_search.json").read_text(encoding="utf-8")


def searched(body: str):
    transport = httpx.MockTransport(lambda _request: httpx.Response(200, text=body))
    return asyncio.run(KnowledgeClient("http://knowledge", 1.0, transport).search("奖金多少"))


def test_the_golden_reply_is_understood():
    reply = searched(GOLDEN)
    assert reply.answerable and reply.results[0].quote == "分别给予奖金 200 万元、100 万元、50 万元。"
    assert reply.answer.id == "prize-money" and reply.answer.correction == ("figure", "300 万元")
    assert [each.path for each in reply.answer.citations] == [("一、市长质量奖说明", "（四）奖励荣誉")]


@pytest.mark.parametrize("broken", ["{", "{}", GOLDEN.replace('"citations"', '"cited"')])
def test_another_reply_is_refused(broken):
    with pytest.raises(KnowledgeError):
        searched(broken)


class Replicas:
    """Several of the service behind one name, asked in turn; each has some releases at hand, the first in use."""

    def __init__(self, *at_hand: tuple[str, ...]) -> None:
        self._at_hand, self.asked = at_hand, 0
        self.client = KnowledgeClient("http://knowledge", 1.0, httpx.MockTransport(self._answer))

    def _answer(self, request: httpx.Request) -> httpx.Response:
        at_hand = self._at_hand[self.asked % len(self._at_hand)]
        self.asked += 1
        wanted = request.headers.get("x-release", at_hand[0])
        if wanted not in at_hand:
            return httpx.Response(409, headers={"X-Release": at_hand[0]}, json={})
        body = {**json.loads(GOLDEN), "release": wanted}
        return httpx.Response(200, headers={"X-Release": wanted}, json=body)


def test_a_turn_asks_for_the_release_that_it_began_with():
    replicas = Replicas(("new", "old"), ("old",))

    async def turn() -> str:
        with one_release():
            await replicas.client.search("一")
            await replicas.client.search("二")

    with pytest.raises(OtherRelease) as raised:
        asyncio.run(turn())
    assert raised.value.release == "old"


class Twice(DialogueAction):
    def __init__(self, client: KnowledgeClient) -> None:
        self._client = client

    def name(self) -> str:
        return "action_twice"

    async def reply(self, turn):
        found = [await self._client.search(question) for question in ("一", "二", "三")]
        turn.say({"kind": "answer", "text": " ".join(each.release for each in found)})
        return []


@pytest.mark.parametrize("at_hand", [(("new", "old"), ("old",)), (("old",), ("new", "old"))])
def test_while_replicas_differ_a_turn_is_answered_from_the_release_that_they_share(at_hand):
    replicas = Replicas(*at_hand)
    dispatcher = CollectingDispatcher()
    tracker = Tracker("x", {}, {"text": "一"}, [], False, None, {}, None)
    asyncio.run(Twice(replicas.client).run(dispatcher, tracker, {}))
    assert [said["custom"]["text"] for said in dispatcher.messages] == ["old old old"]


def test_outside_a_turn_any_release_will_do():
    replicas = Replicas(("new",), ("old",))
    assert [asyncio.run(replicas.client.search("一")).release for _ in range(2)] == ["new", "old"]
