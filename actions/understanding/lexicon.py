"""The word lists beside this code (YAML), compiled once."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml

Words = str | list[str]


@cache
def load(name: str) -> Any:
    """The content of `<name>.yml` in this folder."""
    return yaml.safe_load(Path(__file__).with_name(f"{name}.yml").read_text(encoding="utf-8"))


def alternatives(words: Words) -> str:
    """One group that matches any of the words."""
    return f"(?:{words if isinstance(words, str) else '|'.join(words)})"


@cache
def listed(name: str, key: str) -> re.Pattern[str]:
    """The words of one key of a list."""
    return re.compile(alternatives(load(name)[key]))
