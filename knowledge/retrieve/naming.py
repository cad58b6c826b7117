"""The award's own name, said as "this award": who names it asks the same as who does not.

Few of the authored questions name it, for people who talk about it do not; and of those that the guide does not settle many
name another one (佛山质量奖). By its name alone a question would look like theirs.
"""

from __future__ import annotations

import re
from collections.abc import Callable

# Only after words that lead to a name, or none: 绍兴市长质量奖 is another's, and so is what follows 广东省 or 罗湖区那个.
_LEADS = "报评拿得获领搞办奖请争冲做选是有了过这那呢个该此届年想要在对于从跟和与叫说问道解到入为参查找后能以会再次里"
_OTHERS = re.compile(r"[省区县州国亚欧洲]|市|政府|产品|工程|\b(?:city|national|china|provincial|district)\b")
_BEFORE = 6  # characters
_CHINESE = re.compile(
    rf"(?:(?<![^\W{_LEADS}])|(?<=[拿得报评请办搞]的))(?:深圳市?的?)?(?:[这那呢]个)?(?:市[长涨掌](?:[这那呢]个)?质量大?[奖将]|质量大?奖|市长大?奖)(?P<rest>[金银铜](?=奖)|[奖金])?"
)
_ENGLISH = re.compile(
    r"(?<![a-z])(?:the |this )?(?:shenzhen )?(?:municipal )?(?:mayor'?s?'? (?:quality )?|quality )(?:award|prize)(?![a-z])"
)


def unnamed(written: str) -> str:
    """A comparable text, in which the award is "this award"."""
    return _ENGLISH.sub(_said("this award"), _CHINESE.sub(_said("这个奖"), written))


def _said(shortly: str) -> Callable[[re.Match[str]], str]:
    def say(found: re.Match[str]) -> str:
        before = found.string[max(0, found.start() - _BEFORE) : found.start()].split("奖")[-1]
        if _OTHERS.search(before):
            return found[0]
        rest = found.groupdict().get("rest")
        if rest == "金" and not found.string.startswith("奖", found.end()):
            return "奖金"  # 市长质量奖金有多少
        return rest or shortly  # 市长质量奖金奖 is 金奖

    return say
