"""Answers one message: it may lean on the one before, hold two questions, or be a word alone."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from copy import deepcopy
from typing import Any

from actions.dialogue.overview import overview_of
from actions.dialogue.replies import quotation, reply_from
from actions.dialogue.rereading import Rereading
from actions.dialogue.topic import Topic
from actions.dialogue.turn import Turn
from actions.knowledge_client import KnowledgeClient, SearchReply
from actions.understanding import sections
from actions.understanding.followups import full_questions, ordinal, reasons_asked, wish
from actions.understanding.several import questions_in

# What a completed question's score is multiplied by. The question before with the new one behind it finds the old answer
# again too easily; what stays within the section talked about is rather meant than what leaves it; and a reason is
# seldom in the passage that raised the question. Set on eval/sets/dev_followups.jsonl.
_BOTH, _SAME_SECTION, _SAME_PASSAGE = 0.8, 1.25, 0.5

Message = dict[str, Any]


class Answering:
    """Takes one message; afterwards `topic` is what the next one may lean on."""

    def __init__(self, turn: Turn, topic: Topic, knowledge: KnowledgeClient) -> None:
        self._turn = turn
        self.topic = topic
        self._knowledge = knowledge

    async def to(self, text: str) -> list[Message]:
        """The messages to say, one for each question asked."""
        several = questions_in(text)
        if len(several.questions) > 1:
            answered = await self._each(several.questions, needs_all=not several.sure)
            if answered:
                return answered
        return [await self._one(text)]

    async def _each(self, questions: Sequence[str], needs_all: bool) -> list[Message]:
        """An answer to each; nothing where they are not questions of their own after all."""
        before = deepcopy(self.topic)
        said = [await self._one(question) for question in questions]
        answers = [message for message in said if message["kind"] == "answer"]
        if not answers or (needs_all and len(answers) < len(said)):
            self.topic = before
            return []
        return _without_repeats(said)

    async def _one(self, text: str) -> Message:
        return await self._about_the_answer(text) or await self._overview(text) or await self._looked_up(text)

    async def _about_the_answer(self, text: str) -> Message | None:
        """Where it is written, the whole of it, more of it, or one item of its list."""
        if not self.topic.citations:
            return None
        wanted, rereading = wish(text), Rereading(self._turn, self.topic, self._knowledge)
        if wanted == "place":
            return await rereading.place()
        if wanted == "whole":
            return await rereading.whole()
        if wanted == "more":
            return await rereading.more()
        named = ordinal(text)
        return await self._item(*named) if named else None

    async def _item(self, number: int, asked: str) -> Message | None:
        cited = self.topic.citations[0]
        found = sections.item(await self._knowledge.passages(cited["edition"]), cited["passage_id"], number)
        if found is None:
            return None
        name = sections.name_of(found)
        if asked:
            said = await self._searched([f"{name}{asked}"])
            if said["kind"] == "answer":
                return said
        said = quotation(self._turn, [found])
        self.topic.turn_to(name, said)
        return said

    async def _overview(self, text: str) -> Message | None:
        overview = overview_of(self._turn, text)
        if overview is None or full_questions(text, self.topic.before).leaning:
            return None
        said = await self._searched([overview["question"]])
        return {**said, "buttons": overview["buttons"]} if said["kind"] == "answer" else said

    async def _looked_up(self, text: str) -> Message:
        before = self.topic.before
        if not before.question:
            return await self._searched([text])
        if wish(text) == "why":
            return await self._searched(reasons_asked(before), elsewhere=True)
        meant = full_questions(text, before)
        if meant.leaning:
            return await self._searched(meant.questions, otherwise=text)
        return await self._searched([*meant.questions, text])

    async def _searched(
        self, questions: Sequence[str], otherwise: str = "", elsewhere: bool = False
    ) -> Message:
        """The reply to the question answered best; to `otherwise` when none of them is. With `elsewhere` the passage quoted
        before is rather not the answer."""
        asked = [*questions, otherwise] if otherwise else questions
        replies = await asyncio.gather(*(self._knowledge.search(question) for question in asked))
        found = dict(zip(asked, replies, strict=True))
        best = max(questions, key=lambda question: self._worth(question, found[question], elsewhere))
        if otherwise and not found[best].answerable:
            best = otherwise
        said = reply_from(self._turn, found[best])
        said["trace"]["question"] = best
        self.topic.turn_to(best, said)
        return said

    def _worth(self, question: str, found: SearchReply, elsewhere: bool) -> float:
        """How surely the best passage is the answer meant; 0 where there is none."""
        if not (found.answerable and found.results):
            return 0.0
        first, before = found.results[0], self.topic.citations
        worth = first.score
        if question.startswith(f"{self.topic.question} "):
            worth *= _BOTH
        if before and list(first.path) == before[0]["path"]:
            worth *= _SAME_SECTION
        if elsewhere and before and first.passage_id == before[0]["passage_id"]:
            worth *= _SAME_PASSAGE
        return worth


def _without_repeats(said: list[Message]) -> list[Message]:
    """Two questions that the same quotes answer need them once."""
    kept: list[Message] = []
    for message in said:
        if not message.get("citations") or all(
            message["citations"] != other.get("citations") for other in kept
        ):
            kept.append(message)
    return kept
