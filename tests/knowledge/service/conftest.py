from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from knowledge.service.app import create_app
from tests.knowledge.small_guide import SmallEmbedder

POLL = 0.02


@pytest.fixture
def index_dir(tmp_path: Path) -> Path:
    (tmp_path / "index" / "releases").mkdir(parents=True)
    return tmp_path / "index"


@pytest.fixture
def publish(index_dir: Path, write_release) -> Callable[..., Path]:
    """Writes a release and makes it the current one, as `python -m knowledge build` does."""

    def make(name: str, *editions) -> Path:
        folder = write_release(index_dir / "releases" / name, *editions)
        switch(index_dir, name)
        return folder

    return make


def switch(index_dir: Path, name: str) -> None:
    new = index_dir / ".new"
    new.symlink_to(Path("releases") / name)
    new.replace(index_dir / "current")


@pytest.fixture
def client(index_dir: Path, embedder: SmallEmbedder) -> Iterator[TestClient]:
    with TestClient(create_app(index_dir, embedder, POLL), raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def served(publish, index_dir, embedder) -> Iterator[TestClient]:
    publish("r1")
    with TestClient(create_app(index_dir, embedder, POLL), raise_server_exceptions=False) as client:
        yield client
