"""Cuts a message into pieces and tells what states facts from what only asks."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from .lexicon import listed
from .numerals import number
from .polarity import denies

_NUMERAL = "0-9零〇一二两三四五六七八九十"
_CUT = re.compile(
    rf"[。;!?\n()\[\]]+|\.\.+|,(?! ?(?:19|20)\d\d\b)|、(?![{_NUMERAL}]+[年月])|(?<=奖)、|\.(?=\s|$)|"
    r"(?<=罚款|处罚|罚过|事故|问题|亏损|亏过|失信|违规|记录)(?=(?:没有?|无|零)(?:出过|发生过|任何|安全|责任)?(?:处罚|罚款|被罚|事故|环保|亏损|失信|违规))|"
    r"(?<!不)(?=但是?)|(?<![超差好只])(?=不过)|(?=而且|并且|另外(?!一?[个家间])|此外)|"
    r"\b(?:and|but|however|also)\b (?!a half|\d|one\b|two\b|three\b|a month|\w+ months?)"
)
# 不知道算不算 asks nothing and states nothing: the speaker does not know.
_INDIRECT = re.compile(
    r"^(?:我|我们|也|还|真|这个?|确实|都|,)*(?:不(?:太|大)?(?:清楚|知道|确定|晓得|了解|记得)|记不清|忘了|说不(?:好|准|清)|不好说|搞不清)"
    r"(?=[^\d?]*(?:几|哪|什么|啥|多少|怎|是否|(?P<verb>\w)[不没](?P=verb)))(?!.*(?:能不能|可不可以|[?]))"
)
# 没出过什么事 asks for nothing.
_NOTHING = re.compile(
    "(?:没有?|未|无|不(?:是|在|算|属于|存在)?)[^,。]{0,3}(?:什么|啥)|那个(?:什么|啥)(?=我|,|$)"
)
_LONG_WINDED = re.compile(r"因(?:为)?(?:违反|违法)[^,。;]{0,40}?(?=受到?|被|遭)")
# 兄弟公司做一样的业务,也准备报: the second part has the subject of the first.
_SAME_SUBJECT = re.compile(
    r"((?:集团|兄弟|姐妹|姊妹|母公司|总公司|关联|另一家|旗下|别家)[^,。;!?]{0,16}),"
    r"(?=(?:今年|这次)?(?:也|同时)(?:都|同时|想|要|准备|打算|会|在)*(?:报|申报|申请|参评))"
)


# 现在是二〇二六年了 dates nothing that is told, and 罚了2000 is no year.
_NOW = re.compile(
    rf"(?:现在|目前|如今|眼下|今天)(?:都|已经?|就)?(?:是|到)?(?:[{_NUMERAL}]{{4}}年(?:[{_NUMERAL}]{{1,3}}月份?)?|[{_NUMERAL}]{{1,3}}月份?)(?:[底初中])?了?"
)
_AMOUNT = re.compile(r"(?<=[罚赔交])((?:款|了|过|我们|金)*)(?:19|20)\d\d(?![\d年./-])[块元]?")
_EXCEPT = re.compile(
    r"\b(?:no|without)(?: any)? (losses|loss|penalty|penalties|fines?|accidents?) (?:except|apart from|other than|but)(?: for)?(?: one| a few| some)?"
)
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
# 去年11月底，不过是11月20号 and 2025年3月验收，5月投用: the later month is of the same year.
_LATER_MONTH = re.compile(
    rf"(?P<year>[去前今]年|(?:19|20)\d\d年)(?P<first>[{_NUMERAL}]{{1,3}})月(?P<between>[^。;年]{{0,20}},[^。;年月]{{0,6}}?)(?P<month>[{_NUMERAL}]{{1,3}})月"
)
# 那纳税呢？纳税第19 answers itself, and 纳税的话第19 supposes nothing.
_ASKED_AND_TOLD = re.compile(r"那(?P<what>[^,。?]{1,6})呢[?,](?=(?P=what))")
_AS_FOR = re.compile(
    rf"(利润|纳税|产值|营收|收入|销售额?|行业|领域)(?:来)?(?:算|排|看|说|讲)?的话,?(?=[^,。?]{{0,6}}(?:第|前|[{_NUMERAL}]))"
)
# 2015年，3月 is one date.
_MONTH_OF_IT = re.compile(
    rf"((?:[{_NUMERAL}]{{2,4}}|[去前今])年),(?=[{_NUMERAL}]{{1,3}}月(?:份|[{_NUMERAL}]{{1,3}}[日号])?(?:$|[,。]))"
)
# What is told in one breath: 我们公司成立于2011年然后有一个消防的小罚款然后不知道影不影响.
_IN_ONE_BREATH = re.compile(r"[^,。;!?、()\n]{25,}")
_NEXT = re.compile(
    r"(?<=.{5})(?=然后|(?:我们|我司)(?:公司|单位|是|有|没|做|也|都|在|去年|今年)|这种情况|不知道|只报|符合(?:国家|产业|政策)|信[用誉]|第.{1,3}名|"
    r"(?:没有?|无|未|零)(?:被|出|发生|得|拿|获)?过?(?:处罚|罚|亏|事故|环保|失信|集团|兄弟|奖|较大))"
)
_BUT, _ALL_OTHERS = "除了", re.compile("都|全|一直|其[他它余]")
# 那协会推荐可以吗 asks whether it would do.
_WOULD_DO = re.compile(r"那(?!我们|我司)[^,。\d]{2,10}(?:可以|行|算|能行)(?:吗|么|不)?\??")
# 那证书呢 goes on asking; 那没事了吧 asks how it stands.
_AND_WHAT = re.compile("那(?![没不我有是]|如果|要是)[^,。?]{1,6}呢")
_ALL_RIGHT = re.compile(
    "(?:那|所以|这样)[^,。]{0,8}(?:没(?:什么)?(?:事|问题|戏|希望|机会|资格)了?(?:是吧|对吧|吧|吗)|是不是(?:就|肯定|应该)?没(?:什么)?(?:事|问题|戏|希望|机会|资格)了?)"
)


@dataclass(frozen=True)
class Piece:
    """A part of a message between stops. `stated` is what may state facts, empty where it only asks or supposes."""

    text: str
    stated: str
    asks: bool
    wishes: bool = False


def pieces(text: str) -> list[Piece]:
    """The pieces of `text` (as `spoken.plain` gives it), in order."""
    text = _MONTH_OF_IT.sub(r"\1", _THOUSANDS.sub("", text))
    text = _LATER_MONTH.sub(_of_the_same_year, text)
    text = _AS_FOR.sub(r"\1", _ASKED_AND_TOLD.sub("", text))
    text = _SAME_SUBJECT.sub(r"\1", _LONG_WINDED.sub("", text))
    text = _EXCEPT.sub(r"had \1", _AMOUNT.sub(r"\1", _NOW.sub("", text)))
    text = _IN_ONE_BREATH.sub(lambda stretch: _NEXT.sub(",", stretch[0]), text)
    anybody = asks_of_anybody(text)
    own_case = listed("sentences", "own_case").search(text) is not None
    first_person = own_case or listed("sentences", "first_person").search(text) is not None
    what_if = listed("sentences", "what_if").search(text) is not None
    found = []
    start = 0
    cuts = [*_CUT.finditer(text), None]
    for cut in cuts:
        end = cut.start() if cut else len(text)
        mark = cut[0] if cut else ""
        piece = text[start:end].strip(" ,.、:")
        if piece:
            said = _piece(piece, "?" in mark, first_person, own_case, what_if)
            found.append(replace(said, stated="") if anybody else said)
        start = cut.end() if cut else end
    return _with_exceptions(found) if found else found


def _of_the_same_year(match: re.Match[str]) -> str:
    first, later = number(match["first"]), number(match["month"])
    if first is None or later is None or later < first:
        return match[0]
    return f"{match['year']}{match['first']}月{match['between']}{match['year']}{match['month']}月"


def _with_exceptions(found: list[Piece]) -> list[Piece]:
    """没有处罚，除了上个月交了个消防罚款 does not deny, and 除了去年都盈利 tells of other years."""
    told = []
    for piece, following in zip(found, [*found[1:], None], strict=True):
        excepted = following is not None and following.text.startswith(_BUT) and denies(piece.stated)
        others = piece.text.startswith(_BUT) and _ALL_OTHERS.search(piece.text)
        told.append(replace(piece, stated="" if excepted or others else piece.stated.removeprefix(_BUT)))
    return told


def _piece(text: str, question_mark: bool, first_person: bool, own_case: bool, what_if: bool) -> Piece:
    if listed("sentences", "what_if").search(text + ("?" if question_mark else "")):
        return Piece(
            text,
            re.sub(
                "^(?:那|那么|那我们)?(?:如果|假如|要是|假设|万一|换成)|^(?:what if|suppose|and if)(?![a-z]) ?|呢$",
                "",
                text,
            ),
            asks=False,
        )
    if any(
        words.fullmatch(text) for words in (_AND_WHAT, _ALL_RIGHT, _WOULD_DO, listed("sentences", "of_a_day"))
    ):
        return Piece(text, "", asks=True)
    if not what_if and listed("sentences", "hypothetical").search(text):
        return Piece(text, "", asks=True)
    if _INDIRECT.match(text):
        return Piece(text, "", asks=False)
    wishes = listed("sentences", "intent").search(text) is not None
    asks = is_question(text + ("?" if question_mark else ""))
    if not asks:
        return Piece(text, text, asks=False, wishes=wishes)
    stated = _stated_in_question(text)
    if _about_anybody(stated, first_person, own_case):
        stated = ""
    return Piece(text, stated, asks=True, wishes=wishes)


def is_question(text: str) -> bool:
    text = _NOTHING.sub("", text)
    if listed("sentences", "hedged_statement").search(text) and not listed("sentences", "wh_question").search(
        text
    ):
        return False
    return (
        listed("sentences", "wh_question").search(text) is not None
        or listed("sentences", "yes_no_question").search(text) is not None
    )


def asks_of_anybody(text: str) -> bool:
    """经济类能报项目吗, 同一个集团两个子公司都能报吗: asks for the rule, and what stands beside it is no one's case."""
    return (
        listed("sentences", "first_person").search(text) is None
        and listed("sentences", "of_anybody").search(text) is not None
    )


def asks_for_others(text: str) -> bool:
    """外资能报吗, 总公司报了分公司还能报吗: names whom it asks for, who is not the speaker; 那现在能报吗 names nobody."""
    if listed("sentences", "oneself").search(text):
        return False
    if listed("sentences", "can_others").search(text):
        return True
    asked = [
        found.start() for kind in ("can_we", "may_apply") if (found := listed("sentences", kind).search(text))
    ]
    return bool(asked) and not listed("sentences", "nobody_named").fullmatch(text[: min(asked)])


def of_another(text: str) -> bool:
    """Whether the words before what is told say that it is told of another than the applicant."""
    return listed("sentences", "another").search(text) is not None


def asks_verdict(piece: Piece) -> bool:
    """我们能报吗, not 几年才能报."""
    if _ALL_RIGHT.fullmatch(piece.text):
        return True
    return not asks_of_anybody(piece.text) and (
        listed("sentences", "can_we").search(piece.text) is not None
        and listed("sentences", "wh_question").search(piece.text) is None
        and listed("sentences", "normative").search(piece.text) is None
        and listed("sentences", "of_the_rule").search(piece.text) is None
    )


def _stated_in_question(text: str) -> str:
    """成立两年 in 成立两年能报吗; nothing in 注册满几年才能报."""
    if listed("sentences", "wh_question").search(text) and "怎么办" not in text:
        return ""
    if listed("sentences", "of_the_rule").search(text):
        return ""
    ability = listed("sentences", "can_we").search(text)
    if ability is None:
        return ""
    stated = text[: ability.start()].strip(" ,.")
    if listed("sentences", "normative").search(stated + text[ability.start() :][:3]):
        return ""
    if listed("sentences", "yes_no_question").search(stated):
        return ""
    return stated


def _about_anybody(stated: str, first_person: bool, own_case: bool) -> bool:
    """被罚过的企业 and 事业单位 are about anybody, unless the speaker or a calendar year comes in."""
    if own_case or listed("sentences", "first_person").search(stated):
        return False
    if listed("sentences", "generic_head").search(stated) is None:
        return False
    return not (first_person or re.search(r"(?:19|20)\d\d|[今去前]年|上个?月", stated)) or stated in (
        "公司",
        "企业",
        "单位",
    )
