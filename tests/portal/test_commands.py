"""What a message asks of the walk, and where it takes it: the wordings that people used in trials, and those like them."""

from __future__ import annotations

import time

import pytest

from actions.portal.commands import asks_a_detail, read_command
from actions.portal.guide import portal
from actions.portal.walk import Walk, begin, move

CONTENT = portal()
LAST = len(CONTENT.steps)


def read(text, at=1, alone=False):
    return read_command(text, CONTENT, at=at, alone=alone)


def after(text, at):
    """The step on the screen after a message at another one."""
    return move(CONTENT, Walk(at, form="economic"), read(text, at)).walk.step


@pytest.mark.parametrize(
    "text",
    [
        "带我走网上申报",
        "请带我走网上申报",
        "帶我走網上申報",
        "教我一步一步走申报流程",
        "申报步骤",
        "走一遍流程",
        "Walk me through the online application",
    ],
)
def test_to_be_led_is_said_without_doubt(text):
    assert read(text, alone=True).name == "walk"
    assert begin(CONTENT, read(text, alone=True), None).walk.step == 1


@pytest.mark.parametrize(
    "at, text",
    [
        (1, "打开了"),
        (1, "好，打开了"),
        (1, "网站打开了"),
        (1, "页面出来了"),
        (1, "进去了"),
        (2, "已经切换到深圳市市场监管局了"),
        (3, "登进去了"),
        (3, "登上去了"),
        (3, "登录成功"),
        (3, "账号密码填好了"),
        (3, "logged in"),
        (4, "看到了"),
        (4, "进来了"),
        (5, "同意了"),
        (5, "勾选同意了"),
        (5, "我同意"),
        (6, "填完保存了"),
        (6, "已保存"),
        (7, "全部上传完毕"),
        (7, "uploaded everything"),
        (3, "登入咗"),
        (5, "同意咗"),
        (6, "填好晒"),
        (7, "上載完成"),
        (7, "傳晒"),
    ],
)
def test_what_is_done_goes_on(at, text):
    assert after(text, at) == at + 1


@pytest.mark.parametrize(
    "at, text, step",
    [
        (1, "我已经登录了，直接说后面的", 4),
        (1, "我登录好了 后面怎么做", 4),
        (3, "填完了 保存了", 7),
        (1, "都传完了", 8),
        (7, "登录好了", 7),
        (8, "填完了", 8),
        (1, "登录页面打开了", 2),
        (1, "skip to upload", 7),
    ],
)
def test_who_is_further_on_is_taken_there_and_never_back(at, text, step):
    assert after(text, at) == step


@pytest.mark.parametrize("text", ["提交了", "已提交", "提交成功了，然后等通知？", "I've submitted it"])
@pytest.mark.parametrize("at", [4, LAST])
def test_who_has_submitted_hears_what_follows(text, at):
    there = move(CONTENT, Walk(at), read(text, at))
    assert (there.walk.step, there.lead) == (LAST, "submitted")


@pytest.mark.parametrize("text", ["done?", "is it done?", "好了？", "說慢點", "頭先去到邊", "I'm lost"])
def test_what_is_asked_of_a_step_shows_it_again(text):
    assert after(text, 3) == 3
    assert read(text, 3).name in ("resume", "stuck")


@pytest.mark.parametrize("text, step", [("返上一步", 2), ("上一部", 2), ("下一部", 4)])
def test_a_slip_in_the_name_of_a_move(text, step):
    assert after(text, 3) == step


def test_a_walk_begins_after_what_is_done():
    assert begin(CONTENT, read("我已经登录了，接下来怎么办", alone=True), None).walk.step == 4


def test_what_was_done_where_the_class_is_asked_is_no_refusal_to_choose():
    asking = Walk(6, phase="asking")
    assert move(CONTENT, asking, read("填完了", 6)).walk.step == 7
    assert move(CONTENT, asking, read("打开了", 6)).walk.step == 6


@pytest.mark.parametrize(
    "text",
    [
        "没打开",
        "还没提交",
        "打开不了",
        "我们去年提交了",
        "我们公司已经成立了",
        "提交了吗",
        "评审费交了吗",
        "登录要用什么账号",
    ],
)
def test_what_is_not_done_or_only_asked_moves_nothing(text):
    assert read(text) is None


@pytest.mark.parametrize("text", ["打开了", "找到了", "好的"])
def test_without_a_walk_on_the_screen_they_may_be_about_anything(text):
    assert read(text, alone=True) is None


@pytest.mark.parametrize("text", ["好的", "嗯", "收到", "下好了", "好的，知道了"])
def test_a_nod_stays(text):
    there = move(CONTENT, Walk(5), read(text, 5))
    assert (there.walk.step, there.lead, there.moved) == (5, "nodded", False)


def test_a_thank_you_is_no_nod():
    assert read("好的，谢谢") is None


@pytest.mark.parametrize("text", ["还有几步", "后面还有几步啊", "还剩多少步", "how many steps are left"])
def test_how_many_are_left(text):
    assert move(CONTENT, Walk(4), read(text, 4)).lead == "remaining"
    assert move(CONTENT, Walk(LAST), read(text, LAST)).lead == "none_left"


@pytest.mark.parametrize(
    "text",
    [
        "我先去吃饭，回头再弄",
        "我先去吃饯，回頭再弄",
        "先去开会，晚点再来",
        "明天再弄",
        "等我回来再说",
        "我去吃饭了",
        "I'll continue tomorrow",
    ],
)
def test_put_off(text):
    assert read(text).name == "leave"


def test_what_is_asked_before_putting_off_is_not_left_unheard():
    assert read("自评报告多少字，我明天再弄") is None


TROUBLES = {
    "no_message": [(8, "提交了没短信"), (8, "一直没短信通知"), (8, "收不到短信")],
    "login_fails": [
        (3, "收不到短信验证码"),
        (3, "验证码收不到"),
        (3, "登录按钮点不了"),
        (3, "I don't get the verification code"),
    ],
    "account_unknown": [(3, "登录提示账号不存在"), (3, "账号被锁了"), (3, "account does not exist")],
    "fields": [(6, "必填项不知道填啥"), (6, "这一栏不知道该填什么")],
    "page_frozen": [(6, "页面卡死了"), (6, "页面一直转圈"), (6, "the page is frozen")],
    "submit_fails": [
        (8, "提交按钮灰的"),
        (7, "提交按钮点不了"),
        (8, "submit fails"),
        (8, "the submit button is greyed out"),
    ],
    "apply_dead": [
        (4, "点了在线申办没反应"),
        (4, "在线申办按钮是灰的"),
        (4, "the button does nothing"),
        (4, "按鈕撳唔到"),
    ],
    "download_fails": [(5, "下载不了范本"), (5, "下载按钮点不动")],
    "save_fails": [(6, "保存不了"), (6, "系统提示保存失败"), (6, "I can't save")],
    "not_open": [(4, "页面显示不在受理期"), (4, "提示申报未开始"), (4, "系统说已经截止了")],
    "not_saved": [
        (6, "不小心点了上一步 数据会丢吗"),
        (6, "返回上一步会清空吗"),
        (6, "我先存着明天再填"),
        (6, "明天再填可以吗"),
    ],
    "too_large": [(7, "我那个文件有80M"), (7, "附件是60MB的"), (7, "视频有1个G")],
    "phone": [(1, "我在手机上可以弄吗"), (1, "用手机行不行"), (1, "can we apply on a phone")],
    "filled_wrong": [(6, "填错了能改吗"), (6, "有一栏填错了")],
    "missed_file": [(7, "漏传了一个怎么办"), (7, "忘传营业执照了")],
    "seal": [(7, "没有公章电子章可以吗"), (7, "公章不在身边怎么办")],
    "bundle": [(7, "一个文件能传多个证明吗"), (7, "多个证明放一个文件行吗")],
    "change_after": [(8, "传错了"), (8, "提交完发现填错了")],
    "agreement_missed": [(5, "下一步按钮点不了")],
}


@pytest.mark.parametrize(
    "name, at, text", [(name, at, text) for name, told in TROUBLES.items() for at, text in told]
)
def test_troubles_are_recognised(name, at, text):
    assert read(text, at).trouble.id == name


@pytest.mark.parametrize(
    "text",
    [
        "文件30M可以吗",
        "上传材料要盖章吗",
        "手机号可以填别人的吗",
        "公司账户被法院冻结了，奖金能打到关联公司吗",
        "结果条款没数据直接零分吗",
        "有没有往年的范本",
        "写新闻稿怕写错机构",
        "公章在总部，一次要拿哪几份去盖",
    ],
)
def test_what_only_sounds_like_a_trouble_is_none(text):
    assert read(text, 7) is None


def test_the_checklist_is_no_step_and_the_self_check_still_is():
    assert read("材料清单", 7) is None
    assert read("材料清单自检那里", 7).step == 5


@pytest.mark.parametrize(
    "words",
    [
        "登录进去了",
        "深圳市市监局",
        "刚刚我这边都全部",
        "填完成功保存好了同意协议",
        "材料提交全部材料",
        "你就直接说只要应该可以",
        "先去吃饭去了",
        "好的嗯行知道了",
        "已经上传材料提交成功了，",
        "网站页面打开过去上来了",
    ],
)
def test_a_long_message_is_read_in_no_time(words):
    began = time.perf_counter()
    read(words * 60 + "吗")
    assert time.perf_counter() - began < 2


def test_a_question_is_told_from_a_request():
    assert asks_a_detail("我点了上一步，要不要重来") and not asks_a_detail("继续申报")
    assert not asks_a_detail("可以教我怎么申报吗")


@pytest.mark.parametrize(
    "at, text, step",
    [
        (1, "不对 我已经到上传材料了", 7),
        (1, "已经登录了", 4),
        (1, "换成法人了", 3),  # the login itself is still to come
        (3, "换成法人了", 3),
        (1, "同意了", 6),
        (5, "情形选好了", 5),  # and then the agreement
        (4, "情形选好了", 5),
        (5, "选了组织", 5),
        (3, "得咗", 4),
        (4, "退回去上一步", 3),
    ],
)
def test_what_was_done_tells_where_they_are(at, text, step):
    assert after(text, at) == step


@pytest.mark.parametrize(
    "at, text, trouble",
    [(1, "还是打不开", "site_down"), (2, "切换里没有市市场监管局", "bureau_not_listed")],
)
def test_more_troubles(at, text, trouble):
    assert read(text, at).trouble.id == trouble


@pytest.mark.parametrize("text, form", [("经济类要填什么", "economic"), ("社会类项目奖填哪个表", "project")])
def test_the_kind_in_what_asks_how_to_fill_it_in(text, form):
    assert read_command(text, CONTENT, asking=True, at=6).form == form
