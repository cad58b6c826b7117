"""docx, xlsx and pptx as packages: which one it is, its main part, whether all of its XML is sound."""

from __future__ import annotations

import re
import zipfile

from actions.materials import xml_parts
from actions.materials.findings import Refused

CONTENT_TYPES = "[Content_Types].xml"
# Of the main part, Office's and the ISO variant, with macros and without.
_MAIN_TYPES = {
    "docx": re.compile(
        r"wordprocessingml\.(document|template)\.main|ms-word\.(document|template)\.macroEnabled"
    ),
    "xlsx": re.compile(
        r"spreadsheetml\.(sheet|template)\.main|ms-excel\.(sheet|template|addin)\.macroEnabled"
    ),
    "pptx": re.compile(r"presentationml\.\w+\.main|ms-powerpoint\.\w+\.macroEnabled"),
}
_XML = re.compile(r"\.(xml|rels|vml)$", re.I)


def identify(archive: zipfile.ZipFile) -> tuple[str, str]:
    """The format and the name of its main part; `zip` for an archive that is no Office file."""
    names = set(archive.namelist())
    if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
        return ("odf", "") if b"opendocument" in archive.read("mimetype") else ("zip", "")
    if CONTENT_TYPES not in names:
        return "zip", ""
    found: list[tuple[str, str]] = []

    def start(name: str, attributes: xml_parts.Attributes) -> None:
        for content, types in _MAIN_TYPES.items():
            part = attributes.get("PartName", "").lstrip("/")
            if xml_parts.local(name) == "Override" and types.search(attributes.get("ContentType", "")):
                found.append((content, part))

    xml_parts.read(archive, CONTENT_TYPES, start=start)
    return found[0] if found else ("zip", "")


def check_parts(archive: zipfile.ZipFile, main: str) -> None:
    """Every XML part is read once; a document type in any of them is refused."""
    if main not in archive.namelist():
        raise Refused("unreadable", "broken")
    for entry in archive.infolist():
        if _XML.search(entry.filename):
            xml_parts.read(archive, entry)
