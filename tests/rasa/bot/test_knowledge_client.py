"""The knowledge service's golden reply is understood."""

from __future__ import annotations

import asyncio
from pathlib import Path

import httpx
import pytest

from actions.knowledge_client import KnowledgeClient, KnowledgeError

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
