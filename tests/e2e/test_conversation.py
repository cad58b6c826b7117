"""What is kept, what is not, and what people say about an answer."""

from __future__ import annotations

import json
import sqlite3

from playwright.sync_api import expect

from tests.e2e import replies


def test_nothing_is_stored_about_those_who_only_look(chat):
    chat.element.get_by_role("button", name="关闭").click()
    assert chat.stored() is None
    assert chat.page.context.cookies() == []
    assert chat.page.evaluate("localStorage.length") == 0


def test_conversation_outlives_a_reload(chat):
    chat.ask(replies.PRIZES)
    chat.element.get_by_role("button", name="文字大小 100%").click()
    session = json.loads(chat.stored())["session"]
    chat.page.reload()
    expect(chat.panel).to_be_visible()
    expect(chat.mine).to_contain_text(replies.PRIZES)
    expect(chat.messages.last).to_contain_text("金奖 200 万元")
    expect(chat.element.get_by_role("button", name="文字大小 125%")).to_be_visible()
    chat.ask("你好")
    assert json.loads(chat.stored())["session"] == session


def test_closed_panel_stays_closed_after_a_reload(chat):
    chat.ask(replies.PRIZES)
    chat.element.get_by_role("button", name="关闭").click()
    chat.page.reload()
    expect(chat.launcher).to_be_visible()
    expect(chat.panel).to_be_hidden()


def test_new_conversation_after_asking_once(chat):
    chat.ask(replies.PRIZES)
    session = json.loads(chat.stored())["session"]
    fresh = chat.element.get_by_role("button", name="新对话")
    fresh.click()
    chat.element.get_by_role("button", name="取消").click()
    expect(chat.mine).to_have_count(1)
    fresh.click()
    chat.element.get_by_role("button", name="清除并开始").click()
    expect(chat.mine).to_have_count(0)
    assert chat.stored() is None
    assert chat.focused() == "您的问题"
    chat.ask("你好")
    assert json.loads(chat.stored())["session"] != session


def test_reply_that_comes_after_a_new_conversation_began_is_dropped(chat):
    chat.input.fill(replies.SLOW)
    chat.input.press("Enter")
    chat.element.get_by_role("button", name="新对话").click()
    chat.element.get_by_role("button", name="清除并开始").click()
    chat.page.wait_for_timeout(2000)
    expect(chat.messages).to_have_count(1)
    expect(chat.ask("你好")).to_contain_text("您好，想了解")


def test_expired_session_is_renewed_silently(chat):
    chat.ask("你好")
    kept = json.loads(chat.stored())
    forged = json.dumps({**kept, "session": "A" * 32})
    # Before the widget of the new page reads it, and after that of the old one has written for the last time.
    chat.page.add_init_script(f"sessionStorage.setItem('zhijiangtong', {json.dumps(forged)})")
    chat.page.reload()
    expect(chat.ask(replies.PRIZES)).to_contain_text("金奖 200 万元")
    expect(chat.log.locator(".failure")).to_have_count(0)
    assert json.loads(chat.stored())["session"] not in (kept["session"], "A" * 32)


def test_damaged_storage_is_a_new_conversation(chat):
    for damaged in ("{", "null", '{"version": 1}', '{"version": 0, "items": []}'):
        chat.page.evaluate("kept => sessionStorage.setItem('zhijiangtong', kept)", damaged)
        chat.page.reload()
        expect(chat.launcher).to_be_visible()


def test_preset_question_is_asked_once_the_panel_is_opened(open_chat):
    chat = open_chat(attributes={"question": replies.PRIZES}, press=False)
    expect(chat.mine).to_have_count(0)
    chat.launcher.click()
    expect(chat.messages.last).to_contain_text("金奖 200 万元")
    chat.page.reload()
    chat.element.get_by_role("button", name="关闭").click()
    chat.launcher.click()
    expect(chat.mine).to_have_count(1)


def test_panel_opened_by_attribute_leaves_the_focus_to_the_page(open_chat):
    chat = open_chat(attributes={"open": ""}, press=False)
    expect(chat.panel).to_be_visible()
    assert chat.focused() == "BODY"


def test_page_can_ask(chat):
    chat.page.evaluate(
        "question => document.querySelector('zhijiangtong-widget').ask(question)", replies.PRIZES
    )
    expect(chat.messages.last).to_contain_text("金奖 200 万元")


def test_feedback_with_a_reason(chat, gateway_folder):
    chat.ask(replies.PRIZES)
    chat.log.get_by_role("button", name="没帮助").click()
    expect(chat.log).to_contain_text("谢谢您的反馈")
    chat.log.get_by_label("哪里不对或不够？（可不填）").fill("没有说税")
    chat.log.get_by_role("button", name="提交").click()
    expect(chat.log.get_by_label("哪里不对或不够？（可不填）")).to_have_count(0)
    expect(chat.log.get_by_role("button", name="没帮助")).to_have_attribute("aria-pressed", "true")
    chat.page.reload()
    expect(chat.log.get_by_role("button", name="没帮助")).to_have_attribute("aria-pressed", "true")
    with sqlite3.connect(gateway_folder / "db.sqlite3") as database:
        votes = database.execute("select helpful, comment from feedback").fetchall()
    database.close()
    assert (0, "没有说税") in votes


def test_small_talk_is_not_rated(chat):
    chat.ask("你好")
    expect(chat.log.locator(".feedback")).to_have_count(0)


def test_reply_to_a_closed_panel_is_announced_on_the_launcher(chat):
    chat.input.fill(replies.SLOW)
    chat.input.press("Enter")
    chat.element.get_by_role("button", name="关闭").click()
    expect(chat.launcher).to_have_accessible_name("问质奖通，有新回复")
    chat.launcher.click()
    assert chat.beginning_is_visible(chat.messages.last)


def test_what_the_server_keeps_can_be_downloaded(chat):
    chat.ask(replies.PRIZES)
    chat.element.get_by_role("button", name="新对话").click()
    with chat.page.expect_download() as downloading:
        chat.element.get_by_role("button", name="下载这次对话").click()
    kept = json.loads(downloading.value.path().read_text("utf-8"))
    assert [turn["text"] for turn in kept["turns"]] == [replies.PRIZES]
    expect(chat.mine).to_have_count(1)


def test_the_server_forgets_when_told(chat):
    chat.ask(replies.PRIZES)
    session = json.loads(chat.stored())["session"]
    chat.element.get_by_role("button", name="新对话").click()
    chat.element.get_by_role("button", name="从服务器上删除").click()
    expect(chat.log).to_contain_text("已从服务器和这个页面删除。")
    expect(chat.mine).to_have_count(0)
    assert chat.stored() is None
    status = chat.page.evaluate(
        """async ([address, session_id]) => (await fetch(new URL("/api/v1/session/export", address), {
            method: "POST", headers: {"Content-Type": "application/json"}, body: JSON.stringify({session_id}),
        })).status""",
        [chat.page.locator("script[src*='widget.js']").first.evaluate("script => script.src"), session],
    )
    assert status == 404
