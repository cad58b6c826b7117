"""The structured replies: the check's questions and report, portal steps, stages, checklists."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e import replies


@pytest.fixture
def report(chat):
    chat.ask(replies.CHECK)
    chat.press("组织")
    return chat.ask("2024-05-08")


def test_question_shows_how_far_along_it_is_and_its_choices(chat):
    question = chat.ask(replies.CHECK)
    expect(question).to_contain_text("第 1 问，最多 12 问")
    expect(chat.replies.get_by_role("button")).to_have_text(["组织", "项目", "不清楚", "先不查了"])


def test_date_is_typed_or_picked(chat):
    chat.ask(replies.CHECK)
    chat.press("组织")
    chat.replies.get_by_label("选择日期").fill("2024-05-08")
    chat.press("用这个日期")
    expect(chat.mine.last).to_contain_text("2024 年 5 月 8 日")
    expect(chat.messages.last.locator(".verdict")).to_be_visible()


def test_date_in_the_future_cannot_be_picked(chat):
    chat.ask(replies.CHECK)
    chat.press("组织")
    chat.replies.get_by_label("选择日期").fill("2999-01-01")
    chat.replies.get_by_role("button", name="用这个日期").click()
    expect(chat.mine).to_have_count(2)


def test_report_begins_with_the_verdict_and_lists_every_rule(report):
    expect(report.locator(".report > :first-child")).to_have_text("目前不符合申报条件")
    expect(report).to_contain_text("《申报指引》2020 版 · 核对日期：2026 年 11 月 23 日")
    expect(report).to_contain_text("不符合的条件最早在 2027 年 5 月 8 日满足")
    assert report.locator(".rules > li").count() == 20
    failing = report.locator(".group").first
    expect(failing.locator("summary").first).to_contain_text("不符合（1 项）")
    expect(failing.locator(".rule")).to_contain_text("在深圳登记注册满 3 年")
    expect(failing).to_contain_text("怎样可以改变：")
    failing.locator(".source summary").click()
    expect(failing.locator("blockquote")).to_have_text("在深圳市行政区域内登记注册 3年以上")


def test_report_does_not_rely_on_colour(report):
    for word in ("不符合", "待确认", "符合", "不适用"):
        expect(report.locator(".group > summary").filter(has_text=f"{word}（")).not_to_have_count(0)
    assert report.locator(".mark").count() == report.locator(".mark svg").count() == 20


def test_report_keeps_what_the_dialogue_says_beside_the_result(report):
    said = report.get_by_text("您说的注册日期是 2024 年 5 月 8 日")
    expect(said).to_be_hidden()
    report.get_by_text("完整文字").click()
    expect(said).to_be_visible()


def test_progress_is_said_once(chat, monkeypatch):
    text = "去年在市内同行业排第几？（第 3 问，最多 12 问）"
    monkeypatch.setitem(replies.REPLIES, "下一问", lambda: replies.question("city_rank", text, 3))
    question = chat.ask("下一问")
    expect(question).to_contain_text("第 3 问，最多 12 问")
    expect(question.locator(".progress")).to_have_text("")


def test_report_offers_to_change_one_answer(chat, report):
    expect(chat.replies.get_by_role("button", name="修改：注册时间")).to_be_visible()


def test_report_is_copied_as_text(chat, report):
    chat.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    report.get_by_role("button", name="复制文字").click()
    expect(report.get_by_role("button", name="已复制")).to_be_visible()
    copied = chat.page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("目前不符合申报条件。")
    assert "《申报指引》2020 版" in copied and "2026 年 11 月 23 日" in copied


def test_report_is_copied_where_the_clipboard_interface_is_missing(chat, report):
    chat.page.evaluate("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    report.get_by_role("button", name="复制文字").click()
    expect(report.get_by_role("button", name="已复制")).to_be_visible()


def test_report_is_printed_alone_with_date_and_edition(chat, report):
    chat.page.context.add_init_script("window.print = () => {}")
    with chat.page.expect_popup() as opened:
        report.get_by_role("button", name="打印或存为 PDF").click()
    paper = opened.value
    expect(paper.locator("h1")).to_have_text("申报条件核对结果")
    assert paper.title() == "申报条件核对结果 2026-11-23"
    expect(paper.locator("main")).to_contain_text("《申报指引》2020 版")
    assert paper.locator("details:not([open])").count() == 0
    assert paper.locator("button").count() == 0
    assert paper.pdf().startswith(b"%PDF")


def test_steps_show_progress_and_remember_what_is_ticked(chat):
    step = chat.ask(replies.WALK)
    expect(step).to_contain_text("第 1 步，共 7 步")
    step.get_by_label("以法人身份登录").check()
    expect(step).to_contain_text("已勾 1 / 3")
    chat.page.reload()
    expect(chat.messages.last.get_by_label("以法人身份登录")).to_be_checked()
    chat.press("下一步")


def test_an_entry_ticked_in_its_step_is_ticked_in_the_whole_list_and_on_paper(chat, monkeypatch):
    opening, login = {"id": "open-1", "text": "打开网站"}, {"id": "login-1", "text": "切换至法人登录"}
    step = {"type": "portal_step", "title": "登录", "step": 2, "of": 2, "edition": "2020", "items": [login]}
    whole = {"type": "checklist", "title": "全部步骤", "edition": "2020", "items": [opening, login]}
    monkeypatch.setitem(replies.REPLIES, "第二步", lambda: [replies.say("step", "第 2 步", card=step)])
    monkeypatch.setitem(replies.REPLIES, "全部步骤", lambda: [replies.say("step", "共两步。", card=whole)])
    chat.page.context.add_init_script("window.print = () => {}")
    chat.ask("第二步").get_by_label("切换至法人登录").check()
    steps = chat.ask("全部步骤")
    expect(steps.get_by_label("切换至法人登录")).to_be_checked()
    expect(steps.get_by_label("打开网站")).not_to_be_checked()
    with chat.page.expect_popup() as opened:
        steps.get_by_role("button", name="打印或存为 PDF").click()
    paper = opened.value
    assert paper.title() == "全部步骤"
    expect(paper.locator("main")).to_contain_text("《申报指引》2020 版")
    expect(paper.get_by_label("切换至法人登录")).to_be_checked()
    expect(paper.get_by_label("打开网站")).not_to_be_checked()
    assert paper.locator("button").count() == 0


def test_stages_are_in_order_and_show_where_one_stands(chat):
    stages = chat.ask(replies.STAGES).get_by_role("listitem")
    expect(stages).to_have_count(5)
    expect(stages.first).to_contain_text("系统申报")
    expect(stages.first).to_contain_text("当前")


def test_checklist_starts_from_what_is_done(chat):
    checklist = chat.ask(replies.MATERIALS)
    expect(checklist).to_contain_text("已勾 1 / 3")
    expect(checklist.get_by_label("证实性材料")).to_be_checked()
    expect(checklist).to_contain_text("不超过 3 万字")


@pytest.mark.parametrize("card", [{"type": "of_tomorrow"}, {"type": "eligibility_report", "rules": 7}])
def test_unknown_card_leaves_its_text(chat, card, monkeypatch):
    monkeypatch.setitem(
        replies.REPLIES, "新卡片", lambda: [replies.say("smalltalk", "只有文字。", card=card)]
    )
    expect(chat.ask("新卡片")).to_contain_text("只有文字。")
