"""Keeps what model libraries tell their developers away from people who set the product up."""

from __future__ import annotations

import functools
import logging
import warnings
from collections.abc import Callable
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


def quietly(function: Callable[P, R]) -> Callable[P, R]:
    """Without progress bars, warnings and log lines below an error; failures are raised as ever."""

    @functools.wraps(function)
    def silent(*args: P.args, **kwargs: P.kwargs) -> R:
        from transformers.utils import logging as transformers_logging

        transformers_logging.disable_progress_bar()
        before = logging.root.manager.disable
        logging.disable(logging.WARNING)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                return function(*args, **kwargs)
        finally:
            logging.disable(before)
            transformers_logging.enable_progress_bar()

    return silent
