"""Every near miss of every approved answer, put to the index of the real guide: none gets the answer that disowns it."""

from __future__ import annotations

from datetime import date

from eval import release
from knowledge.retrieve.query import understand
from knowledge.retrieve.search import Searcher
from knowledge.settings import Settings


def test_no_near_miss_gets_the_answer_that_disowns_it():
    index, embedder = release.load(Settings())
    edition = Searcher(index, embedder).edition()
    answers = edition.index.answers
    texts = [text for answer in answers.answers for text in answer.near_misses]
    assert len(texts) >= 900
    given = []
    vectors = edition.index.metric.undone(answers.near_miss_vectors.rows())
    for place, (text, vector) in enumerate(zip(texts, vectors, strict=True)):
        query = understand(text, index.synonyms)
        found = edition.search(text, query, edition.words(query), vector, 1, date.today())
        chosen = found.outcome.answer
        if chosen and chosen.answer.id == answers.answers[answers.near_miss_owners[place]].id:
            given.append((text, chosen.answer.id))
    assert given == []
