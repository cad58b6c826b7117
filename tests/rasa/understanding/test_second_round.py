"""More sentences and answers, phrase by phrase (second_round.yml)."""

from pathlib import Path

import pytest
import yaml
from reading import facts_of

from actions.understanding.understand import understand

LIST = yaml.safe_load(Path(__file__).with_name("second_round.yml").read_text(encoding="utf-8"))
TODAY = LIST["today"]


@pytest.mark.parametrize(("phrase", "facts"), LIST["free"].items())
def test_sentence(phrase, facts):
    assert facts_of(understand(phrase, today=TODAY)) == facts


@pytest.mark.parametrize(
    ("asked", "phrase", "value"),
    [(asked, phrase, value) for asked, group in LIST["answers"].items() for phrase, value in group.items()],
)
def test_answer(asked, phrase, value):
    understood = understand(phrase, today=TODAY, asked=asked)
    said = facts_of(understood)
    if value is None:
        assert said == {}
    elif value == "unknown":
        assert (said, understood.outcome) == ({}, "unknown")
    else:
        assert said == (value if isinstance(value, dict) else {asked: value})
