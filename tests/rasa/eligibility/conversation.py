"""Talks to the check without Rasa: the validation action, a tracker that keeps its slots, and a knowledge service made up here."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import yaml
from rasa_sdk.executor import CollectingDispatcher

from actions.dialogue.eligibility import ValidateEligibilityForm
from actions.knowledge_client import Found, InPieces, SearchReply

DOMAIN = {"responses": {}}
for _path in sorted((Path(__file__).parents[3] / "bot" / "domain").rglob("*.yml")):
    DOMAIN["responses"].update(yaml.safe_load(_path.read_text(encoding="utf-8")).get("responses") or {})

# What the made-up guide answers: a question that has one of these words.
_GUIDE = {
    "前20": "前 20 位",
    "前二十": "前 20 位",
    "奖金": "奖金 200 万元、100 万元、50 万元",
    "獎金": "奖金 200 万元、100 万元、50 万元",
    "新兴产业": "名录库",
    "字": "不得超过 3万字",
    "三年": "登记注册 3年以上",
    "推荐": "获业务主管（指导）部门或登记管理部门推荐",
}


class Guide:
    """The knowledge service, with a few passages."""

    async def search(self, question: str, within: str = "") -> SearchReply:
        quotes = [quote for word, quote in _GUIDE.items() if word in question]
        found = tuple(
            Found("2020-1.6.1-2a4102", "2020", ("一、市长质量奖说明",), "text", quote, 0.9)
            for quote in quotes
        )
        return SearchReply(bool(found), 0.9 if found else 0.1, "test", "2020", found, ())

    async def in_pieces(self, message: str, pieces: Sequence[str], told: Sequence[int]) -> InPieces:
        whole, *found = [await self.search(each) for each in (message, *pieces)]
        return InPieces(whole, tuple(found), ())


class Conversation:
    """One person talking. `messages` is the last reply; `active` tells whether the check is under way."""

    def __init__(self, today: date, locale: str = "zh-Hans") -> None:
        self._action = ValidateEligibilityForm(Guide(), today=lambda: today)
        self._locale = locale
        self.slots: dict[str, object] = {}
        self.active = False
        self.declined = False
        self.messages: list[dict] = []

    def say(self, text: str, intent: str | None = None) -> list[dict]:
        self.slots["requested_slot"] = "eligibility_reply" if self.active else None
        tracker = SimpleNamespace(
            latest_message={"text": text, "intent": {"name": intent}, "metadata": {"locale": self._locale}},
            get_slot=self.slots.get,
            events=[],
        )
        dispatcher = CollectingDispatcher()
        self.active, self.declined = True, False
        for event in asyncio.run(self._action.run(dispatcher, tracker, DOMAIN)):
            if event["event"] == "slot":
                self.slots[event["name"]] = event["value"]
                if event["name"] == "requested_slot":
                    self.active = False
            else:
                self.declined = True
        self.messages = [message["custom"] for message in dispatcher.messages]
        return self.messages

    @property
    def last(self) -> dict:
        return self.messages[-1]

    @property
    def card(self) -> dict:
        return self.last.get("card") or {}

    @property
    def asks(self) -> str | None:
        return self.card.get("fact")

    @property
    def verdict(self) -> str | None:
        return self.card.get("verdict")

    @property
    def statuses(self) -> dict[str, str]:
        return {rule["id"]: rule["status"] for rule in self.card.get("rules", ())}
