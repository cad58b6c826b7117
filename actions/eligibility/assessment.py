"""The checker's front door: what a client sends in, the report out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from actions.eligibility.conditions import Case
from actions.eligibility.editions import EDITIONS, edition_for
from actions.eligibility.engine import check, read_case
from actions.eligibility.facts import read_day
from actions.eligibility.model import Edition
from actions.eligibility.report import as_json


def today_in_shanghai() -> date:
    return datetime.now(ZoneInfo("Asia/Shanghai")).date()


def assess(
    facts: object,
    as_of: object = None,
    edition: object = None,
    *,
    today: Callable[[], date] = today_in_shanghai,
    editions: Sequence[Edition] = EDITIONS,
) -> dict[str, Any]:
    """Judge the facts as of a day (a date or `YYYY-MM-DD`, else today) by an edition (else the one in force, or the nearest).

    Returns the report as the HTTP contract has it. Raises FactError or UnknownEdition.
    """
    return as_json(check(*read(facts, as_of, edition, today=today, editions=editions)))


def read(
    facts: object,
    as_of: object = None,
    edition: object = None,
    *,
    today: Callable[[], date] = today_in_shanghai,
    editions: Sequence[Edition] = EDITIONS,
) -> tuple[Edition, Case]:
    """What `assess` judges: the edition, and the facts read by it."""
    if as_of is None:
        as_of = today()
    day = as_of if isinstance(as_of, date) else read_day("as_of", as_of)
    chosen = edition_for(day, edition, editions)
    return chosen, read_case(chosen, facts, day)
