"""Two editions side by side: what is the same, moved, changed, new and gone, and which answers that touches."""

from dataclasses import replace

import pytest

from knowledge.ingest.answers import Entry
from knowledge.ingest.differences import differences, touched
from tests.knowledge.small_guide import make_edition

OLD = make_edition("2020").passages
NEW = make_edition("2021").passages


def kinds(found):
    return [each.change for each in found]


def test_the_same_guide_has_no_differences():
    assert kinds(differences(OLD, NEW)) == ["same"] * 6


def test_every_kind_of_difference():
    changed = replace(NEW[4], text=NEW[4].text.replace("40 分钟", "30 分钟"))
    moved = replace(NEW[2], path=("三、系统",))
    fresh = replace(NEW[5], id="2021-9-abcdef", text="另行通知的事项以官网公布为准，请留意。", kind="text")
    found = differences(OLD, [NEW[0], moved, NEW[3], changed, NEW[5], fresh])
    assert kinds(found) == ["same", "gone", "moved", "same", "changed", "same", "new"]
    assert found[1].old == OLD[1] and found[1].new is None
    assert found[-1].new == fresh and found[-1].old is None
    assert [piece for piece in found[4].pieces if piece[0] != "="] == [("-", "40"), ("+", "30")]


def test_both_sides_of_a_change_are_whole():
    changed = replace(NEW[1], text="金奖给予奖金 300 万元。但以下情形需注意：财政全额拨款的不发。")
    [found] = [each for each in differences(OLD, [*NEW[:1], changed, *NEW[2:]]) if each.change == "changed"]
    assert "".join(text for sign, text in found.pieces if sign != "+") == OLD[1].text
    assert "".join(text for sign, text in found.pieces if sign != "-") == changed.text


@pytest.mark.parametrize(("old", "new", "expected"), [((), NEW, "new"), (OLD, (), "gone"), ((), (), None)])
def test_empty_editions(old, new, expected):
    assert kinds(differences(old, new)) == [expected] * max(len(old), len(new))


def test_twins_are_paired_once():
    twice = [NEW[3], replace(NEW[3], path=("二、流程", "6. 附加答辩"))]
    assert sorted(kinds(differences([OLD[3]], twice))) == ["new", "same"]


def test_answers_whose_quote_is_lost_are_touched():
    entry = Entry("time", {"zh-Hans": "40 分钟"}, ("答辩时间不超过 40 分钟",), ("多久",), ())
    other = replace(entry, id="people", quotes=("答辩人数不超过 3人",))
    new = [replace(each, text=each.text.replace("40", "30")) for each in NEW]
    assert touched([entry, other], new) == {"time": ("答辩时间不超过 40 分钟",)}
    assert touched([entry, other], NEW) == {}
