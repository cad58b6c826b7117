"""What a reader of an answer may ask next, as buttons under it."""

from __future__ import annotations

from typing import Any

from actions.dialogue.topic import Topic
from actions.dialogue.turn import Turn
from actions.knowledge_client import KnowledgeClient, KnowledgeError
from actions.understanding.spoken import plain

MOST_BUTTONS = 3  # under an answer, all in all
_MARKS = " ,.?!。"


async def with_related(
    turn: Turn, said: dict[str, Any], topic: Topic, knowledge: KnowledgeClient
) -> dict[str, Any]:
    """The message with up to three buttons. Questions that were asked or answered in this conversation are not offered; a
    message that offers questions of its own stays as it is."""
    offered = said.get("buttons") or []
    trace = said.get("trace") or {}
    if said["kind"] != "answer" or not trace or trace.get("overview"):
        return said
    passages = list(dict.fromkeys(each["passage_id"] for each in said["citations"]))
    try:
        questions = await knowledge.related(passages, trace.get("answer"), topic.given, turn.locale)
    except KnowledgeError:
        return said  # the answer is worth more than what might follow it
    asked = {_bare(turn.text), _bare(topic.question)}
    fresh = [question for question in questions if _bare(question) not in asked]
    related = [{"title": question, "payload": question} for question in fresh[: MOST_BUTTONS - len(offered)]]
    return {**said, "buttons": offered + related} if related else said


def _bare(text: str) -> str:
    return plain(text).strip(_MARKS)
