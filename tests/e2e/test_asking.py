"""Asking and reading answers, on a page of another origin than the gateway's."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.e2e import replies


def test_answer_with_sources_that_unfold(chat):
    answer = chat.ask(replies.PRIZES)
    expect(answer).to_contain_text("金奖 200 万元")
    sources = answer.locator(".source")
    expect(sources.locator("summary")).to_have_text(["出处 一（四）", "出处 一（四）1"])
    expect(answer.get_by_text("同时分别给予奖金")).to_be_hidden()
    sources.first.locator("summary").click()
    expect(answer.get_by_text("同时分别给予奖金")).to_be_visible()
    expect(answer.get_by_text("（四）奖励荣誉").first).to_be_visible()


def test_quotes_within_the_text_become_sources(chat):
    answer = chat.ask(replies.QUOTED)
    expect(answer.locator(".text > *")).to_have_count(3)
    expect(answer.locator(".text > p")).to_have_text("指引原文：")
    expect(answer.locator(".source[open] blockquote")).to_have_count(2)
    expect(answer.locator("blockquote").last).to_have_text("只接受组织申报")
    expect(answer).not_to_contain_text("此后规则可能有调整")


def test_an_approved_answer_stands_first_and_shows_each_quote_once(chat):
    answer = chat.ask(replies.APPROVED)
    expect(answer.locator(".text > p")).to_have_text("经济类“只接受组织申报”。")
    expect(answer.locator(".source")).to_have_count(2)
    expect(answer.locator(".source[open] blockquote")).to_have_text("只接受组织申报")
    expect(answer).not_to_contain_text("——")
    answer.locator(".source summary").last.click()
    expect(answer.locator(".source[open] blockquote")).to_have_count(2)


def test_source_leads_to_the_marked_words_in_the_guide(chat, gateway):
    answer = chat.ask(replies.PRIZES)
    answer.locator(".source summary").first.click()
    with chat.page.expect_popup() as opened:
        answer.get_by_role("link", name="在指引中查看").first.click()
    guide = opened.value
    expect(guide.locator("mark")).to_have_text("同时分别给予奖金 200 万元、100 万元、50 万元")
    expect(guide.locator("mark")).to_be_in_viewport()
    assert guide.url.startswith(f"{gateway.url}/guide/2020?")
    assert guide.evaluate("window.opener") is None


def test_question_may_be_chosen_instead_of_typed(chat):
    chat.press("金奖奖金多少？")
    expect(chat.mine).to_contain_text("金奖奖金多少？")
    expect(chat.messages.last).to_contain_text("金奖 200 万元")


def test_what_may_be_asked_next_stands_under_an_answer_until_it_is(chat):
    chat.ask(replies.APPROVED)
    next_ones = chat.log.get_by_role("group", name="接着可以问")
    expect(next_ones.get_by_role("button")).to_have_text([replies.PRIZES])
    chat.press(replies.PRIZES)
    expect(chat.messages.last).to_contain_text("金奖 200 万元")
    expect(next_ones).to_have_count(0)


def test_buttons_send_their_payload_and_make_way(chat):
    chat.ask(replies.UNKNOWN)
    expect(chat.messages.last.locator(".label")).to_have_text("指引没有写明")
    chat.press("联系人工")
    expect(chat.mine.last).to_contain_text("联系人工")
    expect(chat.messages.last.locator(".label")).to_have_text("人工帮助")
    expect(chat.replies).to_have_count(0)


def test_failed_turn_can_be_tried_again(chat):
    error = chat.ask(replies.BROKEN)
    expect(error.locator(".label")).to_have_text("这次没有办成")
    chat.press("再试一次")
    expect(chat.mine).to_have_count(2)


def test_waiting_is_shown_and_a_second_message_waits(chat):
    chat.input.fill(replies.SLOW)
    chat.input.press("Enter")
    expect(chat.log.locator(".typing")).to_contain_text("正在查指引")
    chat.input.fill("还有一个问题")
    chat.input.press("Enter")
    expect(chat.input).to_have_value("还有一个问题")
    chat.wait()
    expect(chat.mine).to_have_count(1)


def test_long_answer_is_shown_from_its_beginning(open_chat):
    chat = open_chat(width=360, height=740)
    chat.ask(replies.PRIZES)
    answer = chat.ask(replies.LONG)
    assert answer.bounding_box()["height"] > chat.log.bounding_box()["height"]
    assert chat.beginning_is_visible(answer)


def test_reader_who_scrolled_back_is_not_moved(chat):
    chat.ask(replies.LONG)
    chat.input.fill(replies.SLOW)
    chat.input.press("Enter")
    expect(chat.log.locator(".typing")).to_be_visible()
    chat.log.evaluate("log => { log.scrollTop = 0 }")
    chat.wait()
    assert chat.log.evaluate("log => log.scrollTop") == 0
    chat.element.get_by_role("button", name="看新回复").click()
    assert chat.beginning_is_visible(chat.messages.last)


def test_markup_in_messages_is_text(chat):
    chat.ask(replies.HOSTILE)
    expect(chat.mine).to_contain_text(replies.SCRIPT)
    expect(chat.messages.nth(1)).to_contain_text(replies.SCRIPT)
    chat.messages.nth(1).locator("summary").click()
    assert chat.page.title() == "某市政务网"
    assert chat.element.locator("img, script").count() == 0
    chat.page.reload()
    expect(chat.mine).to_contain_text(replies.SCRIPT)
    assert chat.page.title() == "某市政务网"


def test_only_web_addresses_become_links(chat):
    reply = chat.ask(replies.LINKS)
    links = reply.get_by_role("link")
    expect(links).to_have_count(1)
    expect(links).to_have_attribute("href", "https://www.gdzwfw.gov.cn/")
    expect(links).to_have_attribute("rel", "noopener noreferrer")


@pytest.mark.parametrize(
    ("tag", "greeting", "edition"),
    [
        ("zh-Hans", "您好，我是质奖通", "依据《申报指引》2020 版"),
        ("zh-Hant", "您好，我是質獎通", "依據《申報指引》2020 版"),
        ("en", "Hello. I help you read", "Based on the Application Guide (申报指引), 2020 edition"),
    ],
)
def test_language_by_attribute(open_chat, tag, greeting, edition):
    chat = open_chat(attributes={"locale": tag})
    expect(chat.messages.first).to_contain_text(greeting)
    expect(chat.panel).to_contain_text(edition)


def test_language_can_be_changed_and_is_asked_in(chat):
    chat.element.locator(".language").select_option("en")
    expect(chat.messages.first).to_contain_text("Hello.")
    assert chat.focused() == "Language"
    expect(chat.ask("hello")).to_contain_text("What would you like to know")
    chat.page.reload()
    expect(chat.panel).to_have_accessible_name("Zhijiangtong, award guidance")


def test_every_text_exists_in_three_languages(gateway, new_page):
    page = new_page()
    page.goto(f"{gateway.url}/widget.js")
    table = re.search(r"const WORDS = \{\n(.*?)\n  \};", page.locator("body").inner_text(), re.S)[1]
    rows = page.evaluate(f"({{{table}}})")
    assert {key for key, words in rows.items() if len(words) != 3 or not all(words)} == set()
    for key, words in rows.items():
        holes = [sorted(re.findall(r"\{\w+\}", word)) for word in words]
        assert holes[0] == holes[1] == holes[2], key
