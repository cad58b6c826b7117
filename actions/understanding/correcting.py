"""A message that takes the question before it back: it was about something else (不是，我问的是项目奖), or it is done with (换个问题，…)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from .lexicon import listed
from .several import asks
from .spoken import plain

_MARKS = " ,.!?;:。、~…\"'"
_SOME = re.compile("[那这]几")  # pointed at, not asked for


@dataclass(frozen=True)
class Correction:
    """What the question before was to be about, and what it was not, where that is said."""

    meant: str
    instead_of: str = ""


def corrected(text: str) -> Correction | None:
    """None where nothing is corrected, or by a whole question: 不是，我问的是答辩能不能线上."""
    spoken = plain(text).strip(_MARKS)
    found = listed("followups", "corrects").fullmatch(spoken)
    if found is None:
        return None
    groups = found.groupdict()
    meant = next(groups[name] for name in ("asked", "rather", "yes", "so", "en", "en_rather") if groups[name])
    meant, _, denied = meant.partition(",不是")
    instead_of = groups["denied"] or groups["no"] or groups["en_denied"] or denied
    meant, instead_of = (
        listed("followups", "pointing").sub("", each).strip(_MARKS) for each in (meant, instead_of)
    )
    whole = asks(_SOME.sub("", meant))
    return None if whole or not meant else Correction(meant, instead_of)


def turned(text: str) -> str | None:
    """What is asked after the words that leave the subject, 好，知道了。换一个，…; None where there are none."""
    spoken = plain(text)
    words = _turning().match(spoken)
    return (spoken[words.end() :].strip(_MARKS) or None) if words else None


def without_aside(text: str) -> str:
    """The message as it was typed, without words that only announce a question (等下，先问一句，…) or say how to answer it (…，说简单点)."""
    words = listed("followups", "aside").match(text)
    return listed("followups", "manner").sub("", text[words.end() :] if words else text) or text


def returned(text: str) -> str | None:
    """What is asked after the words that come back to an earlier subject; None where there are none."""
    spoken = plain(text)
    words = listed("followups", "returns").match(spoken)
    return spoken[words.end() :].strip(_MARKS) if words else None


@cache
def _turning() -> re.Pattern[str]:
    return re.compile(rf"(?:[^?]{{0,20}}[。!;]\s*)?(?:{listed('followups', 'turns').pattern})")
