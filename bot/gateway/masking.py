"""Personal data is covered before a message is stored or passed on.

Covered: mobile and landline numbers, ID cards, e-mail addresses, bank cards. The applicant's dates, amounts and
ranks must stay readable, so a number is covered only where its form alone is proof (bounds, birth date, checksum) or
a word in front names it. A 统一社会信用代码 stays: it identifies an organisation, publicly.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

# Full-width forms and dashes, one character for one, so that positions stay the same.
NARROW = (
    {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
    | {0x3000: " "}
    | dict.fromkeys(map(ord, "‐‑‒–—−"), "-")
)

SEP = r"[ -]?"
# An amount or a count is not a telephone number.
NOT_AN_AMOUNT = r"(?!\s*(?:元|万|亿|美元|港元|港币|人民币|人次|平方|吨|RMB|CNY|USD))"
SAYS = r"(?:号码|號碼|号|號| ?numbers?| ?no\.?)?[:是为為\s(]{0,4}"

EMAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.){1,4}[A-Za-z]{2,24}")
ID_CARD = re.compile(
    rf"(?<![0-9A-Za-z])(?P<region>[1-9]\d)\d{{4}}{SEP}(?P<birth>(?:19|20)\d{{6}}){SEP}\d{{3}}[0-9Xx](?![0-9A-Za-z])"
)
ID_CARD_NAMED = re.compile(r"身份[证證]\D{0,6}(?P<number>[1-9]\d{14})(?!\d)")  # of the first generation
CARD = re.compile(rf"(?<![\d.])\d(?:{SEP}\d){{14,18}}(?![\d.]){NOT_AN_AMOUNT}")
CARD_NAMED = re.compile(
    rf"(?:银行卡|銀行卡|信用卡|储蓄卡|借记卡|卡号|卡號|账号|帐号|賬號|帳號|账户|bank account|bank card|card){SAYS}"
    rf"(?P<number>\d(?:{SEP}\d){{11,24}})(?!\d)",
    re.IGNORECASE,
)
INTERNATIONAL = re.compile(
    rf"(?<![\d.])(?:\+[1-9]\d{{0,2}}|00(?:852|853|886)){SEP}(?:\(?\d{{2,5}}\)?{SEP}){{2,4}}(?<=\d)(?!\d){NOT_AN_AMOUNT}"
)
MOBILE = re.compile(
    rf"(?<![\d.])(?:(?:\+|00)?86{SEP})?1[3-9]\d{SEP}\d{{4}}{SEP}\d{{4}}(?!\d|\.\d){NOT_AN_AMOUNT}"
)
# As some write it: in another grouping, with the trunk's 0, spelt out.
MOBILE_OTHERWISE = re.compile(
    rf"(?<![\d.])(?:0?1[3-9]\d\.\d{{4}}\.\d{{4}}|1[3-9]\d[ -]\d{{5}}[ -]\d{{3}}|01[3-9]\d{{9}})(?!\d|\.\d){NOT_AN_AMOUNT}"
    r"|[一幺][三四五六七八九][〇零一二三四五六七八九幺]{9}(?![〇零一二三四五六七八九幺十百千万])"
)
LANDLINE = re.compile(
    rf"(?<![\d.])(?:\(0\d{{2,3}}\)|0(?:10|2\d|[3-9]\d{{2}})){SEP}[1-9]\d{{2,3}}{SEP}\d{{4}}"
    rf"(?:{SEP}(?:-|转|轉|ext\.?) ?\d{{1,6}})?(?!\d){NOT_AN_AMOUNT}"
)
PHONE_NAMED = re.compile(
    rf"(?:电话|電話|座机|座機|手机|手機|tel|phone){SAYS}(?P<number>\d(?:{SEP}\d){{6,12}})(?!\d)",
    re.IGNORECASE,
)

# First two digits of the six-digit region code; 9 opens a foreigner's permanent residence card.
REGIONS = {
    f"{n}" for span in ((11, 16), (21, 24), (31, 38), (41, 47), (50, 55), (61, 66)) for n in range(*span)
}
REGIONS |= {"71", "81", "82", "83"}


def is_id_card(match: re.Match[str]) -> bool:
    """Region and birth date; a mistyped check digit is still somebody's number."""
    region, birth = match["region"], match["birth"]
    try:
        date(int(birth[:4]), int(birth[4:6]), int(birth[6:]))
    except ValueError:
        return False
    return region in REGIONS or region[0] == "9"


def luhn(digits: str) -> bool:
    doubled = (int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits)))
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def is_bank_card(match: re.Match[str]) -> bool:
    """An issuer's first digits, in its lengths, with the check digit right (ISO/IEC 7812)."""
    digits = re.sub(r"\D", "", match[0])
    issued = re.fullmatch(
        r"6\d{15,18}|4\d{15,18}|(?:5[1-5]|2[2-7]|35)\d{14}|3[47]\d{13}|955[89]\d{12,15}", digits
    )
    return issued is not None and luhn(digits)


def always(match: re.Match[str]) -> bool:
    return True


COVERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], bool], str], ...] = (
    (EMAIL, always, "[邮箱]"),
    (ID_CARD, is_id_card, "[身份证号]"),
    (ID_CARD_NAMED, always, "[身份证号]"),
    (CARD, is_bank_card, "[银行卡号]"),
    (CARD_NAMED, always, "[银行卡号]"),
    (MOBILE, always, "[手机号]"),
    (MOBILE_OTHERWISE, always, "[手机号]"),
    (INTERNATIONAL, always, "[电话号码]"),
    (LANDLINE, always, "[电话号码]"),
    (PHONE_NAMED, always, "[电话号码]"),
)


def mask(text: str) -> str:
    """The text with personal data replaced by the name of its kind; everything else unchanged."""
    for pattern, accepts, cover in COVERS:
        text = _cover(text, pattern, accepts, cover)
    return text


def _cover(text: str, pattern: re.Pattern[str], accepts: Callable[[re.Match[str]], bool], cover: str) -> str:
    parts, end = [], 0
    for match in pattern.finditer(text.translate(NARROW)):
        if accepts(match):
            start, stop = match.span("number" if "number" in pattern.groupindex else 0)
            parts += [text[end:start], cover]
            end = stop
    return "".join([*parts, text[end:]])
