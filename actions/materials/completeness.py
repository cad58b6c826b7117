"""Whether a set of files is everything that the guide asks for."""

from __future__ import annotations

from collections.abc import Collection

from actions.materials.findings import Finding

_FORM = ("form_word", "form_scan")


def missing(kinds: Collection[str]) -> list[Finding]:
    """What is missing beside files of these kinds."""
    found = []
    copies = [copy for copy in _FORM if copy in kinds]
    if not copies:
        found.append(Finding("missing_required", "form"))
    elif len(copies) == 1:
        (absent,) = set(_FORM) - set(copies)
        found.append(Finding("form_pair_missing", absent))
    needed = ("self_report", "evidence", "tax_certificate")
    return found + [Finding("missing_required", kind) for kind in needed if kind not in kinds]
