"""Facts in free sentences, phrase by phrase (facts.yml)."""

from pathlib import Path

import pytest
import yaml
from reading import facts_of

from actions.understanding.understand import understand

LIST = yaml.safe_load(Path(__file__).with_name("facts.yml").read_text(encoding="utf-8"))
TODAY = LIST["today"]
PENDING = LIST["cases"].pop("with an answer pending")


@pytest.mark.parametrize(
    ("phrase", "facts"),
    [(phrase, facts) for group in LIST["cases"].values() for phrase, facts in group.items()],
)
def test_sentence(phrase, facts):
    assert facts_of(understand(phrase, today=TODAY)) == facts


@pytest.mark.parametrize(("phrase", "facts"), PENDING.items())
def test_sentence_with_an_answer_pending(phrase, facts):
    asked, _, said = phrase.partition(" | ")
    assert facts_of(understand(said, today=TODAY, asked=asked)) == facts
