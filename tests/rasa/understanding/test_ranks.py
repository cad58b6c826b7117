"""Places in an industry, phrase by phrase (ranks.yml)."""

from pathlib import Path

import pytest
import yaml

from actions.understanding.ranks import read_places
from actions.understanding.spoken import plain

LIST = yaml.safe_load(Path(__file__).with_name("ranks.yml").read_text(encoding="utf-8"))


def said(places):
    if places is None:
        return None
    return places.best if places.exact else f"{places.best}..{places.worst}"


@pytest.mark.parametrize(
    ("phrase", "value"),
    [(phrase, value) for group in LIST["cases"].values() for phrase, value in group.items()],
)
def test_phrase(phrase, value):
    assert said(read_places(plain(phrase), bare=True)) == value
