"""Questions that match what is typed: by keyboard, by pointer, for screen readers, and out of the way."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e import replies
from tests.e2e.test_appearance import LOOKS, SIZES, fits, violations


@pytest.fixture
def typed(chat):
    """The list after 金奖 was typed."""
    chat.input.type("金奖")
    matches = chat.panel.get_by_role("listbox")
    expect(matches).to_be_visible()
    return matches


def active(chat) -> str | None:
    name = chat.input.get_attribute("aria-activedescendant")
    return chat.element.locator(f"#{name}").text_content() if name else None


def test_arrows_choose_and_enter_asks(chat, typed):
    expect(typed.get_by_role("option")).to_have_text([replies.PRIZES, replies.MATCHING[2]])
    assert active(chat) is None
    chat.input.press("ArrowDown")
    assert active(chat) == replies.PRIZES
    chat.input.press("ArrowDown")
    chat.input.press("ArrowDown")
    assert active(chat) is None
    chat.input.press("ArrowUp")
    chat.input.press("ArrowUp")
    assert active(chat) == replies.PRIZES
    assert chat.focused() == "您的问题"
    chat.input.press("Enter")
    chat.wait()
    expect(chat.mine).to_have_text([f"您：{replies.PRIZES}"])
    expect(chat.input).to_have_value("")
    expect(typed).to_be_hidden()


def test_enter_without_a_choice_sends_what_was_typed(chat, typed):
    chat.input.press("Enter")
    expect(chat.mine).to_have_text(["您：金奖"])


def test_escape_closes_the_list_first(chat, typed):
    chat.input.press("Escape")
    expect(typed).to_be_hidden()
    expect(chat.panel).to_be_visible()
    expect(chat.input).to_have_value("金奖")
    chat.input.press("Escape")
    expect(chat.panel).to_be_hidden()


def test_a_click_asks_and_keeps_the_focus(chat, typed):
    typed.get_by_role("option").last.click()
    expect(chat.mine).to_have_text([f"您：{replies.MATCHING[2]}"])
    assert chat.focused() == "您的问题"


def test_leaving_the_input_closes_it(chat, typed):
    chat.input.press("Shift+Tab")
    expect(typed).to_be_hidden()


def test_a_screen_reader_hears_how_many(chat, typed):
    expect(chat.element.locator("footer").get_by_role("status")).to_have_text(
        "有 2 个相近的问题，按向下键选择"
    )


def test_nothing_is_asked_while_an_input_method_composes(chat):
    asked = []
    chat.page.on("request", lambda request: "suggest" in request.url and asked.append(request.url))
    devices = chat.page.context.new_cdp_session(chat.page)
    chat.input.focus()
    for text in ("j", "ji", "jin"):
        devices.send("Input.imeSetComposition", {"text": text, "selectionStart": 1, "selectionEnd": 1})
        chat.page.wait_for_timeout(200)
    assert asked == []
    devices.send("Input.insertText", {"text": "金奖"})
    expect(chat.panel.get_by_role("listbox").get_by_role("option")).to_have_count(2)
    assert len(asked) == 1


def test_quick_typing_asks_once(chat):
    asked = []
    chat.page.on("request", lambda request: "suggest" in request.url and asked.append(request.url))
    chat.input.evaluate(
        """field => { for (const text of ["奖", "奖金", "奖金什", "奖金什么"]) {
        field.value = text; field.dispatchEvent(new InputEvent("input", {bubbles: true})); } }"""
    )
    expect(chat.panel.get_by_role("listbox").get_by_role("option")).to_have_text([replies.MATCHING[4]])
    assert len(asked) == 1


def test_not_where_the_bot_asks(chat):
    chat.ask(replies.CHECK)
    chat.input.type("金奖")
    chat.page.wait_for_timeout(400)
    expect(chat.panel.get_by_role("listbox")).to_be_hidden()


def test_without_the_service_one_types_on(chat):
    chat.page.route("**/api/v1/suggest*", lambda route: route.abort())
    chat.input.type("金奖")
    chat.page.wait_for_timeout(400)
    chat.input.press("Enter")
    chat.wait()
    expect(chat.mine).to_have_count(1)


@LOOKS
def test_it_covers_neither_input_nor_edge(open_chat, size, scheme):
    width, height = SIZES[size]
    chat = open_chat(width=width, height=height, color_scheme=scheme)
    chat.input.type("奖")
    matches = chat.panel.get_by_role("listbox")
    expect(matches.get_by_role("option")).to_have_count(5)
    box, field = matches.bounding_box(), chat.input.bounding_box()
    assert box["y"] + box["height"] <= field["y"]
    assert box["y"] >= chat.panel.bounding_box()["y"]
    assert all(each.bounding_box()["height"] >= 24 for each in matches.get_by_role("option").all())
    fits(chat)
    chat.input.press("ArrowDown")
    assert violations(chat.page) == []


@pytest.mark.parametrize(("locale", "name"), [("zh-Hant", "相近的問題"), ("en", "Matching questions")])
def test_in_every_language(open_chat, locale, name):
    chat = open_chat(attributes={"locale": locale})
    chat.element.locator("textarea").type("金奖")
    expect(chat.element.get_by_role("listbox", name=name)).to_be_visible()
