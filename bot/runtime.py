"""Makes ready for importing Rasa: its environment, quiet libraries, and no TensorFlow.

Rasa imports TensorFlow for the definitions of neural components (DIET, TED) that this bot does not use. A stand-in
takes its place in this process: 5 instead of 11 seconds of processor time to start, 200 instead of 550 MB resident
(measured with rasa 3.6.21). Its names are empty classes, good for definitions and annotations; calling one raises
`TypeError`, so that a component that does need TensorFlow fails at once. tests/rasa talks to the bot through it.
"""

from __future__ import annotations

import logging
import sys
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType

from bot.settings import Settings

_ABSENT = ("tensorflow", "tensorflow_hub", "tensorflow_text", "keras")


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
        return ModuleSpec(name, self, is_package=True) if name.split(".")[0] in _ABSENT else None

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return _StandIn(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """There is nothing to run."""
