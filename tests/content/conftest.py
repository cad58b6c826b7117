from __future__ import annotations

import pytest

from tests.content.authored import EDITION, without_whitespace


@pytest.fixture(scope="session")
def guide() -> str:
    """The 2020 guide without whitespace, in which every quote must occur."""
    return without_whitespace((EDITION / "szmqa-guide-2020.txt").read_text(encoding="utf-8"))
