"""Whether a message asks if its speaker may apply, in words that say so or with what decides it."""

from __future__ import annotations

from datetime import date

from .lexicon import listed
from .spoken import plain
from .understand import Understanding, understand

# What is told of much that is no application: 母公司得了奖，子公司宣传时能用这称号不; 我们是财政全额拨款的, of the money.
TOLD_OF_MUCH = ("previous_award", "previous_award_year", "fully_fiscal_funded")
_A_CASE = 4  # facts that make a case, though nobody says whose: 公司组织奖，2012年注册，在名录库


def speaks_of_us(text: str) -> bool:
    return listed("sentences", "first_person").search(plain(text)) is not None


def asks_whether_to_apply(text: str) -> bool:
    """能报吗, 够条件吗; not 行不行 of something else."""
    return listed("sentences", "may_apply").search(plain(text)) is not None


def asks_of_money(text: str) -> bool:
    """拿了金奖有多少钱"""
    return listed("sentences", "about_prize").search(plain(text)) is not None


def asks_for_us(text: str, today: date) -> bool:
    """Whether a message asks if the speaker may apply, and says something of the speaker: 我们是公立医院，能不能申报."""
    understood = understand(text, today=today)
    return speaks_of_us(text) and asks_whether_to_apply(text) and bool(understood.facts)


def wants_to_apply(text: str) -> bool:
    """公司去年才注册，想申报"""
    return listed("sentences", "intent").search(plain(text)) is not None


def tells_a_case(text: str, understood: Understanding) -> bool:
    """Whether what was understood of a message is told of the speaker, or is enough to be a case."""
    return speaks_of_us(text) or len(understood.facts) >= _A_CASE


def _tells_what_to_apply_for(text: str, understood: Understanding) -> bool:
    """我们研究所，事业单位，想报管理类"""
    return wants_to_apply(text) and len(understood.facts) > 1


def asks_to_be_checked(text: str, today: date) -> bool:
    """Whether a message asks if the speaker may apply, in words that say so or with what decides it, or only tells it."""
    if listed("sentences", "check_wanted").fullmatch(plain(text).strip(" ,.!?")):
        return True  # 自查, 想查下资格
    understood = understand(text, today=today)
    own, applies = speaks_of_us(text), asks_whether_to_apply(text)
    if own and applies and len(understood.facts) >= _A_CASE:  # whatever else is asked beside it
        return True
    money = asks_of_money(text) and (understood.question or len(understood.facts) < _A_CASE)  # 财政没给钱
    if understood.command or money:
        return False
    if understood.question is None:
        decides = understood.deciding not in (None, *TOLD_OF_MUCH)
        return tells_a_case(text, understood) and (decides or _tells_what_to_apply_for(text, understood))
    if understood.question != "verdict":  # 我司想报，去年被罚的，算不算近一年
        return own and wants_to_apply(text) and understood.deciding not in (None, *TOLD_OF_MUCH)
    a_case = listed("sentences", "a_case").search(plain(text)) is not None
    if not understood.facts or understood.deciding is None:
        return own and applies
    return own or applies or a_case
