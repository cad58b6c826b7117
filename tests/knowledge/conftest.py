"""Releases of a small guide, to search and to serve."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.model import Edition
from knowledge.retrieve import index
from knowledge.retrieve.search import Searcher
from tests.knowledge.small_guide import SYNONYMS, UNANSWERABLE, SmallEmbedder, make_edition


@pytest.fixture(scope="session")
def embedder() -> SmallEmbedder:
    return SmallEmbedder()


@pytest.fixture(scope="session")
def documents(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("documents")
    (folder / "synonyms.yml").write_text(SYNONYMS, "utf-8")
    (folder / "2020").mkdir()
    (folder / "2020" / "unanswerable.jsonl").write_text(UNANSWERABLE, "utf-8")
    return folder


@pytest.fixture
def write_release(embedder: SmallEmbedder, documents: Path):
    """Writes a release of editions, by default of the small one, into a folder."""

    def write(folder: Path, *editions: Edition) -> Path:
        folder.mkdir(parents=True)
        index.Writer(embedder, documents).write(folder, editions or (make_edition(),), lambda *_: None)
        return folder

    return write


@pytest.fixture
def release(write_release, tmp_path: Path) -> Path:
    return write_release(tmp_path / "release")


@pytest.fixture
def searcher(release: Path, embedder: SmallEmbedder) -> Searcher:
    return Searcher(index.load(release, embedder), embedder)
