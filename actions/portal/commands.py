"""What a message asks of the walk: a move, a step, a trouble, a kind of application, or nothing of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

import yaml

from actions.portal.guide import Portal, Trouble
from actions.understanding.spoken import plain

Name = Literal[
    "next",
    "continue",
    "back",
    "restart",
    "leave",
    "resume",
    "overview",
    "after",
    "go_to",
    "form",
    "which_form",
    "trouble",
    "stuck",
    "walk",
    "remaining",
    "nod",
]
# Whole messages, tried in this order.
_WHOLE: tuple[Name, ...] = (
    "restart",
    "leave",
    "overview",
    "after",
    "remaining",
    "resume",
    "walk",
    "continue",
    "back",
)
_ENDS = re.compile(r"[,.。!！?？;；]+|(?<=了)(?=直接|然后|接下来|现在|下一步|后面)")
_POLITE = r"(?:请问?|麻烦|帮我|我想|我要|那|那就|好的?|嗯|额|你好|您好|谢谢|please|ok|okay|can you|could you)"
_TAIL = r"(?:吧|了|啊|呀|呢|啦|哦|一下|谢谢|好吗|可以吗|行吗|嘛|please|thanks?)"
_DIGITS = "零一二三四五六七八九"


@dataclass(frozen=True)
class Command:
    """`step` is set for go_to (it may be a number that does not exist), and for next where the step that is done was named
    (登录好了); `form` for form, `trouble` for trouble."""

    name: Name
    step: int = 0
    form: str | None = None
    trouble: Trouble | None = None


def read_command(
    text: str, portal: Portal, asking: bool = False, alone: bool = False, at: int = 0
) -> Command | None:
    """`asking` tells that the kind of application was asked; `alone`, that no walk is on the screen, so that only what can
    mean nothing else is taken for a command; `at`, the step that they are at, whose troubles are the likeliest."""
    asked = plain(text).endswith("?")
    text = plain(text).strip(" ,.。!！?？~")
    if asked and not alone and _whole("finished").fullmatch(text):
        return Command("resume")  # done? reports nothing
    form = _form_alone(text, portal, asking)
    if form is not None:
        return form
    for name in _WHOLE:
        if _whole(name).fullmatch(text):
            return Command(name)
    if not alone and (form := _form_corrected(text, portal)):
        return form
    if _walk_for(text, portal):
        return Command("walk")
    if not alone and _whole("all_done").fullmatch(text):
        return Command("remaining")
    if not alone and (step := _stepped_back(text, portal, at)):
        return Command("go_to", step=step)
    numbered = _whole("number").fullmatch(text)
    if numbered and (step := _number(numbered, alone, len(portal.steps))):
        return Command("go_to", step=step)
    trouble = _trouble(text, portal, at)
    if trouble is not None:
        return Command("trouble", trouble=trouble)
    if not alone and _put_off(text):
        return Command("leave")
    if not (alone or asking) and _whole("half_done").fullmatch(text):
        step = _last_named(text, portal) or at
        return Command("go_to", step=step) if step > at else Command("nod")
    onward = _onward(text, portal, alone)
    if onward is not None:
        return onward
    step = _named(text, portal, alone)
    if step is not None:
        return Command("go_to", step=step)
    if _whole("stuck_somewhere").fullmatch(text):
        return Command("stuck")
    if not (alone or asking or _anywhere("thanks").search(text)) and _whole("part").fullmatch(text):
        return Command("nod")
    return _after_a_nod(text, portal, asking, alone)


def wants_the_walk(text: str) -> bool:
    """先不查了，带我填报: to be walked through now, where another task is under way."""
    return _anywhere("walk_instead").search(plain(text)) is not None


def asks_a_detail(text: str) -> bool:
    """点了上一步，数据会丢吗: a question, whatever words of the walk are in it."""
    text = plain(text)
    return bool(_anywhere("detail").search(text)) and not _anywhere("the_walk_itself").search(text)


def reports_an_error(text: str) -> bool:
    """提示文件名不合法: what the portal said, which a step from the beginning does not explain."""
    return _anywhere("error_reported").search(plain(text)) is not None


def form_mentioned(text: str, portal: Portal) -> str | None:
    """The one kind of application that a message speaks of."""
    text = plain(text)
    found = [form.id for form in portal.forms if form.said.search(text)]
    return found[0] if len(found) == 1 else None


@lru_cache(maxsize=1)
def _patterns() -> dict[str, str]:
    return yaml.safe_load(Path(__file__).with_suffix(".yml").read_text(encoding="utf-8"))


@cache
def _whole(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{_POLITE}[, ]?)*(?:{_patterns()[name]})(?:[, ]?{_TAIL})*")


@cache
def _anywhere(name: str) -> re.Pattern[str]:
    return re.compile(_patterns()[name])


def _form_alone(text: str, portal: Portal, asking: bool) -> Command | None:
    """The kind of application, where a message says nothing else, or answers the question for it."""
    if asking and _whole("undecided").fullmatch(text):
        return Command("next")
    if asking and text.isdecimal() and 1 <= int(text) <= len(portal.forms):
        return Command("form", form=portal.forms[int(text) - 1].id)
    for form in portal.forms:
        match = form.said.search(text)
        rest = text[: match.start()] + text[match.end() :] if match else text
        if match and re.fullmatch(rf"(?:{_patterns()['around_form']})*", rest):
            return Command("form", form=form.id)
    if not asking:
        return None
    asks = _anywhere("detail").search(text)
    form_id = form_mentioned(text, portal)
    if form_id and (not asks or _anywhere("to_fill_in").fullmatch(text)):
        return Command("form", form=form_id)
    if not asks and re.search(_patterns()["half_said"], text):
        return Command("which_form")
    return None


def _form_corrected(text: str, portal: Portal) -> Command | None:
    """哦不对，我们是事业单位，是非经济类组织: the last kind said, where nothing is asked."""
    if _anywhere("detail").search(text):
        return None
    found = [form for piece in _pieces(text) if (form := _form_alone(piece, portal, asking=False))]
    return found[-1] if found else None


def _walk_for(text: str, portal: Portal) -> bool:
    """带我走网上申报吧，我们想报服务类的项目奖: asks for the walk, and tells for what, with no question of its own."""
    pieces = _pieces(text)
    rest = [piece for piece in pieces if not _whole("walk").fullmatch(piece)]
    told = not any(map(_anywhere("detail").search, rest)) and form_mentioned(text, portal) is not None
    return len(rest) < len(pieces) and bool(rest) and told


def _pieces(text: str) -> list[str]:
    return [piece.strip() for piece in _ENDS.split(text) if piece.strip()]


def _put_off(text: str) -> bool:
    """我先去吃饭，回头再弄: how a message ends, unless something is asked before it."""
    *before, last = _pieces(text) or [""]
    return bool(_whole("put_off").fullmatch(last)) and not any(map(_anywhere("detail").search, before))


def _stepped_back(text: str, portal: Portal, at: int) -> int:
    """上上步, 倒数第二步, 不对，我还没登录: the number of the step; 0 for none."""
    if _whole("back_two").fullmatch(text):
        return max(at - 2, 1)
    if _whole("last_but_one").fullmatch(text):
        return len(portal.steps) - 1
    if not _whole("undone").fullmatch(text) or _anywhere("detail").search(text):
        return 0
    before = enumerate(portal.steps[: max(at - 1, 0)], 1)
    return next((number for number, step in before if step.done.search(text)), 0)


def comes_back(text: str) -> bool:
    """开完会了，继续吧, after the walk was left."""
    text = plain(text).strip(" ,.。!！~")
    return bool(_anywhere("comes_back").search(text)) and not _anywhere("detail").search(text)


def _onward(text: str, portal: Portal, alone: bool) -> Command | None:
    """下一步, 打开了, and 填完了，保存了，然后呢: every clause tells what is done, asks what comes next, or nods. Where no walk is on
    the screen, what was done counts only if it is a step of it: 交了 may be about anything."""
    pieces = _pieces(text)
    done = [piece for piece in pieces if _whole("done").fullmatch(piece)]
    moves = [piece for piece in pieces if _whole("next").fullmatch(piece)]
    others = ("nod", "thanks", "part") + (("and_then",) if done else ())
    for piece in pieces:
        known = piece in done + moves or any(_whole(name).fullmatch(piece) for name in others)
        if not known and (alone or not done + moves or _anywhere("no_report").search(piece)):
            return None
    steps = [
        number
        for number, step in enumerate(portal.steps, 1)
        for piece in done + moves
        if step.done.search(piece)
    ]
    if moves or (steps if alone else done):
        return Command("next", step=max(steps, default=0))
    return None


def _after_a_nod(text: str, portal: Portal, asking: bool, alone: bool) -> Command | None:
    """好了，上一步: what a message ends with, where the rest only nods."""
    *before, last = _pieces(text) or [""]
    nods = [_whole(name) for name in ("nod", "thanks", "next", "done")]
    if before and all(any(nod.fullmatch(piece) for nod in nods) for piece in before):
        return read_command(last, portal, asking, alone)
    return None


def _number(match: re.Match[str], alone: bool, of: int) -> int | None:
    """The number of a step, out of `of`; a bare one names a step only while the walk is on the screen."""
    if match["last"] or match["last_english"]:
        return of
    said = match["order"] or match["after"] or match["english"] or ("" if alone else match["bare"])
    if not said:
        return None
    if said.isdecimal():
        return int(said)
    tens, _, ones = said.rpartition("十")
    ten = 10 * (_DIGITS.index(tens) if tens else 1) if "十" in said else 0
    return ten + (_DIGITS.index(ones) if ones else 0)


def _trouble(text: str, portal: Portal, at: int) -> Trouble | None:
    """Of several that fit, one of the step that they are at, else the first in the order of the steps."""
    steps = (*portal.steps[at - 1 : at], *portal.steps) if at else portal.steps
    return next((trouble for step in steps for trouble in step.troubles if trouble.said.search(text)), None)


def _named(text: str, portal: Portal, alone: bool) -> int | None:
    """The step that is meant: 我卡在登录了, 上传那里, and on the screen of the walk also the bare name."""
    number = _last_named(text, portal)
    if number is None:
        return None
    if _anywhere("stuck").search(text):
        return number
    if _anywhere("detail").search(text):
        return None
    if _anywhere("places").search(text):
        return number
    rest = portal.steps[number - 1].said.sub("", text)
    bare = re.fullmatch(rf"(?:{_patterns()['filler']})*", rest) is not None
    return number if bare and not alone else None


def _last_named(text: str, portal: Portal) -> int | None:
    """填完了，上传那里: of the steps named, the last one is where they are."""
    names = [
        (match.start(), number)
        for number, step in enumerate(portal.steps, 1)
        for match in step.said.finditer(text)
    ]
    return max(names)[1] if names else None
