"""A shift at the hotline desk in a real browser, with somebody at the widget in a second one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import learning, replies
from tests.e2e.accounts import PASSWORD, add_account
from tests.e2e.chat import Chat
from tests.e2e.conftest import gateway_server
from tests.e2e.serving import Server
from tests.e2e.test_appearance import LOOKS, SIZES, violations

PAGES = (
    "/staff",
    "/staff/conversations",
    "/staff/eligibility",
    "/staff/portal",
    "/staff/materials",
    "/staff/queue",
    "/staff/drafts",
    "/staff/answers",
    "/staff/editions",
    "/staff/notices",
    "/staff/figures",
    "/staff/channels",
    "/staff/accounts",
    "/staff/audit",
)


@pytest.fixture(scope="module")
def desk(tmp_path_factory) -> Iterator[Server]:
    """A gateway with three accounts, made by the command, and neighbours that learn what the desk approves."""
    folder = tmp_path_factory.mktemp("desk")
    server = gateway_server(folder, learning.apps(), widget_origins="*").start()
    for name, role in (("zhang", "agent"), ("chen", "editor"), ("li", "admin")):
        add_account(folder, name, role)
    yield server
    server.stop()


@pytest.fixture
def log_in(new_page, desk):
    def make(name: str = "zhang", **options) -> Page:
        page = new_page(**options)
        page.goto(f"{desk.url}/staff")
        page.get_by_label("账号").fill(name)
        page.get_by_label("密码").fill(PASSWORD)
        page.keyboard.press("Enter")
        expect(page.get_by_label("来电人的问题")).to_be_focused()
        return page

    return make


@pytest.fixture
def widget(new_page, desk):
    def make() -> Chat:
        page = new_page()
        page.goto(desk.url)
        chat = Chat(page)
        chat.launcher.click()
        return chat

    return make


def test_a_call_is_answered_by_keyboard(log_in):
    page = log_in()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.keyboard.type("金奖奖金多少")
    hits = page.get_by_role("option")
    expect(hits.first).to_contain_text("金奖")
    page.keyboard.press("ArrowDown")
    expect(hits.nth(1)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    article = page.locator("article:not([hidden])")
    expect(article).to_be_focused()
    page.keyboard.press("c")
    expect(page.locator("#calls")).to_contain_text("金奖奖金多少")
    assert page.evaluate("navigator.clipboard.readText()") == article.locator(".read").text_content()
    page.keyboard.press("l")
    expect(page.locator("#status")).to_contain_text("链接")
    assert "/guide/2020?passage=" in page.evaluate("navigator.clipboard.readText()")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    expect(page.get_by_label("来电人的问题")).to_be_focused()
    page.keyboard.type("评审专家是谁")
    expect(page.locator(".unsure")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    expect(page.locator("#calls")).to_contain_text("指引没有写")


def test_what_is_typed_before_the_scripts_run_is_searched_too(log_in, desk):
    page = log_in()
    page.add_init_script("""
        document.addEventListener("readystatechange", () => {
          if (document.readyState === "interactive") document.getElementById("q").value = "金奖奖金多少";
        });
    """)
    page.goto(f"{desk.url}/staff")
    expect(page.get_by_role("option").first).to_contain_text("金奖")


def test_a_conversation_is_taken_answered_and_given_back(log_in, widget):
    operator, person = log_in(color_scheme="dark"), widget()
    expect(operator.locator(".count")).to_be_empty()
    person.ask(replies.PERSON)
    expect(person.messages.last).to_contain_text("已经为您转给值班人员")
    expect(operator.locator(".count")).to_have_text("1")
    operator.get_by_role("link", name="对话", exact=False).first.click()
    operator.locator(".rows a").first.click()
    operator.get_by_role("button", name="接手").click()
    expect(person.messages.last).to_contain_text("值班人员已经接入")

    person.input.fill("我想问公章")
    person.input.press("Enter")
    transcript = operator.locator("#transcript")
    expect(transcript).to_contain_text("我想问公章")
    operator.get_by_label("回复").fill("要盖单位公章。")
    operator.keyboard.press("Control+Enter")
    expect(person.messages.last).to_contain_text("要盖单位公章。")
    expect(person.messages.last).to_contain_text("工作人员")
    assert violations(operator) == []

    person.page.reload()
    expect(person.log.get_by_text("要盖单位公章。")).to_have_count(1)

    person.page.context.set_offline(True)
    for words in ("第一句", "第二句"):
        operator.get_by_label("回复").fill(words)
        operator.get_by_role("button", name="发送").click()
        expect(transcript.get_by_text(words)).to_have_count(1)
    person.page.wait_for_timeout(3000)
    person.page.context.set_offline(False)
    for words in ("第一句", "第二句"):
        expect(person.log.get_by_text(words)).to_have_count(1)

    operator.get_by_role("button", name="交还给质奖通").click()
    expect(person.messages.last).to_contain_text("值班人员已经离开对话")
    assert "200 万元" in person.ask(replies.PRIZES).text_content()
    expect(person.log.get_by_text("要盖单位公章。")).to_have_count(1)


def test_a_second_operator_sees_who_has_it(log_in, widget):
    first, second, person = log_in(), log_in("li"), widget()
    person.ask(replies.PERSON)
    for page in (first, second):
        page.get_by_role("link", name="对话", exact=False).first.click()
        page.locator(".rows a").first.click()
    first.get_by_role("button", name="接手").click()
    expect(second.locator("#talk-state")).to_contain_text("zhang 接手了")
    second.get_by_role("button", name="接手").click()
    expect(second.get_by_text("已经有同事接手")).to_be_visible()
    first.get_by_text("结束…").click()
    first.get_by_label("原因").fill("已经答复")
    first.get_by_role("button", name="结束对话").click()
    expect(person.messages.last).to_contain_text("已经结束这次服务")


def test_what_nobody_answered_is_answered_by_two_editors(log_in, widget, desk):
    person, editor, reviewer = widget(), log_in("chen", color_scheme="dark"), log_in("li")
    assert "指引没有公布" in person.ask(replies.UNKNOWN).text_content()

    editor.get_by_role("link", name="待答问题").click()
    assert violations(editor) == []
    editor.get_by_role("button", name="起草答案").click()
    editor.get_by_label("中文口径").fill("评审专家由秘书处组织，指引没有公布名单。")
    editor.get_by_label("英文口径").fill("The guide does not name the experts.")
    editor.get_by_label("在指引里找").fill("评审")
    piece = editor.locator(".piece").first
    quote = piece.text_content()
    piece.click()
    expect(editor.locator("#quotes")).to_contain_text(quote)
    expect(editor.locator("#findings")).to_contain_text("检查都通过了")
    assert violations(editor) == []
    editor.get_by_role("button", name="提交审核").click()
    expect(editor.get_by_text("要由另一个人审核。")).to_be_visible()
    expect(editor.get_by_role("button", name="通过并发布")).to_have_count(0)

    reviewer.goto(editor.url)
    assert violations(reviewer) == []
    reviewer.get_by_role("button", name="通过并发布").click()
    expect(reviewer.locator("#outcome")).to_contain_text("提问人的问题现在得到这条答案")
    assert "评审专家由秘书处组织" in person.ask(replies.UNKNOWN).text_content()
    editor.reload()
    expect(editor.locator("#outcome")).to_contain_text("提问人的问题现在得到这条答案")
    assert violations(editor) == []


def test_an_announcement_stands_in_the_widget_until_it_is_put_away(log_in, widget, desk):
    editor, reviewer = log_in("chen"), log_in("li", color_scheme="dark")
    editor.goto(f"{desk.url}/staff/notices")
    editor.get_by_text("写一条公告").click()
    editor.get_by_label("简体").fill("申报截止日期延长到 12 月 31 日。")
    editor.locator("form[action$=announcement] button").click()
    expect(editor.get_by_text("等另一个人审核")).to_be_visible()
    assert violations(editor) == []
    reviewer.goto(f"{desk.url}/staff/notices")
    assert violations(reviewer) == []
    reviewer.get_by_role("button", name="通过").click()
    expect(reviewer.get_by_text("li 通过")).to_be_visible()

    person = widget()
    news = person.element.get_by_role("region", name="公告")
    expect(news).to_contain_text("申报截止日期延长到 12 月 31 日。")
    assert violations(person.page) == []
    person.ask("你好")
    news.get_by_role("button", name="收起这条公告").click()
    with person.page.expect_response("**/api/v1/welcome*"):
        person.page.reload()
    expect(person.messages.last).to_contain_text("您好")
    expect(news).to_be_hidden()


def test_who_proposes_or_approves_a_word_is_told_where_else_it_leads(log_in, desk):
    editor, reviewer = log_in("chen", color_scheme="dark"), log_in("li", color_scheme="dark")
    editor.goto(f"{desk.url}/staff/notices")
    editor.get_by_text("加一种说法").click()
    editor.get_by_label("指引或核定答案的问法里的词").fill("证书")
    editor.get_by_label("大家怎么说").fill("钱")
    submit = editor.locator("form[action$=synonym] button")
    submit.click()
    expect(editor.get_by_role("alert")).to_contain_text("“钱”已经是“奖金”的说法（随产品的）")
    assert violations(editor) == []
    editor.get_by_label("知道了").check()
    submit.click()
    expect(editor.get_by_text("等另一个人审核")).to_be_visible()
    reviewer.goto(f"{desk.url}/staff/notices")
    proposal = reviewer.locator(".proposal", has_text="也说 钱")
    expect(proposal).to_contain_text("通过以后两边都算")
    assert violations(reviewer) == []
    proposal.get_by_role("button", name="通过").click()
    expect(proposal).to_contain_text("li 通过")


def test_facts_give_a_result_as_they_are_filled_in(log_in, desk):
    page = log_in()
    page.goto(f"{desk.url}/staff/eligibility")
    page.get_by_label("申报组织奖还是项目奖").select_option("project")
    page.get_by_label("申报类别", exact=True).select_option("economic")
    expect(page.locator("#verdict")).to_contain_text("目前不符合申报条件")


@LOOKS
def test_every_page_fits_and_passes_axe(log_in, desk, size, scheme):
    width, height = SIZES[size]
    page = log_in("li", width=width, height=height, color_scheme=scheme)
    page.keyboard.type("金奖奖金多少")
    expect(page.get_by_role("option").first).to_be_visible()
    assert violations(page) == []
    for path in PAGES:
        page.goto(f"{desk.url}{path}")
        assert violations(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
