"""The editions of the guide that there are rules for, and which one judges a given day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from actions.eligibility.editions import e2020
from actions.eligibility.errors import FactError, UnknownEdition
from actions.eligibility.model import Edition

EDITIONS: tuple[Edition, ...] = (e2020.EDITION,)


def distance(edition: Edition, day: date) -> timedelta:
    """How far the day lies outside the edition's period; zero within it."""
    return max(edition.valid_from - day, day - edition.valid_until, timedelta(0))


def edition_for(day: date, wanted: object = None, editions: Sequence[Edition] = EDITIONS) -> Edition:
    """The edition asked for, else the one in force on the day, else the nearest (of two equally near, the later)."""
    if wanted is None:
        return min(reversed(editions), key=lambda edition: distance(edition, day))
    if not isinstance(wanted, str):
        raise FactError("edition", "wrong_type", 'edition：请填文字，例如 "2020"；不填则按判断日选取。')
    for edition in editions:
        if edition.id == wanted:
            return edition
    raise UnknownEdition(wanted, tuple(edition.id for edition in editions))
