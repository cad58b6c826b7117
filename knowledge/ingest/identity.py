"""Passage ids that depend on the passage alone, so that an edit elsewhere in the document never changes them.

`2020-1.6.1-9c41e2`: the edition, the numbers printed on the headings above and on the passage itself, and a piece of a
hash of its text. `2020-s1.4.2-77ab03` is from the first document that was added to the edition.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections import Counter
from collections.abc import Sequence

from knowledge.ingest.lines import squeezed

_HASH_LENGTH = 6


class Identities:
    """Hands out the ids of one document; identical twins under the same numbers get -2, -3, …"""

    def __init__(self, edition: str, document: str = "") -> None:
        self._edition = edition
        self._document = document
        self._given: Counter[str] = Counter()

    def of(self, numbers: Sequence[str], text: str) -> str:
        place = ".".join([part for part in (self._document, *_own_parts(numbers)) if part]) or "0"
        identity = f"{self._edition}-{place}-{_digest(text)}"
        self._given[identity] += 1
        twin = self._given[identity]
        return identity if twin == 1 else f"{identity}-{twin}"


def _own_parts(numbers: Sequence[str]) -> list[str]:
    """The numbers with what each repeats of the one above it taken off: 1 and 1.2 are 1.2, not 1.1.2."""
    parts: list[str] = []
    above = ""
    for number in numbers:
        parts.append(number.removeprefix(f"{above}.") if above else number)
        above = number
    return parts


def _digest(text: str) -> str:
    plain = squeezed(unicodedata.normalize("NFKC", text))
    return hashlib.sha256(plain.encode()).hexdigest()[:_HASH_LENGTH]
