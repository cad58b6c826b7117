"""What the launcher has to know of the settings: where data lies and where each process listens."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from pydantic_settings import BaseSettings, SettingsConfigDict


class LaunchSettings(BaseSettings):
    """Read from `MQA_…` environment variables and `.env`; the same names as the processes themselves use."""

    model_config = SettingsConfigDict(env_prefix="MQA_", env_file=".env", extra="ignore")

    data_dir: Path = Path("var")
    host: str = "127.0.0.1"
    port: int = 8000
    knowledge_url: str = "http://127.0.0.1:8001"
    rasa_url: str = "http://127.0.0.1:5005"
    actions_url: str = "http://127.0.0.1:5055"

    @property
    def gateway_url(self) -> str:
        """Where a person on this machine opens the product."""
        host = "127.0.0.1" if self.host in ("0.0.0.0", "::") else self.host
        return f"http://{host}:{self.port}"


def address(url: str) -> tuple[str, int]:
    """Host and port of a process's URL.

    Raises `ValueError` naming the URL when it holds no host or no port.
    """
    parts = urlsplit(url)
    if not parts.hostname or not parts.port:
        raise ValueError(f"{url}: 需要写成 http://主机:端口")
    return parts.hostname, parts.port
