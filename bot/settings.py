"""The settings of the Rasa process: environment variables `MQA_…`, and a `.env` file."""

from __future__ import annotations

import os
from pathlib import Path

from pydantic import AnyHttpUrl, BaseSettings, SecretStr

PROJECT = Path(__file__).resolve().parent
# Where Rasa's tables lie in a PostgreSQL that holds the gateway's too.
SCHEMA = "rasa"


class Settings(BaseSettings):
    data_dir: Path = Path("var")
    rasa_url: AnyHttpUrl = "http://127.0.0.1:5005"
    actions_url: AnyHttpUrl = "http://127.0.0.1:5055"
    database_url: SecretStr = SecretStr("")
    redis_url: SecretStr = SecretStr("")
    turn_timeout_seconds: float = 10
    log_level: str = "INFO"
    otlp_endpoint: str = ""  # where spans are sent over OTLP/HTTP; empty: nowhere

    class Config:
        env_prefix = "MQA_"
        env_file = ".env"

    @property
    def rasa_dir(self) -> Path:
        """Where the trained model and, without PostgreSQL, the dialogues lie."""
        return self.data_dir.resolve() / "rasa"

    @property
    def model(self) -> Path:
        return self.rasa_dir / "model.tar.gz"

    @property
    def tracker_url(self) -> str:
        """PostgreSQL where the gateway uses it, else a SQLite file of Rasa's own."""
        configured = self.database_url.get_secret_value()
        if not configured.startswith("postgres"):
            return f"sqlite:///{self.rasa_dir / 'dialogues.sqlite3'}"
        from sqlalchemy.engine import make_url  # slow to import, and bot.train has no use for it

        url = make_url(configured).set(drivername="postgresql")
        return url.update_query_dict({"options": f"-csearch_path={SCHEMA}"}).render_as_string(
            hide_password=False
        )

    def prepare_environment(self) -> None:
        """Set what Rasa and TensorFlow read from the environment themselves; before they are imported."""
        os.environ.update(
            RASA_TELEMETRY_ENABLED="false",
            RASA_MAX_CACHE_SIZE="0",  # bot/train.py trains only what has changed; a second cache is of no use
            TF_CPP_MIN_LOG_LEVEL="3",
            CUDA_VISIBLE_DEVICES="-1",
            # A server that died in a turn holds up its session for no longer than the gateway waits for an answer.
            TICKET_LOCK_LIFETIME=str(round(self.turn_timeout_seconds) + 1),
        )
