"""Makes ready for importing Rasa: its environment, quiet libraries, and none of what this bot has no use for.

Rasa imports the libraries of all its parts: TensorFlow for neural components (DIET, TED), chat services, databases, plots. Stand-ins
take their place in this process: importing the server takes 1.8 instead of 6.7 seconds of processor time and 130 instead
of 535 MB (rasa 3.6.21). Their names are empty classes, good for definitions and annotations; calling one with an argument
raises `TypeError`, so that a component that does need the library fails at once. tests/rasa talks to the bot through them.
"""

from __future__ import annotations

import logging
import sys
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType

from bot.settings import Settings

_NEURAL = "tensorflow tensorflow_hub tensorflow_text keras"
_CHANNELS = (
    "slack_sdk aiogram webexteamssdk twilio fbmessenger mattermostwrapper rocketchat_API socketio engineio "
    "google.auth google.oauth2 questionary prompt_toolkit"
)
_STORES_AND_BROKERS = "pymongo boto3 botocore aio_pika aiormq"
_EVALUATION = "matplotlib scipy.stats"
_ABSENT = f"{_NEURAL} {_CHANNELS} {_STORES_AND_BROKERS} {_EVALUATION}".split()


def prepare(settings: Settings) -> None:
    """Call it once, before the first import of Rasa."""
    settings.prepare_environment()
    sys.meta_path.insert(0, _StandIns())
    _hush()


def _hush() -> None:
    """Only errors of substance, and Rasa's own warnings, are printed from here on."""
    logging.captureWarnings(True)
    logging.getLogger("py.warnings").setLevel(logging.ERROR)

    from rasa.utils.common import configure_logging_and_warnings
    from rasa.utils.log_utils import configure_structlog

    configure_logging_and_warnings(logging.WARNING)
    configure_structlog(logging.WARNING)


class _Name(type):
    """A class whose every attribute is another empty class, so that `tf.keras.layers.Layer` can be named."""

    def __getattr__(cls, name: str) -> type:
        return _made(cls, name)


class _StandIn(ModuleType):
    def __getattr__(self, name: str) -> type:
        return _made(self, name)


def _made(holder: object, name: str) -> type:
    if name.startswith("__"):
        raise AttributeError(name)
    made = _Name(name, (), {})
    setattr(holder, name, made)
    return made


class _StandIns(MetaPathFinder, Loader):
    def find_spec(self, name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        absent = any(f"{name}.".startswith(f"{each}.") for each in _ABSENT)
        return ModuleSpec(name, self, is_package=True) if absent else None

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return _StandIn(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """There is nothing to run."""
