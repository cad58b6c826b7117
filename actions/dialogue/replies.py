"""Turns what the knowledge service found into one message: the approved answer with its quotes, else the best passages
quoted under their places, else that the guide is silent."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from actions.dialogue.script import in_language
from actions.dialogue.turn import Turn
from actions.knowledge_client import Answer, Cited, Found, Passage, SearchReply, Suggested
from actions.understanding.other_awards import names_another_award
from actions.understanding.sections import heading_name

Quotable = Found | Passage | Cited

# A second passage is quoted only when it scores nearly as well as the first: it then holds the other half of the
# answer, or the two cannot be told apart.
SECOND_QUOTE_SHARE = 0.9
_CLAUSE_ENDS = re.compile("[。：:.]")
_MOST_SECTIONS = 2  # that are said to be nearby, where nothing answers


def reply_from(
    turn: Turn, found: SearchReply, quoted: Sequence[Quotable] = (), answer: Answer | None = None
) -> dict[str, Any]:
    """The message of kind `answer`, with the approved one, with `quoted`, or else with the best passages; or of kind
    `no_answer`. The same reply of the service gives the same bytes."""
    if found.answerable and answer:
        said = approved(turn, answer)
    else:
        cited = quoted or quotable(found.results)
        said = _answer(turn, cited) if found.answerable and cited else _no_answer(turn, found)
    return {**said, "trace": _trace(found, answer)}


def quotable(results: Sequence[Found]) -> tuple[Found, ...]:
    """The first passage, with the second where that scores nearly as well."""
    return tuple(each for each in results[:2] if each.score >= SECOND_QUOTE_SHARE * results[0].score)


def approved(turn: Turn, answer: Answer) -> dict[str, Any]:
    """The approved answer in the language of the turn, after what it corrects, with all of its quotes under their places."""
    said = turn.message(
        "utter_approved_answer",
        answer=_corrected(turn, answer),
        quotes=_quotes(turn, answer.citations),
        edition=answer.citations[0].edition,
    )
    return _cited(turn, said, answer.citations)


def other(turn: Turn, answer: Answer, trace: Mapping[str, Any]) -> dict[str, Any]:
    """Another approved answer that may be meant, to follow the first, whose trace it carries on."""
    said = turn.message(
        "utter_other_answer",
        answer=in_language(answer.text, turn.locale),
        quotes=_quotes(turn, answer.citations),
    )
    return {
        **said,
        "citations": _citations(answer.citations),
        "trace": {**trace, "answer": answer.id, "confidence": answer.confidence},
    }


def addition(turn: Turn, found: SearchReply, answer: Answer, *, asked: bool) -> dict[str, Any]:
    """The approved answer to another piece of the same message, which asks or only tells, to follow the first."""
    said = turn.message(
        "utter_added_answer" if asked else "utter_added_to_the_case",
        answer=_corrected(turn, answer),
        quotes=_quotes(turn, answer.citations),
    )
    return {**said, "citations": _citations(answer.citations), "trace": _trace(found, answer)}


def unsettled_beside(turn: Turn, piece: str, said: dict[str, Any]) -> dict[str, Any]:
    """What is `said` of a piece that nothing settles, naming it: another piece of the same message is answered before."""
    text = turn.wording("utter_unsettled_piece", piece=piece.rstrip("?？"), text=said["text"])
    return {**said, "text": text}


def _corrected(turn: Turn, answer: Answer) -> str:
    """The text of the answer, after what it corrects; 没有铜奖：… says so itself."""
    text = in_language(answer.text, turn.locale)
    if not answer.correction:
        return text
    kind, asserted = answer.correction
    asserted = in_language({"zh-Hans": asserted}, turn.locale)
    corrected = turn.wording(f"utter_correction_{kind}", asserted=asserted, answer=text)
    beginning = corrected.removesuffix(text).strip(" 。.")
    return text if beginning in _CLAUSE_ENDS.split(text)[0] else corrected


def _answer(turn: Turn, cited: Sequence[Quotable]) -> dict[str, Any]:
    return _cited(turn, quotation(turn, cited), cited)


def _cited(turn: Turn, said: dict[str, Any], cited: Sequence[Quotable]) -> dict[str, Any]:
    for offer in (turn.message("utter_offer_check"), turn.message("utter_offer_walk")):
        if any(heading in step for heading in offer["headings"] for result in cited for step in result.path):
            said["buttons"] = offer["buttons"]
            break
    return {**said, "citations": _citations(cited)}


def quotation(turn: Turn, cited: Sequence[Quotable]) -> dict[str, Any]:
    """The message of kind `answer` that quotes these under their places."""
    said = turn.message("utter_answer", quotes=_quotes(turn, cited), edition=cited[0].edition)
    return {**said, "citations": _citations(cited)}


def _quotes(turn: Turn, cited: Sequence[Quotable]) -> str:
    return "\n".join(_quote(turn, each) for each in cited)


def _citations(cited: Sequence[Quotable]) -> list[dict[str, Any]]:
    return [
        {"passage_id": each.passage_id, "edition": each.edition, "path": list(each.path), "quote": each.quote}
        for each in cited
    ]


def _no_answer(turn: Turn, found: SearchReply) -> dict[str, Any]:
    if names_another_award(turn.text):
        return turn.message("utter_no_answer_other_award", edition=found.edition)
    sections = _sections(found.suggestions)
    if not sections:
        return turn.message("utter_no_answer", edition=found.edition)
    first, *second = (turn.wording("utter_section", section=name) for name in sections)
    named = turn.wording("utter_two_sections", first=first, second=second[0]) if second else first
    said = turn.message("utter_no_answer_nearby", edition=found.edition, sections=named)
    asked = [each.text for each in found.suggestions]
    questions = [in_language({"zh-Hans": question}, turn.locale) for question in asked]
    nearby = [{"title": question, "payload": question} for question in questions]
    return {**said, "buttons": nearby + said["buttons"]}


def _sections(suggestions: Sequence[Suggested]) -> list[str]:
    """What the questions nearby are about, by the names of their sections."""
    names = (
        next((name for heading in reversed(each.path) if (name := heading_name(heading))), None)
        for each in suggestions
    )
    return list(dict.fromkeys(filter(None, names)))[:_MOST_SECTIONS]


def _quote(turn: Turn, cited: Quotable) -> str:
    name = "utter_quote_of_figure" if cited.kind == "figure" else "utter_quote"
    return turn.wording(name, quote=cited.quote, place=" › ".join(cited.path))


def _trace(found: SearchReply, answer: Answer | None) -> dict[str, Any]:
    given = {"answer": answer.id, "confidence": answer.confidence} if answer else {}
    return {
        "probability": found.probability,
        "release": found.release,
        "passages": [result.passage_id for result in found.results],
        **given,
    }
