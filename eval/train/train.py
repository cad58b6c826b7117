"""Trains from the documents as they are and writes the adapter; the same documents give the same file."""

from __future__ import annotations

from tqdm import tqdm

from eval import laws
from eval.train import loop, others, texts
from eval.train.tower import Tower
from knowledge.ingest.edition import DOCUMENTS, folders, read_edition
from knowledge.retrieve import adapter, embedded, synonyms
from knowledge.retrieve.unanswerable import FILE as UNANSWERABLE
from knowledge.retrieve.unanswerable import read_unanswerable
from knowledge.settings import Settings


def train(settings: Settings) -> None:
    newest = folders(DOCUMENTS)[-1]
    gathered = texts.gather(
        read_edition(newest),
        read_unanswerable(newest / UNANSWERABLE),
        synonyms.read(DOCUMENTS / "synonyms.yml"),
    )
    elsewhere = others.gather(laws.read(settings.data_dir / "laws"))
    tower = Tower(embedded.original_checkpoint(settings))
    bars: dict[str, tqdm] = {}

    def show(what: str, done: int, total: int) -> None:
        if what not in bars:
            bars[what] = tqdm(total=total, desc=what, disable=None, leave=False)
        bars[what].update(done - bars[what].n)
        if done == total:
            bars[what].close()

    training = loop.Training(tower, gathered, elsewhere, show)
    training.run(tqdm.write)
    adapter.write(adapter.FILE, tower.halves(loop.SHARE), loop.about(gathered))
