"""`python -m bot.train`: train the dialogue model into the data directory, unless it is up to date."""

from __future__ import annotations

import hashlib
import sys
import tempfile
import time
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

from bot.runtime import prepare
from bot.settings import PROJECT, Settings


def main() -> int:
    settings = Settings()
    wanted, stamp = fingerprint(), settings.rasa_dir / "model.fingerprint"
    if settings.model.exists() and stamp.exists() and stamp.read_text() == wanted:
        return 0
    print("· training the dialogue model (about half a minute)", flush=True)
    started = time.monotonic()
    settings.rasa_dir.mkdir(parents=True, exist_ok=True)
    prepare(settings)
    stamp.unlink(missing_ok=True)
    with tempfile.TemporaryDirectory(dir=settings.rasa_dir) as folder:
        if (trained := train(folder)) is None:
            print("The dialogue model could not be trained; the reason is above.", file=sys.stderr)
            return 1
        trained.replace(settings.model)  # a running Rasa has read the old one already
    stamp.write_text(wanted)
    print(f"· dialogue model trained in {time.monotonic() - started:.0f} s", flush=True)
    return 0


def train(folder: str) -> Path | None:
    """The archive trained from the project's files, in `folder`; None when Rasa refuses them."""
    from rasa import model_training

    result = model_training.train(
        domain=str(PROJECT / "domain"),
        config=str(PROJECT / "config.yml"),
        training_files=str(PROJECT / "data"),
        output=folder,
        fixed_model_name="model",
    )
    return Path(result.model) if result.model else None


def fingerprint() -> str:
    """Changes with every file that training reads, and with Rasa's version."""
    digest = hashlib.sha256(version("rasa").encode())
    for file in inputs():
        digest.update(f"\n{file.relative_to(PROJECT).as_posix()}\n".encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()


def inputs() -> Iterator[Path]:
    yield PROJECT / "config.yml"
    for folder, kind in (("domain", "*.yml"), ("data", "*.yml"), ("components", "*.py")):
        yield from sorted((PROJECT / folder).rglob(kind))


if __name__ == "__main__":
    sys.exit(main())
