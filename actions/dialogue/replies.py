"""Turns what the knowledge service found into one message: quotes under their places, or that the guide is silent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from actions.dialogue.turn import Turn
from actions.knowledge_client import Found, Passage, SearchReply

# A second passage is quoted only when it scores nearly as well as the first: it then holds the other half of the
# answer, or the two cannot be told apart.
SECOND_QUOTE_SHARE = 0.9


def reply_from(turn: Turn, found: SearchReply, quoted: Sequence[Found | Passage] = ()) -> dict[str, Any]:
    """The message of kind `answer`, with `quoted` or else the best passages, or of kind `no_answer`. The same reply of the
    service gives the same bytes."""
    cited = quoted or quotable(found.results)
    said = _answer(turn, cited) if found.answerable and cited else _no_answer(turn, found)
    return {**said, "trace": _trace(found)}


def quotable(results: Sequence[Found]) -> tuple[Found, ...]:
    """The first passage, with the second where that scores nearly as well."""
    return tuple(each for each in results[:2] if each.score >= SECOND_QUOTE_SHARE * results[0].score)


def _answer(turn: Turn, cited: Sequence[Found | Passage]) -> dict[str, Any]:
    said = quotation(turn, cited)
    offer = turn.message("utter_offer_check")
    if any(heading in step for heading in offer["headings"] for result in cited for step in result.path):
        said["buttons"] = offer["buttons"]
    return said


def quotation(turn: Turn, cited: Sequence[Found | Passage]) -> dict[str, Any]:
    """The message of kind `answer` that quotes these under their places."""
    quotes = "\n".join(_quote(turn, each) for each in cited)
    said = turn.message("utter_answer", quotes=quotes, edition=cited[0].edition)
    said["citations"] = [
        {"passage_id": each.passage_id, "edition": each.edition, "path": list(each.path), "quote": each.quote}
        for each in cited
    ]
    return said


def _no_answer(turn: Turn, found: SearchReply) -> dict[str, Any]:
    name = "utter_no_answer_nearby" if found.suggestions else "utter_no_answer"
    said = turn.message(name, edition=found.edition)
    nearby = [{"title": question, "payload": question} for question in found.suggestions]
    return {**said, "buttons": nearby + said["buttons"]}


def _quote(turn: Turn, cited: Found | Passage) -> str:
    name = "utter_quote_of_figure" if cited.kind == "figure" else "utter_quote"
    return turn.wording(name, quote=cited.quote, place=" › ".join(cited.path))


def _trace(found: SearchReply) -> dict[str, Any]:
    return {
        "probability": found.probability,
        "release": found.release,
        "passages": [result.passage_id for result in found.results],
    }
