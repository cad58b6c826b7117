"""The trained bot in this process: Rasa's agent, the action server's executor, and a knowledge service made up here."""

from __future__ import annotations

import pytest
from assistant import Assistant, Knowledge

from bot.runtime import prepare
from bot.settings import Settings
from bot.train import fingerprint, train


@pytest.fixture(scope="session")
def rasa():
    """Ask for this before importing anything of Rasa."""
    prepare(Settings())


@pytest.fixture(scope="session")
def model(rasa, tmp_path_factory):
    """The archive that `make prepare` made, or one trained now where the project's files have changed since."""
    settings = Settings()
    stamp = settings.rasa_dir / "model.fingerprint"
    if settings.model.exists() and stamp.exists() and stamp.read_text() == fingerprint():
        return settings.model
    trained = train(str(tmp_path_factory.mktemp("rasa")))
    assert trained is not None, "Rasa refuses the project's files"
    return trained


@pytest.fixture(scope="session")
def assistant(model):
    return Assistant(model)


@pytest.fixture
def knowledge():
    return Knowledge()
