"""Keeps the libraries below Rasa from filling the terminal and the log with remarks on one another."""

from __future__ import annotations

import logging


def hush() -> None:
    """Only errors of substance, and Rasa's own warnings, are printed from here on; call it before Rasa is imported."""
    logging.captureWarnings(True)
    logging.getLogger("py.warnings").setLevel(logging.ERROR)

    from rasa.utils.common import configure_logging_and_warnings
    from rasa.utils.log_utils import configure_structlog

    configure_logging_and_warnings(logging.WARNING)
    configure_structlog(logging.WARNING)
