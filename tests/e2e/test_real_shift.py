"""A shift at the desk of the real product: its four processes, two browsers, three accounts.

`python -m pytest -m minutes tests/e2e/test_real_shift.py` waits for the new index too, as an editor does; elsewhere stand-ins take
its place (`test_desk.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from eval.product import Product, own_data_dir, running_product
from tests.e2e.accounts import PASSWORD, add_account
from tests.e2e.chat import Chat

PRIZE = "金奖奖金多少"
OPEN = "评审专家的名单公布吗"
SAID = "指引没有公布行业专家的名单，只写明每个评审团的成员不少于 13 人单数，行业专家占比不低于 30%。"
SAID_IN_ENGLISH = (
    "The guide does not name the experts (行业专家). It says that each panel has at least 13 members, an odd number, "
    "and that at least 30% of them are experts of the industry."
)
ASKED = (
    "评审专家的名单会公开吗",
    "能看到评审专家名单吗",
    "评审专家有哪些人，名单在哪看",
    "在哪里查评审专家的名单",
    "专家名单公不公布",
    "评审团的专家名单对外公布吗",
    "可不可以知道评审专家的姓名",
    "Is the list of experts published?",
)
NOT_FOR = ("行业专家占比多少", "评审团有多少人")
BUILD_MS = 600_000


@pytest.fixture(scope="module")
def product(tmp_path_factory) -> Iterator[Product]:
    data_dir = own_data_dir(tmp_path_factory.mktemp("shift") / "var", own_index=True)
    for name, role in (("zhang", "agent"), ("chen", "editor"), ("li", "editor")):
        add_account(data_dir, name, role)
    # The other tests run at the same time: no turn is to be given up because the machine is busy.
    with running_product(data_dir, MQA_TURN_TIMEOUT_SECONDS="60") as running:
        yield running
    for log in sorted((data_dir / "log").glob("*.log")):  # shown where a test has failed
        complaints = [line for line in log.read_text().splitlines() if '"level": "info"' not in line]
        print(log.name, *complaints[-20:], sep="\n")


@pytest.fixture
def log_in(new_page, product) -> Callable[[str], Page]:
    """By keyboard alone."""

    def make(name: str) -> Page:
        page = new_page()
        page.goto(f"{product.url}/staff")
        expect(page.get_by_label("账号")).to_be_focused()  # later than the page is loaded, on a busy machine
        page.keyboard.type(name)
        page.keyboard.press("Tab")
        page.keyboard.type(PASSWORD)
        page.keyboard.press("Enter")
        expect(page.get_by_label("来电人的问题")).to_be_focused()
        return page

    return make


@pytest.fixture
def shift(new_page, log_in, product) -> Callable[[], tuple[Chat, Page]]:
    """Everything up to the approval of an answer; gives the asker's chat and the reviewer's page."""
    return lambda: until_approved(new_page, log_in, product)


def test_a_shift(shift):
    _, reviewer = shift()
    expect(reviewer.locator("#outcome")).to_contain_text("正在制作新的索引")


@pytest.mark.minutes
def test_the_asker_gets_the_answer_once_the_index_is_built(shift):
    person, reviewer = shift()
    outcome = reviewer.locator("#outcome")
    expect(outcome).to_contain_text("提问人的问题现在得到这条答案", timeout=BUILD_MS)
    expect(outcome).to_contain_text(SAID)
    newest = person.ask(OPEN)
    expect(newest).to_contain_text("指引没有公布行业专家的名单")
    expect(newest).to_contain_text("二、申奖流程")


def until_approved(new_page, log_in, product) -> tuple[Chat, Page]:
    operator = log_in("zhang")
    answers_a_caller(operator)

    person = Chat(new_page())
    person.page.goto(product.url)
    person.launcher.click()
    takes_a_conversation_over(operator, person)

    expect(person.ask(OPEN), "it is answered already: choose another question").to_contain_text("没有写到")
    draft = drafts(log_in("chen"))
    reviewer = log_in("li")
    reviewer.goto(draft)
    reviewer.get_by_role("button", name="通过并发布").click()
    return person, reviewer


def answers_a_caller(page: Page) -> None:
    page.keyboard.type("jjjj")  # 金奖奖金
    expect(page.locator(".heard")).to_contain_text("金奖奖金是多少？")
    expect(page.get_by_role("option").first).to_contain_text("200 万元")
    page.keyboard.press("Control+a")
    page.keyboard.type(PRIZE)
    expect(page.locator(".heard")).to_have_count(0)
    expect(page.get_by_role("option").first).to_contain_text("核定口径")
    page.keyboard.press("Enter")
    article = page.locator("article:not([hidden])")
    expect(article).to_be_focused()
    expect(article.locator("mark").first).to_contain_text("200 万元")
    page.keyboard.press("c")
    expect(page.locator("#calls")).to_contain_text(PRIZE)


def takes_a_conversation_over(operator: Page, person: Chat) -> None:
    person.ask("转人工")
    operator.get_by_role("link", name="对话", exact=False).first.click()
    operator.locator(".rows a").first.click()
    operator.get_by_role("button", name="接手").click()
    expect(person.messages.last).to_contain_text("值班人员已经接入")
    person.input.fill("公章要盖吗")
    person.input.press("Enter")
    expect(operator.locator("#transcript")).to_contain_text("公章要盖吗")
    operator.get_by_label("回复").fill("申报表要盖单位公章。")
    operator.keyboard.press("Control+Enter")
    expect(person.messages.last).to_contain_text("申报表要盖单位公章。")
    operator.get_by_role("button", name="交还给质奖通").click()
    expect(person.messages.last).to_contain_text("值班人员已经离开对话")
    expect(person.ask("金奖奖金多少？")).to_contain_text("200 万元")


def drafts(page: Page) -> str:
    """Gives the address of the draft, submitted."""
    page.get_by_role("link", name="待答问题").click()
    page.locator(".cluster", has_text=OPEN).get_by_role("button", name="起草答案").click()
    page.get_by_label("在指引里找").fill("评审团 行业专家占比")
    page.locator(".piece", has_text="行业专家占比不低于").first.click()
    expect(page.locator("#quotes")).to_contain_text("行业专家占比不低于 30%")
    page.get_by_label("编号").fill("expert-names")
    page.get_by_label("中文口径").fill(SAID)
    page.get_by_label("英文口径").fill(SAID_IN_ENGLISH)
    page.get_by_label("问法").fill("\n".join((OPEN, *ASKED)))
    page.get_by_label("不适用的问题").fill("\n".join(NOT_FOR))
    expect(page.locator("#findings")).to_contain_text("检查都通过了")
    page.get_by_role("button", name="提交审核").click()
    expect(page.get_by_text("要由另一个人审核。")).to_be_visible()
    return page.url
