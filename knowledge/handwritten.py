"""YAML as people write it by hand."""

from __future__ import annotations

from typing import Any

import yaml


def load(text: str) -> Any:
    """Raises yaml.YAMLError; for what is written well and cannot be too: the 30th of February, a thousand brackets."""
    try:
        # libyaml's loader: ten times as fast, and there are thousands of questions
        return yaml.load(text, Loader=yaml.CSafeLoader)
    except (ValueError, LookupError, AttributeError, RecursionError) as failure:
        raise yaml.YAMLError(str(failure)) from failure
