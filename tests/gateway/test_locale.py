"""The language of each turn."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.gateway.locale import decide, written_in

HANS, HANT, EN = "zh-Hans", "zh-Hant", "en"


@pytest.mark.parametrize(
    "text, found",
    [
        ("奖金多少", HANS),
        ("我们够条件吗", HANS),
        ("獎金多少", HANT),
        ("請問點樣申請", HANT),
        ("我哋公司唔係深圳註冊嘅", HANT),
        ("点样申请㗎", HANS),
        ("唔该，想问下奖金有几多", HANS),
        ("你好", "zh"),
        ("有冇", "zh"),
        ("申奖", HANS),
        ("金奖 gold prize", HANS),
        ("What is the prize money?", EN),
        ("how to apply", EN),
        ("hello", EN),
        ("thanks", EN),
        ("Eligibility", EN),
        ("What does 卓越绩效 mean here?", EN),
        # written by its sound, not English
        ("zipingbaogao zui duo duoshao zi", "zh"),
        ("大辩 zui duo ji ge ren qu", "zh"),
        ("答辯几個人 zui duo", "zh"),
        ("demo视频", "zh"),
        ("Can a bank change name?", EN),
        ("name", EN),
        ("how long", EN),
        ("are you sure", EN),  # each of these is made of Chinese syllables too
        ("same here?", EN),
        ("PDCA", None),
        ("ISO 9001", None),
        ("ok", None),
        ("http", None),  # asked which of two addresses
        ("OK!", None),
        ("yes", None),
        ("2018", None),
        ("2015-03-18", None),
        ("第18", "zh"),
        ("A", None),
        ("QC ADLI", None),
        ("👍", None),
        ("", None),
        ("PDCA是什么", HANS),
        ("用 ISO 9001 和 Six Sigma 可以吗", HANS),
        ("Shenzhen Mayor Quality Award 怎么申请", HANS),
        ("質量獎的奖金", HANT),
        ("皇后大道", HANS),
    ],
)
def test_written_in(text, found):
    assert written_in(text) == found


@pytest.mark.parametrize(
    "text, requested, previous, answer",
    [
        # nothing known
        ("你好", None, None, HANS),
        ("2018", None, None, HANS),
        # what is clear wins over the setting
        ("hello there", HANS, None, EN),
        ("獎金多少", HANS, None, HANT),
        ("獎金多少", EN, None, HANT),
        # simplified text does not win over a chosen setting
        ("奖金多少", HANT, None, HANT),
        ("奖金多少", EN, None, EN),
        ("奖金多少", None, EN, HANS),
        ("奖金多少", HANS, HANT, HANS),
        # what says nothing keeps what was
        ("2018", HANS, EN, EN),
        ("ok", None, HANT, HANT),
        ("可以", HANS, HANT, HANT),
        ("可以", HANS, EN, HANS),
        ("可以", None, EN, HANS),
        ("可以", EN, EN, EN),
        ("2018", EN, None, EN),
    ],
)
def test_decide(text, requested, previous, answer):
    assert decide(text, requested, previous) == answer


@given(
    st.text(max_size=100), st.sampled_from([None, HANS, HANT, EN]), st.sampled_from([None, HANS, HANT, EN])
)
def test_there_is_always_a_locale(text, requested, previous):
    assert decide(text, requested, previous) in (HANS, HANT, EN)
