"""The release that is measured: the current one, built by `python -m knowledge build`."""

from __future__ import annotations

from pathlib import Path

from knowledge.ingest.release import ReleaseError, Releases
from knowledge.retrieve import embedded, index
from knowledge.retrieve.embed import Embedder
from knowledge.settings import Settings


def current_folder(settings: Settings) -> Path:
    folder = Releases(settings.index_dir).current_folder()
    if folder is None:
        raise ReleaseError("还没有索引，请先运行 python -m knowledge build")
    return folder


def load(settings: Settings) -> tuple[index.Index, Embedder]:
    embedder = Embedder(embedded.folder(settings))
    return index.load(current_folder(settings), embedder), embedder
