"""Whether a penalty, an accident or dishonesty that was told is taken back: it was another's, or it was revoked."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from .commands import field_named
from .conduct import DATED, REVOKED

_ANOTHERS = re.compile(
    r"(?:罚|处罚|事故|失信)的?(?:其实|原来)?(?:是|为)(?:我们)?(?:的)?(?:[母子分]公司|供应商|承包商|分包|别人|别家|另一家|同名)|"
    r"(?:罚|处罚|出事)的?(?:其实)?并?不是我们|^[^,。]{0,12}(?:跟|和|与)我们(?:公司|单位)?(?:无关|没关系)|"
    r"\bit (?:was not|wasn't) (?:us|ours|our)\b"
)
_REVOKED = re.compile(
    rf"^(?:已经?|后来|都|被)*(?:{REVOKED.pattern})(?:了|的)?$|(?:处罚|罚[款单]|决定|那[次笔个]|复议|法院|\b(?:was|were|got|been)\b)[^,。]{{0,8}}(?:{REVOKED.pattern})"
)


def taken_back(said: str, known: Mapping[str, object], answered: Sequence[str]) -> str | None:
    """The fact to be asked again: the one named, else the one that was told last."""
    if not (_ANOTHERS.search(said) or _REVOKED.search(said)):
        return None
    told = [fact for fact in (*answered, *known) if fact in DATED and known.get(fact) is False]
    named = field_named(said)
    return named if named in told else next(iter(told), None)
