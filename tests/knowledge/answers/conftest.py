from __future__ import annotations

import pytest

from knowledge.retrieve import index
from knowledge.retrieve.search import Searcher
from tests.knowledge.small_guide import make_edition, with_answers


@pytest.fixture
def index_with_answers(write_release, tmp_path, embedder) -> index.Index:
    return index.load(write_release(tmp_path / "answers", with_answers(make_edition())), embedder)


@pytest.fixture
def answering(index_with_answers, embedder) -> Searcher:
    return Searcher(index_with_answers, embedder)
