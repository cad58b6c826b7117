from __future__ import annotations

from types import SimpleNamespace

import pytest

from knowledge.answers.offering import Offering
from knowledge.ingest.edition import DOCUMENTS, read_edition
from knowledge.model import Edition
from knowledge.retrieve import index, synonyms
from knowledge.retrieve.lexical import Lexical
from knowledge.retrieve.query import understand
from knowledge.retrieve.search import Searcher
from tests.knowledge.small_guide import make_edition, with_answers


@pytest.fixture
def index_with_answers(write_release, tmp_path, embedder) -> index.Index:
    return index.load(write_release(tmp_path / "answers", with_answers(make_edition())), embedder)


@pytest.fixture
def answering(index_with_answers, embedder) -> Searcher:
    return Searcher(index_with_answers, embedder)


@pytest.fixture(scope="session")
def guide() -> Edition:
    return read_edition(DOCUMENTS / "2020")


@pytest.fixture(scope="session")
def offering(guide) -> Offering:
    """Of the parts of an index that are looked at: making all its vectors would take minutes."""
    return offering_of(guide)


def offering_of(edition: Edition) -> Offering:
    known = synonyms.read(DOCUMENTS / "synonyms.yml")
    return Offering(
        SimpleNamespace(
            edition=edition,
            answers=SimpleNamespace(answers=edition.answers),
            places={passage.id: place for place, passage in enumerate(edition.passages)},
            question_terms=Lexical.of([understand(each.text, known).terms for each in edition.questions]),
        ),
        known,
    )
