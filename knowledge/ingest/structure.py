"""From paragraphs to passages: which are headings, what stands under what. Pure.

A numbered paragraph is a heading when it reads like a title and something stands under it; numbered sentences are
text. The printed numbers are taken as they are: skipped or repeated ones change nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from knowledge.ingest.identity import Identities
from knowledge.ingest.lines import plain_title
from knowledge.ingest.numbering import CHAPTER_RANKS, Mark, follows, mark_of
from knowledge.ingest.paragraphs import Paragraph
from knowledge.model import Kind, Passage

_LONGEST_TITLE = 40  # characters; the guide's longest is 19
_SENTENCE_MARK = re.compile(r"[。；：！;!]|:(?!\d)")
_CAPTION = re.compile(r"[（(][^。；（(]{1,40}[）)]")
_FIGURE_NUMBER = re.compile(r"图\s*\d+(?:[-.．]\d+)*\s*[^，。；]{0,40}")
_SHOWS_PICTURES = re.compile(r"(?:页面|界面|图|截图)如下[：:]$")  # what follows it are labels of pictures


@dataclass(frozen=True)
class Block:
    """A paragraph with what it is. `rank` orders headings: the smaller stands above."""

    text: str
    kind: Kind
    mark: Mark | None = None
    rank: tuple[int, int] = (0, 0)


def classify(paragraphs: Sequence[Paragraph]) -> list[Block]:
    """The kind of every paragraph."""
    blocks: list[Block] = []
    for paragraph in paragraphs:
        mark = mark_of(paragraph.text)
        if paragraph.heading is not None:
            block = Block(paragraph.text, "heading", mark, (0, paragraph.heading))
        elif mark and _title_like(paragraph.text, mark):
            block = Block(paragraph.text, "heading", mark, (1, mark.rank))
        elif paragraph.caption or (not mark and _is_caption(paragraph.text)):
            block = Block(paragraph.text, "figure")
        else:
            block = Block(paragraph.text, "text", mark)
        blocks.append(block)
    return _without_bare_headings(blocks)


def _is_caption(text: str) -> bool:
    return bool(_CAPTION.fullmatch(text) or _FIGURE_NUMBER.fullmatch(text))


def _title_like(text: str, mark: Mark) -> bool:
    title = text.removeprefix(mark.printed).strip()
    if not title or len(title) > _LONGEST_TITLE or _SENTENCE_MARK.search(title):
        return False
    return mark.rank in CHAPTER_RANKS or not re.search("[，,]", title)  # chapters may be named in two clauses


def _without_bare_headings(blocks: list[Block]) -> list[Block]:
    """Turns titles with nothing under them into what they are: points of a list, or labels of pictures."""
    settled = list(blocks)
    for place, block in enumerate(blocks):
        if block.kind != "heading" or block.rank[0] == 0:
            continue
        before = settled[place - 1] if place else None
        following = blocks[place + 1] if place + 1 < len(blocks) else None
        bare = (
            following is None
            or (following.kind == "heading" and following.rank <= block.rank)
            or _opens_a_point(following, block)
        )
        if before and _goes_on_labelling(block, before):
            settled[place] = replace(block, kind="figure")
        elif bare:
            shown = before and _SHOWS_PICTURES.search(before.text)
            settled[place] = replace(block, kind="figure" if shown else "text")
    return settled


def _goes_on_labelling(block: Block, before: Block) -> bool:
    """Whether the numbered label of a picture stands before, and this is the next."""
    return (
        before.kind == "figure"
        and before.rank == block.rank
        and follows(block.mark.number, before.mark.number)
    )


def _opens_a_point(following: Block, block: Block) -> bool:
    """Whether a numbered sentence of the same or an outer rank comes next, so that the title stands bare."""
    return following.mark is not None and block.mark is not None and following.mark.rank <= block.mark.rank


def passages(
    blocks: Sequence[Block], edition: str, title: str, document: str = "", first_order: int = 0
) -> list[Passage]:
    """Passages in the order of the source.

    `title` is the document's, `document` its key in the ids: "" for the guide itself; every path in a document that
    was added to the edition begins with its title. `first_order` counts the passages of the documents before.
    """
    identities = Identities(edition, document)
    outset = (title,) if document else ()
    above: list[Block] = []
    found: list[Passage] = []
    for nth, block in enumerate(blocks):
        names_document = nth == 0 and plain_title(block.text) == plain_title(title)
        is_heading = names_document or block.kind == "heading"
        if is_heading:
            while above and above[-1].rank >= block.rank:
                above.pop()
        path = () if names_document else (*outset, *(heading.text for heading in above))
        numbers = [each.mark.number for each in (*above, block) if each.mark]
        found.append(
            Passage(
                id=identities.of(numbers, block.text),
                edition=edition,
                path=path,
                text=block.text,
                kind="heading" if is_heading else block.kind,
                level=len(path) + is_heading,
                order=first_order + nth,
            )
        )
        if is_heading and not names_document:
            above.append(block)
    return found
