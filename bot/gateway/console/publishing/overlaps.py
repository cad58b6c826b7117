"""Ways to say a term that something else holds already: another proposal, or the synonyms that came with the product."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from bot.gateway.console.publishing.knowledge import Term
from bot.gateway.console.publishing.tables import ProposalRow

STATES = {"submitted": "等待审核", "approved": "已经生效"}


@dataclass(frozen=True)
class Overlap:
    """`word` leads to `guide` elsewhere too. `key` names that place; `same`: it is the very same way to say the very same term."""

    key: str
    word: str
    guide: str
    where: str
    same: bool

    def __str__(self) -> str:
        return f"“{self.word}”已经是“{self.guide}”的说法（{self.where}）"


def overlaps(
    guide: str, said: Iterable[str], proposals: Iterable[ProposalRow], terms: Iterable[Term], but: int = 0
) -> list[Overlap]:
    """Of a way to say `guide`; `but` is its own proposal. Proposals first."""
    wanted = {_bare(word): word for word in said}
    held = [
        (f"p{row.id}", row.content["guide"], row.content["said"], f"{row.id} 号提议，{STATES[row.state]}")
        for row in proposals
        if row.id != but
    ]
    held += [(f"t{term.guide}", term.guide, term.said, "随产品的") for term in terms]
    return [
        Overlap(key, wanted[_bare(word)], term, where, same=_bare(term) == _bare(guide))
        for key, term, words, where in held
        for word in words
        if _bare(word) in wanted
    ]


def _bare(word: str) -> str:
    return "".join(unicodedata.normalize("NFKC", word).casefold().split())
