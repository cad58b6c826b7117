"""XML parts of Office files, read in one pass: no tree in memory, no document type, no entities."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from xml.parsers import expat

from actions.materials.archives import BROKEN
from actions.materials.findings import Refused

Attributes = dict[str, str]


def read(
    archive: zipfile.ZipFile,
    part: str | zipfile.ZipInfo,
    start: Callable[[str, Attributes], None] | None = None,
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    """Calls back for every element; names are `namespace local`. Office files never declare a document type."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    try:
        with archive.open(part) as stream:
            parser.ParseFile(stream)
    except (expat.ExpatError, *BROKEN):
        raise Refused("unreadable", "broken") from None


def _refuse(*_: object) -> None:
    raise Refused("unreadable", "entities")


def local(name: str) -> str:
    return name.rpartition(" ")[2]
