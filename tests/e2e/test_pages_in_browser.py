"""The gateway's own pages: the demonstration page and the guide reader."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e import passages
from tests.e2e.chat import Chat
from tests.e2e.test_appearance import LOOKS, SIZES, violations


@LOOKS
@pytest.mark.parametrize("path", ["/", "/guide/2020"])
def test_pages_fit_and_pass_axe(new_page, gateway, path, size, scheme):
    width, height = SIZES[size]
    page = new_page(width=width, height=height, color_scheme=scheme)
    page.goto(f"{gateway.url}{path}")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert violations(page) == []


@pytest.mark.parametrize(
    "button", ["问奖金多少", "核对申报条件", "熟悉申报步骤", "Ask a question in English"]
)
def test_each_thing_it_can_do_opens_the_widget_with_a_question(new_page, gateway, button):
    page = new_page()
    page.goto(gateway.url)
    page.get_by_role("main").get_by_role("button", name=button).click()
    chat = Chat(page)
    expect(chat.panel).to_be_visible()
    expect(chat.mine).to_have_count(1)


def test_snippet_names_this_gateway_and_the_guide_is_linked(new_page, gateway):
    page = new_page()
    page.goto(gateway.url)
    expect(page.locator("pre")).to_contain_text(f'src="{gateway.url}/widget.js"')
    page.get_by_role("link", name="阅读指引原文").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("申报指引")


def test_guide_is_printed_without_its_contents_list(new_page, gateway):
    page = new_page()
    page.goto(f"{gateway.url}/guide/2020")
    page.emulate_media(media="print")
    expect(page.get_by_role("navigation")).to_be_hidden()
    expect(page.get_by_role("main")).to_be_visible()


def test_quoted_words_are_marked_for_the_eye_and_the_keyboard(new_page, gateway):
    passage = passages.citation("1．财政全额拨款")
    page = new_page()
    page.goto(
        f"{gateway.url}/guide/2020?passage={passage['passage_id']}&quote=不予奖金奖励#{passage['passage_id']}"
    )
    expect(page.locator("mark")).to_have_text("不予奖金奖励")
    expect(page.get_by_role("link", name="跳到所引条文")).to_have_attribute(
        "href", f"#{passage['passage_id']}"
    )
    assert violations(page) == []
