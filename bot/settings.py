"""The settings of the Rasa process: environment variables `MQA_…`, and a `.env` file."""

from __future__ import annotations

import os
from pathlib import Path

from pydantic import AnyHttpUrl, BaseSettings

PROJECT = Path(__file__).resolve().parent


class Settings(BaseSettings):
    data_dir: Path = Path("var")
    rasa_url: AnyHttpUrl = "http://127.0.0.1:5005"
    actions_url: AnyHttpUrl = "http://127.0.0.1:5055"

    class Config:
        env_prefix = "MQA_"
        env_file = ".env"

    @property
    def rasa_dir(self) -> Path:
        """Where the trained model and the dialogues lie."""
        return self.data_dir.resolve() / "rasa"

    @property
    def model(self) -> Path:
        return self.rasa_dir / "model.tar.gz"

    def prepare_environment(self) -> None:
        """Set what Rasa and TensorFlow read from the environment themselves; before they are imported."""
        os.environ.update(
            RASA_TELEMETRY_ENABLED="false",
            RASA_MAX_CACHE_SIZE="0",  # bot/train.py trains only what has changed; a second cache is of no use
            TF_CPP_MIN_LOG_LEVEL="3",
            CUDA_VISIBLE_DEVICES="-1",
            # bot/endpoints.yml names these two.
            MQA_ACTIONS_URL=str(self.actions_url).rstrip("/"),
            MQA_RASA_TRACKER_URL=f"sqlite:///{self.rasa_dir / 'dialogues.sqlite3'}",
        )
