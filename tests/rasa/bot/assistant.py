"""Talks to the whole bot without a server: what the gateway would get for a message."""

from __future__ import annotations

import asyncio
import pkgutil
from collections.abc import Sequence
from importlib import import_module
from inspect import isabstract, signature
from pathlib import Path
from typing import Any
from uuid import uuid4

import yaml
from rasa_sdk import Action
from rasa_sdk.executor import ActionExecutor

import actions.dialogue
from actions.knowledge_client import (
    Answer,
    Cited,
    Found,
    InPieces,
    KnowledgeError,
    Passage,
    SearchReply,
    Suggested,
)

DOMAIN: dict[str, dict[str, Any]] = {"responses": {}}
for _path in sorted((Path(__file__).parents[3] / "bot" / "domain").rglob("*.yml")):
    DOMAIN["responses"].update(yaml.safe_load(_path.read_text(encoding="utf-8")).get("responses") or {})

CONDITIONS = ("一、市长质量奖说明", "（六）申奖条件")
HONOURS = ("一、市长质量奖说明", "（七）奖励荣誉")


SECTION = tuple(
    Passage(f"p{place}", "2020", HONOURS, "text", text)
    for place, text in enumerate(
        (
            "分别给予奖金 200 万元、100 万元、50 万元。但以下情形需注意：",
            "1．财政全额拨款的获奖组织只授予证书和称号；",
            "2．获特别贡献奖的组织只授予证书和称号；",
            "3．获得金奖的组织，自获奖年度起 3年后方可再次申请；" + "再次获得该奖的，不授予奖金。" * 50,
        )
    )
)


def cited(place: int, score: float = 0.9) -> Found:
    """A passage of the section found, with its first eight characters quoted."""
    passage = SECTION[place]
    return Found(passage.passage_id, "2020", passage.path, "text", passage.text[:8], score)


def found(quote: str, score: float = 0.9, path: tuple[str, ...] = HONOURS, kind: str = "text") -> Found:
    return Found(f"2020-1-{abs(hash(quote)) % 10**6:06d}", "2020", path, kind, quote, score)


def approved(
    text: str, *cited: Found, confidence: float = 0.9, correction: tuple[str, str] | None = None
) -> Answer:
    """The approved answer `text` ("In English" in English) that quotes what was found."""
    quotes = tuple(Cited(each.passage_id, "2020", each.path, each.kind, each.quote) for each in cited)
    return Answer("an-answer", {"zh-Hans": text, "en": "In English"}, quotes, confidence, correction)


def reply(
    *results: Found,
    answerable: bool = True,
    suggestions: tuple[str, ...] = (),
    answer: Answer | None = None,
    also: Answer | None = None,
) -> SearchReply:
    probability = 0.9 if answerable else 0.1
    near = tuple(Suggested(text, HONOURS) for text in suggestions)
    return SearchReply(answerable, probability, "r1", "2020", results, near, answer, also)


def our_actions() -> list[type[Action]]:
    """Every action of the project, found as the action server finds them."""
    for module in pkgutil.iter_modules(actions.dialogue.__path__):
        import_module(f"actions.dialogue.{module.name}")
    found, below = [], Action.__subclasses__()
    while below:
        found += [each for each in below if each.__module__.startswith("actions.") and not isabstract(each)]
        below = [each for above in below for each in above.__subclasses__()]
    return found


class Knowledge:
    """Answers by the first of its `pages` whose key is in the question; `down` makes it fail."""

    def __init__(self, **pages: SearchReply) -> None:
        self.pages = pages
        self.asked: list[str] = []
        self.down = False
        self.next: tuple[str, ...] = ()  # what is related to every answer
        self.related_to: list[tuple[str | None, tuple[str, ...]]] = []

    async def search(self, question: str, within: str = "") -> SearchReply:
        self.asked.append(question)
        if self.down:
            raise KnowledgeError("knowledge service: ConnectError")
        return self._page(f"{within} {question}" if within else question)

    async def in_pieces(self, message: str, pieces: Sequence[str], told: Sequence[int]) -> InPieces:
        """An answer to each piece that has one of its own, those that only tell last."""
        whole, *found = map(self._page, (message, *pieces))
        answers: list[tuple[Answer, int]] = []
        for number, page in enumerate(found, start=1):
            if page.answerable and page.answer and page.answer not in [known for known, _ in answers]:
                answers.append((page.answer, number))
        if not answers and whole.answerable and whole.answer:
            answers.append((whole.answer, 0))
        return InPieces(whole, tuple(found), tuple(sorted(answers, key=lambda each: each[1] in told)))

    def _page(self, question: str) -> SearchReply:
        return next((page for key, page in self.pages.items() if key in question), reply(answerable=False))

    async def passages(self, edition: str) -> tuple[Passage, ...]:
        return SECTION

    async def related(
        self, passages: Sequence[str], answer: str | None, known: Sequence[str], locale: str
    ) -> tuple[str, ...]:
        self.related_to.append((answer, tuple(known)))
        if self.next == ("down",):
            raise KnowledgeError("knowledge service: ConnectError")
        return self.next


class Actions:
    """Stands where Rasa has the address of the action server."""

    def __init__(self) -> None:
        self.kwargs: dict[str, Any] = {}
        self.knowledge = Knowledge()
        self._executor = ActionExecutor()
        for action in our_actions():
            asks = "client" in signature(action).parameters
            self._executor.register_action(action(self) if asks else action())

    async def search(self, question: str, within: str = "") -> SearchReply:
        return await self.knowledge.search(question, within)

    async def in_pieces(self, message: str, pieces: Sequence[str], told: Sequence[int]) -> InPieces:
        return await self.knowledge.in_pieces(message, pieces, told)

    async def passages(self, edition: str) -> tuple[Passage, ...]:
        return await self.knowledge.passages(edition)

    async def related(self, *asked: Any) -> tuple[str, ...]:
        return await self.knowledge.related(*asked)

    async def request(self, json: dict[str, Any], **_options: Any) -> dict[str, Any] | None:
        return await self._executor.run(json)


class Assistant:
    def __init__(self, model: Path) -> None:
        from rasa.core.agent import Agent

        self._actions = Actions()
        self._agent = Agent.load(model, action_endpoint=self._actions)
        self._loop = asyncio.new_event_loop()

    def knows(self, knowledge: Knowledge) -> None:
        self._actions.knowledge = knowledge

    def intent(self, text: str) -> str:
        return self._loop.run_until_complete(self._agent.parse_message(text))["intent"]["name"]

    def person(self, locale: str = "zh-Hans") -> Person:
        """Somebody with a session of their own."""
        return Person(self, locale)

    def say(self, session: str, text: str, locale: str) -> list[dict[str, Any]]:
        from rasa.core.channels.channel import CollectingOutputChannel, UserMessage

        channel = CollectingOutputChannel()
        message = UserMessage(text, channel, session, input_channel="rest", metadata={"locale": locale})
        self._loop.run_until_complete(self._agent.handle_message(message))
        return [sent["custom"] for sent in channel.messages]


class Person:
    def __init__(self, assistant: Assistant, locale: str) -> None:
        self._assistant, self._locale, self._session = assistant, locale, uuid4().hex

    def say(self, text: str) -> list[dict[str, Any]]:
        return self._assistant.say(self._session, text, self._locale)
