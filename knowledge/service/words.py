"""How people say what the guide calls otherwise: the shipped synonyms, and what the desk adds."""

from __future__ import annotations

import asyncio
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field

from knowledge.ingest.edits import SYNONYMS
from knowledge.ingest.lines import squeezed
from knowledge.retrieve import synonyms
from knowledge.retrieve.errors import BadSettings
from knowledge.retrieve.normalise import comparable, terms
from knowledge.service.builds import BuildStatus
from knowledge.service.editing import Editing
from knowledge.service.errors import Failure

Word = Annotated[str, Field(min_length=1, max_length=60)]


class Term(BaseModel):
    """A term of the guide, how it is said by the shipped file, and what the desk `added`."""

    guide: str
    said: list[str]
    added: list[str]


class Terms(BaseModel):
    terms: list[Term]


class WordsBody(BaseModel):
    """`trial`: nothing is kept, it is only said whether it is right."""

    guide: Word
    said: Annotated[list[Word], Field(min_length=1, max_length=30)]
    take_away: bool = False
    trial: bool = False


def router(editing: Editing) -> APIRouter:
    routes = APIRouter()

    @routes.get("/synonyms")
    def every() -> Terms:
        added = {each["guide"]: each["said"] for each in editing.edits.synonyms()["same"]}
        shipped = dict(synonyms.read(editing.documents / SYNONYMS).same)
        return Terms(
            terms=[
                Term(guide=guide, said=list(shipped.get(guide, ())), added=added.get(guide, []))
                for guide in dict.fromkeys([*shipped, *added])
            ]
        )

    @routes.post("/synonyms/words")
    async def change_words(body: WordsBody) -> BuildStatus:
        if not body.take_away:
            await asyncio.to_thread(_check, editing, body)
        if body.trial:
            return editing.builds.status
        editing.edits.change_words(body.guide, body.said, take_away=body.take_away)
        return editing.builds.wish()

    return routes


def _check(editing: Editing, body: WordsBody) -> None:
    """A synonym leads to words that stand in the guide or in questions of approved answers, and is not one of them itself.

    What only an answer says helps nothing: passages and questions are searched. Raises Failure.
    """
    try:
        synonyms.parse(
            {
                "same": [body.model_dump(include={"guide", "said"})],
                "spoken": {},
                "courtesies": [],
                "apart": [],
            },
            "值班台的说法",
        )
    except BadSettings as wrong:
        raise Failure(422, "synonyms_not_right", str(wrong)) from wrong
    if mere := [word for word in body.said if not terms(word)]:  # signs stand in every question
        raise Failure(422, "synonyms_not_right", f"“{mere[0]}”不是一个词")
    term = squeezed(body.guide).lower()
    editions = [editing.known(folder.name) for folder in editing.folders()]
    answers = [entry for known in editions for entry, _ in known.answers.values()]
    searched = (
        *(passage.text for known in editions for passage in known.passages),
        *(question for entry in answers for question in entry.questions),
    )
    if not any(term in squeezed(text).lower() for text in searched):
        said = [entry.id for entry in answers if term in squeezed("".join(entry.answer.values())).lower()]
        why = (
            f"“{body.guide}”只在核定答案 {said[0]} 的口径里，不在它的问法里，查不到它；请先给这条答案加一个带这个词的问法"
            if said
            else f"指引和核定答案的问法里都没有“{body.guide}”，请写那里有的词"
        )
        raise Failure(422, "synonyms_not_right", why)
    if same := [word for word in body.said if comparable(word) == comparable(body.guide)]:
        raise Failure(422, "synonyms_not_right", f"“{same[0]}”就是“{body.guide}”，不用另写")
