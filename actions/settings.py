"""The action server's settings: environment variables `MQA_…`, and a `.env` file."""

from __future__ import annotations

from pydantic import AnyHttpUrl, BaseSettings


class Settings(BaseSettings):
    actions_url: AnyHttpUrl = "http://127.0.0.1:5055"
    knowledge_url: AnyHttpUrl = "http://127.0.0.1:8001"
    knowledge_timeout_seconds: float = 3.0  # a search takes some 30 ms; a person should not wait much longer

    log_level: str = "INFO"
    otlp_endpoint: str = ""  # where spans are sent over OTLP/HTTP; empty: nowhere

    class Config:
        env_prefix = "MQA_"
        env_file = ".env"
