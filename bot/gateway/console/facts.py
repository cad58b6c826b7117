"""The fields of the eligibility page: each fact with its name, its kind and its options in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from actions.eligibility.catalogue import FACTS
from actions.eligibility.editions import EDITIONS
from actions.eligibility.facts import Day, Fact, Whole, YesNo
from bot.gateway.errors import InvalidInput
from bot.gateway.locale import DEFAULT

WORDING = Path(__file__).parents[2] / "domain" / "eligibility_facts.yml"
RESPONSE = "utter_eligibility_fact_"


@dataclass(frozen=True)
class Option:
    value: str
    title: str


@dataclass(frozen=True)
class Field:
    """`kind`: `choice` (with options), `day`, `number`. `where` says where the applicant can find it out."""

    name: str
    title: str
    kind: str
    options: Sequence[Option] = ()
    low: int | None = None
    high: int | None = None
    where: str = ""


@lru_cache(maxsize=1)
def fields() -> tuple[Field, ...]:
    """In the order in which the dialogue asks for them."""
    wording = yaml.safe_load(WORDING.read_text(encoding="utf-8"))["responses"]
    said = {
        name.removeprefix(RESPONSE): entries[0]["custom"]
        for name, entries in wording.items()
        if name.startswith(RESPONSE)
    }
    return tuple(_field(fact, said.get(fact.name, {})) for fact in FACTS)


def _field(fact: Fact, said: Mapping[str, Any]) -> Field:
    numbers = EDITIONS[-1].numbers
    title = fact.title.format_map(numbers)
    where = said["where"][DEFAULT].format_map(numbers) if "where" in said else ""
    titles = {_written(option["value"]): option["title"][DEFAULT] for option in said.get("options", ())}
    if isinstance(fact, Day):
        options = [Option(fact.instead, titles.get(fact.instead, fact.instead))] if fact.instead else []
        return Field(fact.name, title, "day", options, where=where)
    if isinstance(fact, Whole):
        return Field(fact.name, title, "number", (), fact.low, fact.high, where)
    options = [Option(_written(value), titles.get(_written(value), _yes_no(value))) for value in fact.options]
    return Field(fact.name, title, "choice", options, where=where)


def _written(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _yes_no(value: Any) -> str:
    return {True: "是", False: "否"}.get(value, str(value))


def read(form: Mapping[str, Any]) -> dict[str, Any]:
    """The facts of a filled-in form, as the engine takes them; empty fields are not known."""
    facts: dict[str, Any] = {}
    for fact in FACTS:
        written = str(form.get(f"{fact.name}_instead") or form.get(fact.name) or "").strip()
        if not written:
            continue
        if isinstance(fact, YesNo):
            if written not in ("true", "false"):
                raise InvalidInput(fact.name, f"{fact.name}：请选择是或否。")
            facts[fact.name] = written == "true"
        elif isinstance(fact, Whole):
            if not written.isascii() or not written.isdigit() or len(written) > 9:
                raise InvalidInput(fact.name, f"{fact.name}：请填整数。")
            facts[fact.name] = int(written)
        else:
            facts[fact.name] = written
    return facts
