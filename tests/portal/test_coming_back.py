"""Coming back to the walk, leaving it and setting it right, as strangers said it in a trial."""

from __future__ import annotations

import pytest

from actions.portal.commands import Command, read_command
from actions.portal.guide import portal
from actions.portal.walk import Walk, move


def read(text, alone=False):
    return read_command(text, portal(), at=3, alone=alone)


@pytest.mark.parametrize(
    ("name", "texts"),
    {
        "resume": [
            "接着昨天的",
            "我回来了，接着上次",
            "返嚟喇，繼續",
            "嗯还是继续走吧",
            "回到刚才的步骤",
            "我现在在哪一步",
            "我不懂这一步，再说一遍",
            "这个界面是干嘛的",
            "再看这一步",
            "算了还是接着走",
            "resume",
            "let's continue where we left off",
        ],
        "leave": ["算了不弄了", "我要休息一下先不弄了", "唔搞喇", "唔做住先", "就这样吧", "I give up"],
        "back": ["再返回", "返去上一步"],
        "continue": ["继续", "好了，继续吧", "continue"],
        "remaining": ["完了吗", "还有别的吗"],
        "nod": ["换了浏览器好了", "找回来了"],
        "next": [
            "搞掂",
            "已经开好网站，切到市监局，法人也登录了",
            "找到了，然后登录",
            "ok got the corporate account, next",
            "申办协议和承诺书都同意了",
            "what's the next step",
        ],
        "overview": ["全部列出來"],
        "walk": ["带我走网上申报吧，我们是民营医院，想报服务类的项目奖"],
        None: ["这样啊"],
    }.items(),
)
def test_what_strangers_said_to_steer_it(name, texts):
    for text in texts:
        command = read(text)
        assert (command and command.name) == name, text


def test_a_kind_of_application_is_set_right_in_the_middle_of_a_sentence():
    assert read("哦不对，我们是事业单位，是非经济类组织").form == "organization"
    assert read("我是医院，报项目").form == "project"
    assert read("报项目要推荐吗") is None


def test_a_page_that_was_reached_is_a_step():
    assert read("前任离职，系统里已经填完资料到了上传材料这一页，接下来要干嘛", alone=True).step == 7


@pytest.mark.parametrize(
    ("at", "text", "step"),
    [
        (4, "不对 我还没登录", 3),
        (5, "上上步", 3),
        (6, "退回去两步", 4),
        (2, "退回去两步", 1),
        (1, "倒数第二步", 7),
    ],
)
def test_steps_back(at, text, step):
    assert read_command(text, portal(), at=at).step == step


def test_what_was_done_before_does_the_step_on_the_screen_no_more():
    agreed = read("协议点了同意 承诺书也同意了")
    assert move(portal(), Walk(6, "project"), agreed).walk.step == 6
    assert move(portal(), Walk(4, "project"), agreed).walk.step == 6
    assert move(portal(), Walk(6, "project"), Command("next")).walk.step == 7


def test_after_an_answer_in_the_middle_the_step_waits():
    going_on = read("继续")
    assert move(portal(), Walk(3, interrupted=True), going_on).walk == Walk(3)
    assert move(portal(), Walk(3), going_on).walk == Walk(4)


def test_submitted_by_mistake_is_not_the_wrong_city():
    assert read("点错了提交了").trouble.id == "change_after"
    assert read("选错城市了").trouble.id == "wrong_place"
