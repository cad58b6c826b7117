"""Commands, corrections and questions in the middle, phrase by phrase (commands.yml)."""

from pathlib import Path

import pytest
import yaml
from reading import facts_of

from actions.understanding.understand import understand

LIST = yaml.safe_load(Path(__file__).with_name("commands.yml").read_text(encoding="utf-8"))
TODAY = LIST["today"]


def read(line, **more):
    asked, _, said = line.partition(" | ")
    return understand(said, today=TODAY, asked=None if asked == "null" else asked, **more)


@pytest.mark.parametrize(
    ("command", "phrase"),
    [(command, phrase) for command, phrases in LIST["commands"].items() for phrase in phrases],
)
@pytest.mark.parametrize("asked", [None, "penalty_free", "registration_date", "category"])
def test_command(command, phrase, asked):
    assert understand(phrase, today=TODAY, asked=asked).command == command


@pytest.mark.parametrize(("phrase", "fact"), LIST["change"].items())
def test_change(phrase, fact):
    understood = understand(phrase, today=TODAY, asked="good_reputation")
    assert (understood.command, understood.target) == ("change", fact)


@pytest.mark.parametrize(("line", "facts"), LIST["corrections"].items())
def test_correction(line, facts):
    understood = read(line, answered=["penalty_free", "registration_date"])
    assert facts_of(understood) == facts
    assert understood.correction


@pytest.mark.parametrize("line", LIST["questions"])
def test_question_in_the_middle(line):
    understood = read(line)
    assert (facts_of(understood), understood.question, understood.command) == ({}, "guide", None)


@pytest.mark.parametrize(("line", "facts"), LIST["both"].items())
def test_answer_and_question(line, facts):
    understood = read(line)
    assert (facts_of(understood), understood.question) == (facts, "guide")


@pytest.mark.parametrize("line", LIST["nothing"])
def test_nothing(line):
    assert read(line).nothing
