"""What is prepared and what is run, in which order, by which command."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bot.launch.settings import LaunchSettings, address

ROOT = Path(__file__).resolve().parents[2]
MAIN_PYTHON = ROOT / ".venv/bin/python"
RASA_PYTHON = ROOT / ".venv-rasa/bin/python"


@dataclass(frozen=True)
class Step:
    """A preparation that does nothing when its result is already there."""

    title: str
    command: tuple[str, ...]


@dataclass(frozen=True)
class Process:
    """One of the four long-running processes. `health` answers 2xx as soon as it can serve."""

    name: str
    command: tuple[str, ...]
    listens: tuple[str, int]
    port_setting: str
    health: str


def preparations() -> list[Step]:
    main, rasa = str(MAIN_PYTHON), str(RASA_PYTHON)
    return [
        Step("知识索引", (main, "-m", "knowledge", "build")),  # and the embedding model, where there is none
        Step("对话模型", (rasa, "-m", "bot.train")),
    ]


def processes(settings: LaunchSettings) -> list[Process]:
    """The four processes; the slowest to load first."""
    main, rasa = str(MAIN_PYTHON), str(RASA_PYTHON)
    return [
        Process(
            "rasa",
            (rasa, "-m", "bot.serve"),
            address(settings.rasa_url),
            "MQA_RASA_URL",
            f"{settings.rasa_url}/",
        ),
        Process(
            "knowledge",
            (main, "-m", "knowledge", "serve"),
            address(settings.knowledge_url),
            "MQA_KNOWLEDGE_URL",
            f"{settings.knowledge_url}/readyz",
        ),
        Process(
            "actions",
            (rasa, "-m", "actions"),
            address(settings.actions_url),
            "MQA_ACTIONS_URL",
            f"{settings.actions_url}/health",
        ),
        Process(
            "gateway",
            (main, "-m", "bot.gateway"),
            (settings.host, settings.port),
            "MQA_PORT",
            f"{settings.gateway_url}/healthz",
        ),
    ]
