"""Markdown: its headings, paragraphs, numbered points with their numbers, tables row by row, pictures by caption."""

from __future__ import annotations

from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

from knowledge.ingest.lines import Line, unwrapped
from knowledge.ingest.readers import html
from knowledge.ingest.readers.encoding import decoded


def read(file: Path) -> list[Line]:
    tokens = MarkdownIt("commonmark").enable("table").parse(decoded(file))
    lines: list[Line] = []
    heading: int | None = None
    number = ""
    row: list[str] = []
    in_table = False
    for token in tokens:
        if token.type in ("table_open", "table_close"):
            in_table = token.type == "table_open"
        elif token.type == "heading_open":
            heading = int(token.tag[1])
        elif token.type == "list_item_open":
            number = f"{token.info}{token.markup} " if token.info else ""
        elif token.type == "tr_close":
            lines.append(Line(" ".join(row), whole=True))
            row = []
        elif token.type == "inline" and in_table:
            row.append(_text(token))
        elif token.type == "inline" and _is_picture(token):
            lines.append(Line(_text(token), whole=True, role="caption"))
        elif token.type == "inline":
            lines.append(Line(number + _text(token), whole=True, heading=heading))
            heading, number = None, ""
        elif token.type in ("fence", "code_block"):
            lines += [Line(each, whole=True) for each in token.content.splitlines()]
        elif token.type == "html_block":
            lines += html.lines_of(token.content)
    return lines


def _text(inline: Token) -> str:
    pieces = ["\n" if child.type in ("softbreak", "hardbreak") else child.content for child in _shown(inline)]
    return unwrapped("".join(pieces).split("\n"))


def _shown(inline: Token) -> list[Token]:
    return [child for child in inline.children or () if child.type != "html_inline"]


def _is_picture(inline: Token) -> bool:
    return [child.type for child in _shown(inline)] == ["image"]
