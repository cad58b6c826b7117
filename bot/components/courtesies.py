"""What is no courtesy, though it begins like one or is as short as one."""

from __future__ import annotations

import re

_HAN = r"\u3400-\u9fff"
# Marks that end a clause, and blanks beside a Chinese character: those are typed instead of a comma.
_BREAK = re.compile(rf"[,.!?;，。！？；、…~～\n]+|(?<=[{_HAN}])\s+|\s+(?=[{_HAN}])")


def clauses(text: str) -> list[str]:
    """The clauses of a message, none when it has only one: "谢谢，那铜奖呢" is a thank-you and a question."""
    parts = [part.strip() for part in _BREAK.split(text)]
    found = [part for part in parts if part]
    return found if len(found) > 1 else []
