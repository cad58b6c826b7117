"""What is covered, what stays, and that nothing else changes."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.gateway.masking import luhn, mask

COVERED = [
    # mobile
    ("13800138000", "[手机号]"),
    ("我的手机是13800138000，谢谢", "我的手机是[手机号]，谢谢"),
    ("138 0013 8000", "[手机号]"),
    ("138-0013-8000", "[手机号]"),
    ("138—0013—8000", "[手机号]"),
    ("+8613800138000", "[手机号]"),
    ("+86 138 0013 8000", "[手机号]"),
    ("008613800138000", "[手机号]"),
    ("86-13800138000", "[手机号]"),
    ("１３８００１３８０００", "[手机号]"),
    ("微信同号19912345678。", "微信同号[手机号]。"),
    ("call 16612345678 please", "call [手机号] please"),
    ("13800138000/13900139000", "[手机号]/[手机号]"),
    ("2020-06-01 13800138000", "2020-06-01 [手机号]"),
    ("138.1234.5692", "[手机号]"),
    ("138 12345 692", "[手机号]"),
    ("打013812345692", "打[手机号]"),
    ("幺三八零零幺三八零零零", "[手机号]"),
    # landline
    ("0755-12345678", "[电话号码]"),
    ("0755-83071234", "[电话号码]"),
    ("(0755)83071234", "[电话号码]"),
    ("（0755）83071234", "[电话号码]"),
    ("0755 8307 1234", "[电话号码]"),
    ("075583071234", "[电话号码]"),
    ("0755-83071234-802", "[电话号码]"),
    ("0755-83071234转802", "[电话号码]"),
    ("010-62345678", "[电话号码]"),
    ("０７５５－８３０７１２３４", "[电话号码]"),
    ("座机：83071234", "座机：[电话号码]"),
    ("联系电话是 8307 1234", "联系电话是 [电话号码]"),
    ("电话号码23456789", "电话号码[电话号码]"),
    # abroad
    ("+852 9123 4567", "[电话号码]"),
    ("+1 415 555 2671", "[电话号码]"),
    ("+44 20 7946 0958", "[电话号码]"),
    ("00852-91234567", "[电话号码]"),
    # ID cards
    ("身份证440301199001011237", "身份证[身份证号]"),
    ("11010519491231002X", "[身份证号]"),
    ("11010519491231002x", "[身份证号]"),
    ("440301 19900101 1237", "[身份证号]"),
    ("４４０３０１１９９００１０１１２３７", "[身份证号]"),
    ("440301199001011230", "[身份证号]"),  # the check digit is wrong: mistyped, still a person's
    ("老身份证440301750101123", "老身份证[身份证号]"),
    # e-mail
    ("zhang.san@example.com", "[邮箱]"),
    ("邮箱是zhang_san+a@mail.example.com.cn谢谢", "邮箱是[邮箱]谢谢"),
    ("zhangsan＠example．com", "[邮箱]"),
    # bank cards
    ("4111111111111111", "[银行卡号]"),
    ("4111 1111 1111 1111", "[银行卡号]"),
    ("6222021234567890128", "[银行卡号]"),
    ("5500-0000-0000-0004", "[银行卡号]"),
    ("卡号6222021234567890123", "卡号[银行卡号]"),  # named, so the checksum does not matter
    ("银行账号：4000 0212 0920 0123 456", "银行账号：[银行卡号]"),
]

KEPT = [
    "138.1234.56",
    "一三五、一三八两批",
    "一三八零零一三八零零零万元",
    "专利号440301750101123",
    "2015年3月18日",
    "2015-03-18",
    "2015/3/18",
    "20150318",
    "20150318150000",
    "2019-12",
    "2019-12-01至2020-12-01",
    "2004 年",
    "注册日期 2015-03-18 2018-06-30",
    "200万元",
    "奖金 200 万元、100 万元、50 万元",
    "13800138000元",
    "营业收入13800138000万元",
    "人民币 16612345678 元",
    "第18名",
    "前20位",
    "深市监规〔2019〕12 号",
    "91440300MA5EXAMPLE",
    "91440300192203821X",
    "914403001922038216",
    "12440300455755678Y",
    "订单20200101123456789012",
    "ISO9001:2015",
    "GB/T 19580-2012",
    "1.3800138000",
    "3.14159265358979",
    "12345",
    "12315",
    "4411111111111111",  # sixteen digits, but the check digit is wrong
    "123456789012345678",
    "0.13800138000",
    "138001380001",
    "电话里说2015年注册",
    "电话会议20150318",
    "@example",
    "a@b",
    "3+4 20 30",
    "2+2000000万",
    "金奖≤2名",
    "1 2 3 4 5 6 7 8 9 10 11",
    "2016 2017 2018 2019 2020",
]


@pytest.mark.parametrize("text, covered", COVERED)
def test_covered(text, covered):
    assert mask(text) == covered


@pytest.mark.parametrize("text", KEPT)
def test_kept(text):
    assert mask(text) == text


@given(st.text(max_size=200))
def test_any_text_is_masked_once_for_all(text):
    assert mask(mask(text)) == mask(text)


@given(st.text(alphabet=st.characters(blacklist_categories=["N"], blacklist_characters="@＠﹫")))
def test_text_without_digits_and_at_is_unchanged(text):
    assert mask(text) == text


@given(
    st.dates(),
    st.sampled_from(["{:%Y}年{:%m}月{:%d}日", "{:%Y}-{:%m}-{:%d}", "{:%Y}{:%m}{:%d}", "{:%Y}/{:%m}/{:%d}"]),
    st.sampled_from(["", "注册于", "我们公司成立于 ", "since "]),
)
def test_dates_stay(day, form, before):
    text = before + form.format(day, day, day)
    assert mask(text) == text


@given(
    st.integers(0, 10**12),
    st.sampled_from(["元", "万元", "亿元", " 万元", "万美元", " 元"]),
    st.sampled_from(["", "收入", "利润 "]),
)
def test_amounts_stay(amount, unit, before):
    text = f"{before}{amount}{unit}"
    assert mask(text) == text


@given(
    st.from_regex(re.compile(r"1[3-9]\d{9}", re.ASCII), fullmatch=True),
    st.text(alphabet=st.characters(blacklist_categories=["N", "P", "S", "Cs", "Z", "Cc"]), max_size=20),
    st.text(alphabet="，。；！？的是", min_size=1, max_size=20),
)
def test_a_mobile_number_never_passes(number, before, after):
    assert number not in mask(f"{before}{number}{after}")


@given(st.from_regex(re.compile(r"62\d{14}", re.ASCII), fullmatch=True))
def test_a_valid_card_never_passes(digits):
    card = next(digits + str(check) for check in range(10) if luhn(digits + str(check)))
    assert mask(f"我的卡 {card}。") == "我的卡 [银行卡号]。"


@pytest.mark.parametrize("part", ["1", "1 ", "a", "a.", "0755-", "+1 ", "@", "a@", "1-", "电话"])
def test_hostile_text_is_quick(part):
    began = time.process_time()
    mask(part * (1000 // len(part)))
    assert time.process_time() - began < 0.2
