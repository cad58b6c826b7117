"""The checklist of material for an applicant and a class."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from actions.materials.clauses import citation, load

CATEGORIES = ("economic", "culture", "society", "ecology", "management", "service")
APPLICANTS = ("organization", "project")
_OPTIONAL = ("when", "copies", "limit")
DEFAULT_LOCALE = "zh-Hans"


class EconomicProject(Exception):
    """The economic class takes organisations only: rule `category_accepts_applicant`."""


@lru_cache(maxsize=1)
def _content() -> dict[str, Any]:
    return load("checklist")


def check_applicant(applicant: str | None, category: str | None) -> None:
    if applicant == "project" and category == "economic":
        raise EconomicProject


def items(
    applicant: str | None = None, category: str | None = None, locale: str = DEFAULT_LOCALE
) -> list[dict[str, Any]]:
    """What to hand in, in the guide's order, each with its clause. Raises `EconomicProject`."""
    check_applicant(applicant, category)
    return [_item(entry, applicant, category, locale) for entry in _content()["items"]]


def heading(locale: str = DEFAULT_LOCALE) -> dict[str, str]:
    """The list's `title` and `note`."""
    return {name: _content()[name][locale] for name in ("title", "note")}


def _item(entry: dict[str, Any], applicant: str | None, category: str | None, locale: str) -> dict[str, Any]:
    texts = [entry["text"][locale]] if "text" in entry else []
    if entry["id"] == "self_report" and category is not None:
        texts.append(_content()["report_parts"]["economic" if category == "economic" else "other"][locale])
    if entry["id"] == "self_report" and applicant == "project":
        texts.append(_content()["project_report"][locale])
    said = {
        name: entry[name][locale] if isinstance(entry[name], dict) else entry[name]
        for name in _OPTIONAL
        if name in entry
    }
    return {
        "id": entry["id"],
        "title": entry["title"][locale],
        **({"text": (" " if locale == "en" else "").join(texts)} if texts else {}),
        "formats": list(entry["formats"]),
        "signed": entry["signed"],
        **said,
        "citation": citation(entry["clause"]),
    }
