"""Dates and lengths of time, phrase by phrase (dates.yml)."""

from datetime import date
from pathlib import Path

import pytest
import yaml

from actions.understanding.dates import complete, read_date
from actions.understanding.spoken import plain
from actions.understanding.when import Misdated

LIST = yaml.safe_load(Path(__file__).with_name("dates.yml").read_text(encoding="utf-8"))
TODAY = LIST["today"]


def said(reading):
    if reading is None:
        return None
    if isinstance(reading, Misdated):
        return reading.problem
    return f"{reading.earliest}..{reading.latest}"


def expected(value):
    return f"{value}..{value}" if isinstance(value, date) else value


@pytest.mark.parametrize(
    ("phrase", "value"),
    [(phrase, value) for group in LIST["cases"].values() for phrase, value in group.items()],
)
def test_phrase(phrase, value):
    assert said(read_date(plain(phrase), TODAY)) == expected(value)


@pytest.mark.parametrize(
    ("partial", "phrase", "value"),
    [
        (partial, phrase, value)
        for partial, group in LIST["within"].items()
        for phrase, value in group.items()
    ],
)
def test_the_rest_of_a_date(partial, phrase, value):
    assert said(complete(plain(phrase), read_date(plain(partial), TODAY), TODAY)) == expected(value)
