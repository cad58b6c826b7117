"""What the call screen shows for a question: what to read aloud, where it stands, why it was found."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from actions.understanding.several import HARDLY_SETTLED, leaning_on_silence
from bot.gateway.guide import Run, find
from bot.gateway.knowledge_client import Answer, Found, PiecesReply, SearchReply
from bot.gateway.locale import DEFAULT
from bot.gateway.messages import GuideLinks
from bot.gateway.wechat.places import place

MOST_SHOWN = 6
# A shorter piece of a question stands everywhere.
SHORTEST_TERM = 2


@dataclass(frozen=True)
class Clause:
    """A place of the guide; `runs` is its whole passage with the quoted words marked."""

    passage_id: str
    edition: str
    place: str
    path: Sequence[str]
    quote: str
    url: str
    runs: Sequence[Run]


@dataclass(frozen=True)
class Hit:
    """One result. `approved` says that `aloud` is an approved answer; otherwise it is the guide's own words.

    `question` is the authored question that matched, `terms` what the question and the passage have in common.
    """

    key: str
    aloud: str
    approved: bool
    clauses: Sequence[Clause]
    score: float
    question: str = ""
    terms: Sequence[str] = ()


@dataclass(frozen=True)
class Lookup:
    hits: Sequence[Hit]
    answerable: bool
    probability: float
    suggestions: Sequence[str]
    trace: dict[str, float]
    took_ms: float
    release: str
    unsettled: Sequence[str] = ()  # what is asked besides, and the guide may not settle


def lookup(reply: SearchReply, links: GuideLinks) -> Lookup:
    """The approved answers first, where there are any; then the passages, the best first."""
    return _shown(reply, [each for each in (reply.answer, reply.also) if each], reply.results, links)


def lookup_in_pieces(reply: PiecesReply, asking: Collection[int], links: GuideLinks) -> Lookup:
    """An answer to each of the questions asked at once, as in the chat; `asking` are the numbers of the pieces that ask."""
    answers = reply.answers
    if not reply.whole.answerable:
        settled = [
            each.answerable or number not in asking for number, each in enumerate(reply.pieces, start=1)
        ]
        leaning = leaning_on_silence([each.query for each in reply.pieces], settled)
        answers = [each for each, number in zip(answers, reply.asked, strict=True) if number not in leaning]
    if not answers:
        return lookup(reply.whole, links)
    known = [*reply.whole.results, *(found for piece in reply.pieces for found in piece.results)]
    unsettled = [
        piece.query
        for number, piece in enumerate(reply.pieces, start=1)
        if number in asking and number not in reply.asked and piece.probability < HARDLY_SETTLED
    ]
    found = _shown(reply.whole, answers, known, links)
    return replace(found, answerable=True, unsettled=unsettled)


def _shown(
    reply: SearchReply, answers: Sequence[Answer], known: Sequence[Found], links: GuideLinks
) -> Lookup:
    """`known` are passages whose whole text is at hand."""
    texts = {found.passage_id: found.text for found in known}
    hits = [_of_answer(each, reply.query, texts, links) for each in answers]
    hits += [_of_passage(found, reply.query, links) for found in reply.results]
    return Lookup(
        hits[:MOST_SHOWN],
        reply.answerable,
        reply.probability,
        [each.text for each in reply.suggestions],
        reply.trace,
        reply.took_ms,
        reply.release,
    )


def _of_answer(answer: Answer, query: str, texts: dict[str, str], links: GuideLinks) -> Hit:
    clauses = [
        _clause(
            each.passage_id,
            each.edition,
            each.path,
            each.quote,
            texts.get(each.passage_id, each.quote),
            links,
        )
        for each in answer.citations
    ]
    said = answer.text.get(DEFAULT, "")
    evidence = said + "".join(clause.quote for clause in clauses)
    terms = common_terms(query, evidence)
    return Hit(answer.id, said, True, clauses, answer.confidence, answer.question, terms)


def _of_passage(found: Found, query: str, links: GuideLinks) -> Hit:
    clause = _clause(found.passage_id, found.edition, found.path, found.quote, found.text, links)
    terms = common_terms(query, f"{''.join(found.path)}{found.text}")
    return Hit(found.passage_id, found.quote, False, [clause], found.score, terms=terms)


def _clause(
    passage_id: str, edition: str, path: Sequence[str], quote: str, text: str, links: GuideLinks
) -> Clause:
    span = find(quote, text) or (0, 0)
    start, end = span
    runs = [Run(text[:start]), Run(text[start:end], True), Run(text[end:])]
    return Clause(
        passage_id,
        edition,
        place(passage_id, path, quote),
        path,
        quote,
        links.to(edition, passage_id, quote),
        [run for run in runs if run.text],
    )


def common_terms(query: str, text: str) -> list[str]:
    """The longest pieces of the question that stand in the text, in the question's order."""
    query, text = query.lower(), text.lower()
    terms, start = [], 0
    while start < len(query):
        end = start
        while end < len(query) and not query[end].isspace() and query[start : end + 1] in text:
            end += 1
        if end - start >= SHORTEST_TERM:
            terms.append(query[start:end])
        start = max(end, start + 1)
    return list(dict.fromkeys(terms))
