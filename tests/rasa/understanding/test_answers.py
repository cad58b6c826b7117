"""Answers to a pending question, phrase by phrase (answers.yml)."""

from pathlib import Path

import pytest
import yaml
from reading import facts_of

from actions.understanding.understand import understand

LIST = yaml.safe_load(Path(__file__).with_name("answers.yml").read_text(encoding="utf-8"))
TODAY = LIST["today"]


@pytest.mark.parametrize(
    ("asked", "phrase", "value"),
    [(asked, phrase, value) for asked, group in LIST["cases"].items() for phrase, value in group.items()],
)
def test_phrase(asked, phrase, value):
    understood = understand(phrase, today=TODAY, asked=asked)
    said = facts_of(understood)
    if value is None:
        assert said == {}
        assert understood.outcome != "unknown"
    elif value == "unknown":
        assert (said, understood.outcome) == ({}, "unknown")
    else:
        assert said == (value if isinstance(value, dict) else {asked: value})
