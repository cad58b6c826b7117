"""A question as the rankers see it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledge.retrieve.naming import unnamed
from knowledge.retrieve.normalise import comparable, terms
from knowledge.retrieve.synonyms import Synonyms

_NUMBER = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True)
class Query:
    written: str  # comparable form, spoken turns of phrase as they are written
    terms: tuple[str, ...]  # of the above and of the guide's words for it
    numbers: frozenset[str]
    sides: tuple[frozenset[int], ...]  # of the groups that are kept apart
    around: tuple[str, ...] = ()  # terms of the message that it is a piece of


def understand(text: str, synonyms: Synonyms) -> Query:
    written = synonyms.written(unnamed(comparable(text)))
    meant = " ".join([written, *synonyms.guide_terms(written)])
    return Query(written, tuple(terms(meant)), numbers(written), tuple(synonyms.sides(meant)))


def numbers(written: str) -> frozenset[str]:
    """The numbers of a comparable text, in digits."""
    return frozenset(_NUMBER.findall(written))
