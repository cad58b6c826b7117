"""Answers one message: it may lean on the one before, hold two questions, or be a word alone."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import replace
from typing import Any

from actions.dialogue.offers import under_answer
from actions.dialogue.overview import overview_of, with_choices
from actions.dialogue.parts import first_is_sure, is_new, without_repeats, worth_saying
from actions.dialogue.related import with_related
from actions.dialogue.replies import addition, other, quotable, quotation, reply_from, unsettled_beside
from actions.dialogue.rereading import Rereading, with_lists
from actions.dialogue.topic import Topic, near
from actions.dialogue.turn import Turn
from actions.dialogue.weighing import meant, reason
from actions.knowledge_client import Answer, Found, InPieces, KnowledgeClient, Passage, SearchReply
from actions.understanding import sections
from actions.understanding.followups import (
    Meanings,
    item_asked,
    kind_named,
    meanings,
    only_tells,
    ordinal,
    reasons_asked,
    subject_of,
    wish,
)
from actions.understanding.names import paired
from actions.understanding.other_awards import asks_of_another_award
from actions.understanding.several import (
    HARDLY_SETTLED,
    MOST,
    Several,
    asks,
    asks_several,
    pieces_of,
    questions_in,
    subjectless,
    telling,
    the_question,
)

Message = dict[str, Any]


class Answering:
    """Takes one message; afterwards `topic` is what the next one may lean on."""

    def __init__(self, turn: Turn, topic: Topic, knowledge: KnowledgeClient) -> None:
        self._turn = turn
        self.topic = topic
        self._knowledge = knowledge
        self._other: Answer | None = None  # what the last reply may have been meant to be instead

    async def to(self, text: str) -> list[Message]:
        """The messages to say: one for each question asked, or the answers that one question may mean; under the last one, what
        may be asked next."""
        before = deepcopy(self.topic)
        *said, last = await self._answers(text)
        self.topic.leave(before)
        return [*said, await with_related(self._turn, last, self.topic, self._knowledge)]

    async def each(self, text: str) -> list[Message]:
        """The reply to one question, or those to several."""
        return await self._answers(text) if asks_several(text) else [await self.one(text)]

    async def _answers(self, text: str) -> list[Message]:
        before = deepcopy(self.topic)
        if asks_of_another_award(text):
            found = await self._knowledge.search(text)  # it knows the edition, and what is near
            return [await self._said(text, replace(found, answerable=False))]
        said = await self.one(text)
        several = questions_in(text)
        if parts := await self._in_pieces(text, said, several.questions if several.sure else ()):
            return parts
        approved = said["kind"] == "answer" and "answer" in (said.get("trace") or {})
        if not approved and len(several.questions) > 1:
            whole, self.topic = (self.topic, self._other), deepcopy(before)
            if answered := await self._each(text, several):
                return answered
            self.topic, self._other = whole
        plainly = the_question(text)
        if said["kind"] != "answer" and plainly is not None:
            self.topic = before  # what is told around a question may hide it
            said = await self.one(plainly)
        if self._other is None:
            return [said]
        self.topic.give(self._other.id)
        return [said, other(self._turn, self._other, said["trace"])]

    async def _in_pieces(self, text: str, said: Message, questions: Sequence[str]) -> list[Message]:
        """The answers that together hold what the pieces of a message ask or tell; nothing where it is of one piece, or `said` says
        it all. Of a piece that is one of the `questions`, also that nothing settles it."""
        pieces = pieces_of(text)
        trace = said.get("trace") or {}
        if len(pieces) < 2 or trace.get("question") != text or "overview" in trace:
            return []
        before, may_be_meant = deepcopy(self.topic), self._other
        answered = said["kind"] == "answer"
        told = telling(pieces, keywords_ask=not answered, questions=questions)
        found = await self._knowledge.in_pieces(text, pieces, told)
        if not (answered or questions) and first_is_sure(pieces, found):
            questions = [piece for piece in pieces if asks(piece)]
        given = worth_saying(text, pieces, found, told, several=len(questions) > 1, answered=answered)
        told = told if len(told) < len(pieces) else []  # bare words ask, where nothing else does
        parts = self._parts([text, *pieces], found, given, told)
        if answered and "answer" not in trace and is_new(said, parts):
            parts = [said, *parts]
            self.topic.turn_to(questions[0] if questions else text, said)
        silence: list[Message] = []
        for number, (piece, of_piece) in enumerate(zip(pieces, found.pieces, strict=True), start=1):
            if any(number == asked for _, asked in found.answers):
                continue
            unsettled = of_piece.probability < HARDLY_SETTLED if answered else not of_piece.answerable
            if unsettled and any(piece in each for each in questions):
                further = await self.one(piece)  # 银奖呢 leans on what stands before it
                if not answered:
                    further = await self._beside(piece, further, of_piece, before)
                if further["kind"] != "answer":
                    if number not in told:  # nobody asked whether 上年纳税排第十九 is written
                        silence = silence or [unsettled_beside(self._turn, piece, further)]
                    continue
            elif of_piece.answerable and not of_piece.answer and (answered or number not in told):
                further = reply_from(self._turn, of_piece)
                further["trace"]["question"] = piece
                self.topic.turn_to(piece, further)
            else:
                continue
            if is_new(further, parts):
                parts.append(further)
        parts = [*parts[: max(MOST, len(questions))], *silence]
        # One piece by itself is not what was asked.
        alone = not answered and len({part["trace"]["question"] for part in parts}) < 2
        if alone or parts in ([], [said]):
            self.topic, self._other = before, may_be_meant
            return []
        self._other = None
        only_tells = len(telling(pieces, keywords_ask=True)) == len(pieces)
        lists = sections.enumerated_by_asker(text, 1)
        if lists or only_tells or len(pieces) - len(told) < 2:  # what comes next leans on all that was said
            self.topic.turn_to(text, parts[0])
        elif silence and len(parts) > 1:  # or on what was answered last
            self.topic.turn_to(parts[-2]["trace"]["question"], parts[-2])
        return parts

    def _parts(
        self,
        asked: Sequence[str],
        found: InPieces,
        given: Sequence[tuple[Answer, int]],
        told: Sequence[int],
    ) -> list[Message]:
        """A message for every answer that is `given`; `asked` are the whole and its pieces."""
        parts: list[Message] = []
        for place, (answer, number) in enumerate(given):
            of_piece = found.pieces[number - 1] if number else found.whole
            if not parts:
                said = reply_from(self._turn, of_piece, answer=answer)
            elif number in [each for _, each in given[:place]] or not number:
                said = other(self._turn, answer, parts[-1]["trace"])
            else:
                said = addition(self._turn, of_piece, answer, asked=number not in told)
            said["trace"]["question"] = asked[number]
            self.topic.turn_to(asked[number], said)
            parts.append(said)
        return parts

    async def _each(self, text: str, several: Several) -> list[Message]:
        """An answer to each; nothing where they are not questions of their own after all."""
        before, questions = deepcopy(self.topic), several.questions
        said = [await self.one(question) for question in questions]
        settled = [message["kind"] == "answer" for message in said]
        if several.sure and any(settled) and not all(settled):
            found = (await self._knowledge.in_pieces(text, questions, ())).pieces
            for number in range(settled.index(False), len(questions)):
                if settled[number]:
                    said[number] = await self._beside(questions[number], said[number], found[number], before)
            settled = [message["kind"] == "answer" for message in said]
        if any(settled) and (several.sure or all(settled)):
            return without_repeats(said)
        self.topic = before
        return []

    async def _beside(self, question: str, said: Message, found: SearchReply, before: Topic) -> Message:
        """What is `said` of a question by itself, unless it leans on what nothing settles, or is not settled beside it, where it was
        `found`: 有没有权要求他回避？怎么提 does not ask how to submit. It may lean on a topic `before`."""
        completed = (said.get("trace") or {}).get("question") != question
        leans_on_silence = subjectless(question) and not (completed and before.citations)
        if (completed or found.answerable) and not leans_on_silence:
            return said
        return await self._said(question, replace(found, answerable=False))

    async def one(self, text: str) -> Message:
        """The reply to one question."""
        self._other = None
        return await self._about_the_answer(text) or await self._overview(text) or await self._looked_up(text)

    async def _about_the_answer(self, text: str) -> Message | None:
        """Where it is written, the whole of it, more of it, it again, what comes next, or one item of its list."""
        wanted = wish(text, self.topic.before)
        if wanted == "again" and self.topic.question:  # in English please
            return await self._searched(self.topic.question)
        if not self.topic.citations:
            return None
        if wanted:
            return await Rereading(self._turn, self.topic, self._knowledge).as_wished(wanted)
        if (named := ordinal(text)) is None:
            return None
        if kind := kind_named(text, self.topic.question, [each["quote"] for each in self.topic.citations]):
            return await self._searched(f"{subject_of(self.topic.before)}{kind}")
        said = await self._item(*named)
        offered = None if said else under_answer(self._turn)
        return await self.one(offered) if offered else said

    async def _item(self, number: int, asked: str) -> Message | None:
        """The item of the list quoted last: one inside a sentence by its name, one of the guide's own as it stands there."""
        question = self.topic.question
        if own := sections.enumerated_by_asker(question, number) or (asked and paired(question, number)):
            return await self._searched(item_asked(own, asked), question)
        listed = self.topic.listed or self.topic.citations
        passages = await self._knowledge.passages(listed[0]["edition"])
        stage = sections.stage(passages, listed, number)
        if stage is None and (name := sections.item_in_sentence(passages, listed, number)):
            step = [] if asked else sections.step_named(passages, listed, name)
            said = self._read(name, step) if step else await self._searched(item_asked(name, asked))
            self.topic.listed = listed
            return said if said["kind"] == "answer" else None
        found = stage or sections.item(passages, listed[0]["passage_id"], number)
        if found is None:
            return None
        heading = found.kind == "heading"
        name = (heading and sections.heading_name(found.text.strip())) or sections.name_of(found)
        said = await self._searched(f"{name}{asked}") if asked else None
        if said is None or said["kind"] != "answer":
            said = self._read(name, sections.section_of(passages, found) if heading else [found])
        self.topic.listed = listed
        return said

    def _read(self, name: str, passages: Sequence[Passage]) -> Message:
        said = quotation(self._turn, passages)
        self.topic.turn_to(name, said)
        return said

    async def _overview(self, text: str) -> Message | None:
        overview = overview_of(self._turn, text)
        if overview is None or meanings(text, self.topic.before).leaning:
            return None
        said = await self._searched(overview["question"])
        return with_choices(said, overview) if said["kind"] == "answer" else said

    async def _looked_up(self, text: str) -> Message:
        before = self.topic.before
        if before.question and wish(text) == "why":
            question, found = reason(await self._replies(reasons_asked(before)), self.topic)
            return await self._said(question, found, answer=found.answer)
        meant_by = meanings(text, before)
        replies, in_context = await asyncio.gather(
            self._replies([question for _, questions in meant_by.ways for question in questions]),
            self._in_context(meant_by),
        )
        cited = self.topic.citations
        question, found, quoted, answer = meant(meant_by, replies, cited, in_context)
        if found.answerable and answer == found.answer:
            self._other = found.also
        said = await self._said(question, found, quoted, answer)
        if (
            meant_by.both
            and (not meant_by.named or only_tells(text))
            and question in (text, *meant_by.bare)
            and near(cited, said.get("citations", ()))
        ):
            self.topic.carry(meant_by.both[0])
        return said

    async def _searched(self, question: str, within: str = "") -> Message:
        found = await self._knowledge.search(question, within)
        return await self._said(question, found, answer=found.answer)

    async def _in_context(self, meant_by: Meanings) -> SearchReply | None:
        asked = (*meant_by.bare, meant_by.alone)[0]
        return await self._knowledge.search(asked, meant_by.context) if meant_by.context else None

    async def _replies(self, questions: Sequence[str]) -> dict[str, SearchReply]:
        asked = list(dict.fromkeys(questions))
        replies = await asyncio.gather(*(self._knowledge.search(question) for question in asked))
        return dict(zip(asked, replies, strict=True))

    async def _said(
        self, question: str, found: SearchReply, quoted: Sequence[Found] = (), answer: Answer | None = None
    ) -> Message:
        cited = [] if answer else await with_lists(self._knowledge, quoted or quotable(found.results))
        said = reply_from(self._turn, found, cited, answer)
        said["trace"]["question"] = question
        self.topic.turn_to(question, said)
        return said
