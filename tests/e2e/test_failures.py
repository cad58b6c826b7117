"""When the gateway is away, in a hurry, or refuses."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e import replies
from tests.e2e.chat import Chat
from tests.e2e.conftest import gateway_server


@pytest.fixture
def own_gateway(tmp_path):
    """A gateway for one test to take down; settings by name."""
    servers = []

    def make(**chosen):
        servers.append(gateway_server(tmp_path, **chosen).start())
        return servers[-1]

    yield make
    for server in servers:
        server.stop()


def test_message_is_kept_while_the_gateway_is_away_and_sent_when_it_is_back(own_gateway, new_page):
    gateway, page = own_gateway(), new_page()
    page.goto(gateway.url)
    chat = Chat(page)
    chat.launcher.click()
    chat.ask("你好")
    gateway.stop()
    chat.ask(replies.PRIZES)
    expect(chat.log.locator(".failure")).to_contain_text("没有发出去：连接断了。")
    expect(chat.element.get_by_text("现在连不上服务")).to_be_visible()
    gateway.start()
    chat.log.get_by_role("button", name="重新发送").click()
    expect(chat.messages.last).to_contain_text("金奖 200 万元")
    expect(chat.log.locator(".failure")).to_have_count(0)
    expect(chat.element.get_by_text("现在连不上服务")).to_be_hidden()
    expect(chat.mine).to_have_count(2)


def test_message_cut_off_by_a_reload_can_be_sent_again(chat):
    chat.input.fill(replies.SLOW)
    chat.input.press("Enter")
    expect(chat.log.locator(".typing")).to_be_visible()
    chat.page.reload()
    chat.log.get_by_role("button", name="重新发送").click()
    expect(chat.messages.last).to_contain_text("金奖 200 万元")
    expect(chat.mine).to_have_count(1)


def test_browser_that_loses_its_network_says_so(chat):
    chat.page.context.set_offline(True)
    expect(chat.element.get_by_text("现在连不上服务")).to_be_visible()
    chat.page.context.set_offline(False)
    expect(chat.element.get_by_text("现在连不上服务")).to_be_hidden()


def test_too_many_messages_wait_for_their_time(own_gateway, new_page):
    gateway, page = own_gateway(rate_limit_per_minute=2), new_page()
    page.goto(gateway.url)
    chat = Chat(page)
    chat.launcher.click()
    for _ in range(3):
        chat.ask("你好")
    failure = chat.log.locator(".failure")
    expect(failure).to_contain_text("发得有点快，请稍等再发。")
    control = failure.get_by_role("button")
    expect(control).to_contain_text("秒后可重新发送")
    expect(control).to_have_attribute("aria-disabled", "true")
    control.click(force=True)
    expect(chat.mine).to_have_count(3)


@pytest.mark.parametrize("body", ["<html>502</html>", "{}", '{"messages": null}'])
def test_answer_that_is_not_the_gateways_is_a_lost_connection(chat, body):
    chat.page.route(
        "**/api/v1/chat", lambda route: route.fulfill(body=body, headers={"Access-Control-Allow-Origin": "*"})
    )
    chat.ask("你好")
    expect(chat.log.locator(".failure")).to_contain_text("没有发出去：连接断了。")
    chat.page.unroute("**/api/v1/chat")
    chat.log.get_by_role("button", name="重新发送").click()
    expect(chat.messages.last).to_contain_text("您好，想了解")


def test_feedback_that_fails_can_be_given_again(chat):
    chat.ask(replies.PRIZES)
    chat.page.route("**/api/v1/feedback", lambda route: route.abort())
    chat.log.get_by_role("button", name="有帮助", exact=True).click()
    expect(chat.log).to_contain_text("没有记上，请再点一次")
    chat.page.unroute("**/api/v1/feedback")
    chat.log.get_by_role("button", name="有帮助", exact=True).click()
    expect(chat.log).to_contain_text("谢谢您的反馈")
