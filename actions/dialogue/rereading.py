"""More of what was just quoted: where it stands, the whole passage, the rest of its section, the sections beside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from actions.dialogue.replies import Quotable, quotation
from actions.dialogue.topic import Topic
from actions.dialogue.turn import Turn
from actions.knowledge_client import Found, KnowledgeClient, Passage
from actions.understanding.followups import Wish
from actions.understanding.sections import beside, heading_name, list_after, the_rest


async def with_lists(knowledge: KnowledgeClient, quoted: Sequence[Found]) -> list[Quotable]:
    """A sentence that only announces a list is no answer without it."""
    complete: list[Quotable] = []
    for each in quoted:
        complete.append(each)
        if each.quote.rstrip().endswith("："):
            items = list_after(await knowledge.passages(each.edition), each.passage_id)
            known = {other.passage_id for other in quoted}
            complete += [one for one in items if one.passage_id not in known]
    return complete


class Rereading:
    def __init__(self, turn: Turn, topic: Topic, knowledge: KnowledgeClient) -> None:
        self._turn = turn
        self._topic = topic
        self._knowledge = knowledge

    async def as_wished(self, wanted: Wish) -> dict[str, Any] | None:
        """None where nothing is there to be shown, and for the reason, which is looked up."""
        if wanted == "place":
            return self._where()
        if wanted == "whole":
            return await self._whole()
        if wanted == "more":
            return await self._more()
        if wanted == "next":
            return await self._section(1) or await self._more()
        return await self._section(-1) if wanted == "previous" else None

    def _where(self) -> dict[str, Any]:
        """Where in the guide the last answer stands."""
        citations = self._topic.citations
        places = dict.fromkeys(" › ".join(each["path"]) for each in citations)
        said = self._turn.message("utter_place", places="\n".join(places), edition=citations[0]["edition"])
        return {**said, "citations": citations}

    async def _whole(self) -> dict[str, Any]:
        """The passages quoted from, from their first word to their last."""
        cited = {each["passage_id"] for each in self._topic.citations}
        return self._shown([each for each in await self._passages() if each.passage_id in cited])

    async def _more(self) -> dict[str, Any]:
        """The next screenful of the section; asked again, the one after it."""
        found = the_rest(await self._passages(), self._topic.citations[0]["passage_id"], self._topic.read)
        if not found:
            return self._turn.message("utter_no_more", place=" › ".join(self._topic.citations[0]["path"]))
        return self._shown(found)

    async def _section(self, step: Literal[1, -1]) -> dict[str, Any] | None:
        """What comes after the section quoted, or before it."""
        found = beside(await self._passages(), self._topic.citations[0]["passage_id"], step)
        if not found:
            return None
        said = quotation(self._turn, found)
        self._topic.turn_to(heading_name(found[0].path[-1]) or "", said)
        return said

    async def _passages(self) -> Sequence[Passage]:
        return await self._knowledge.passages(self._topic.citations[0]["edition"])

    def _shown(self, passages: Sequence[Passage]) -> dict[str, Any]:
        self._topic.read += [each.passage_id for each in passages]
        return quotation(self._turn, passages)
