"""Without a mouse, with an input method, and at the limits of the input."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.e2e import replies


def test_whole_path_by_keyboard(open_chat):
    chat = open_chat(press=False)
    keyboard = chat.page.keyboard
    keyboard.press("Tab")
    keyboard.press("Tab")
    assert chat.focused() == "问质奖通"
    keyboard.press("Enter")
    assert chat.focused() == "您的问题"
    keyboard.type(replies.PRIZES)
    keyboard.press("Enter")
    chat.wait()
    assert chat.focused() == "您的问题"
    for name in ("没帮助", "有帮助", "出处 一（四）1", "出处 一（四）"):
        keyboard.press("Shift+Tab")
        assert chat.focused() == name
    keyboard.press("Enter")
    keyboard.press("Tab")
    assert chat.focused().startswith("在指引中查看")
    keyboard.press("Escape")
    expect(chat.panel).to_be_hidden()
    assert chat.focused() == "问质奖通"


def test_focus_is_visible_everywhere(chat):
    chat.ask(replies.UNKNOWN)
    for _ in range(15):
        chat.page.keyboard.press("Shift+Tab")
        outline = chat.page.evaluate(
            """() => { const active = document.activeElement.shadowRoot?.activeElement;
            return active ? parseFloat(getComputedStyle(active).outlineWidth) : 2 }"""
        )
        assert outline >= 2, chat.focused()


def test_pressing_a_quick_reply_does_not_lose_the_focus(chat):
    chat.ask(replies.CHECK)
    chat.replies.get_by_role("button", name="组织").focus()
    chat.page.keyboard.press("Enter")
    chat.wait()
    assert chat.focused() == "您的问题"


def test_escape_first_answers_the_question_about_a_new_conversation(chat):
    chat.ask("你好")
    chat.element.get_by_role("button", name="新对话").click()
    assert chat.focused() == "清除并开始"
    chat.page.keyboard.press("Escape")
    expect(chat.panel).to_be_visible()
    assert chat.focused() == "新对话"


def test_covering_the_page_the_panel_keeps_the_focus(open_chat):
    chat = open_chat(width=360, height=740)
    assert chat.panel.get_attribute("aria-modal") == "true"
    stops = set()
    for _ in range(20):
        chat.page.keyboard.press("Tab")
        stops.add(chat.focused())
    assert {"语言", "关闭", "您的问题"} <= stops
    assert "BODY" not in stops and "申报通知" not in stops


def test_shift_enter_is_a_new_line(chat):
    chat.input.type("第一行")
    chat.input.press("Shift+Enter")
    chat.input.type("第二行")
    expect(chat.input).to_have_value("第一行\n第二行")
    expect(chat.mine).to_have_count(0)


def test_enter_that_ends_a_composition_does_not_send(chat):
    devices = chat.page.context.new_cdp_session(chat.page)
    chat.input.focus()
    devices.send("Input.imeSetComposition", {"text": "jiang", "selectionStart": 5, "selectionEnd": 5})
    enter = {"key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 229}
    devices.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", **enter})
    devices.send("Input.insertText", {"text": "奖金"})
    devices.send("Input.dispatchKeyEvent", {"type": "keyUp", **enter})
    expect(chat.input).to_have_value("奖金")
    expect(chat.mine).to_have_count(0)
    chat.input.press("Enter")
    expect(chat.mine).to_have_count(1)


def test_escape_that_cancels_a_composition_does_not_close(chat):
    chat.input.focus()
    chat.input.dispatch_event("keydown", {"key": "Escape", "isComposing": True, "bubbles": True})
    expect(chat.panel).to_be_visible()


def test_limit_is_counted_near_its_end_in_characters(chat):
    send = chat.element.get_by_role("button", name="发送")
    count = chat.element.locator(".count")
    chat.input.fill("字" * 899)
    expect(count).to_be_empty()
    chat.input.fill("𠮷" * 1000)
    expect(count).to_have_text("1000 / 1000 字")
    expect(send).to_have_attribute("aria-disabled", "false")
    chat.input.fill("字" * 1003)
    expect(count).to_have_text("超出 3 字，请删短一些")
    expect(send).to_have_attribute("aria-disabled", "true")
    chat.input.press("Enter")
    expect(chat.mine).to_have_count(0)
    chat.input.fill("字" * 1000)
    chat.input.press("Enter")
    chat.wait()
    expect(chat.log.locator(".failure")).to_have_count(0)


def test_blank_is_not_sent(chat):
    chat.input.fill(" 　\n ")
    chat.input.press("Enter")
    expect(chat.mine).to_have_count(0)
