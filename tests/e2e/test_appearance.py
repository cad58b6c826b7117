"""How it looks and whether everyone can use it: sizes, light and dark, large text, hostile styles, axe."""

from __future__ import annotations

import gzip

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.e2e import replies

SIZES = {"phone": (360, 740), "tablet": (768, 1024), "desk": (1440, 900)}
# Colours do not depend on the width, nor the other way round.
LOOKS = pytest.mark.parametrize(
    ("size", "scheme"), [("phone", "light"), ("phone", "dark"), ("tablet", "dark"), ("desk", "light")]
)
EVERYTHING = (
    replies.PRIZES,
    replies.UNKNOWN,
    replies.CHECK,
    "组织",
    "2024-05-08",
    replies.WALK,
    replies.STAGES,
    replies.MATERIALS,
)


def violations(page) -> list[str]:
    """What axe finds: the rule and the element."""
    found = Axe().run(page).response["violations"]
    return [f"{rule['id']}: {node['html'][:200]}" for rule in found for node in rule["nodes"]]


def fits(chat) -> None:
    """Nothing is cut off or needs scrolling sideways."""
    view = chat.page.viewport_size
    box = chat.panel.bounding_box()
    assert box["x"] >= 0 and box["y"] >= 0
    assert box["x"] + box["width"] <= view["width"] and box["y"] + box["height"] <= view["height"]
    wide = chat.panel.evaluate(
        """panel => [panel, ...panel.querySelectorAll('*')]
        .filter(each => each.scrollWidth > each.clientWidth + 1 && getComputedStyle(each).overflowX !== 'visible'
            && !each.classList.contains('sr'))
        .map(each => each.outerHTML.slice(0, 80))"""
    )
    assert wide == []


@LOOKS
def test_every_kind_of_message_at_every_size(open_chat, size, scheme):
    width, height = SIZES[size]
    chat = open_chat(width=width, height=height, color_scheme=scheme)
    for question in EVERYTHING:
        newest = chat.ask(question)
        assert chat.beginning_is_visible(newest)
    for summary in chat.log.locator("summary").all():
        if summary.is_visible():
            summary.click()
    fits(chat)
    assert violations(chat.page) == []


@pytest.mark.parametrize("size", SIZES)
def test_double_text_size(open_chat, size):
    width, height = SIZES[size]
    chat = open_chat(width=width, height=height)
    for question in EVERYTHING:
        chat.ask(question)
    for _ in range(3):
        chat.element.locator(".tool.size").click()
    assert chat.log.evaluate("log => getComputedStyle(log).fontSize") == "32px"
    fits(chat)
    expect(chat.input).to_be_in_viewport()


def test_four_hundred_per_cent_zoom_reflows(open_chat):
    # 1280 × 1024 at 400 % leaves 320 × 256 CSS pixels
    chat = open_chat(width=320, height=256)
    newest = chat.ask(replies.PRIZES)
    expect(newest.get_by_text("金奖 200 万元")).to_be_in_viewport()
    chat.input.scroll_into_view_if_needed()
    expect(chat.input).to_be_in_viewport()
    assert chat.panel.evaluate("panel => panel.scrollWidth <= panel.clientWidth")
    assert violations(chat.page) == []


def test_launcher_and_closed_state_pass_axe(open_chat):
    chat = open_chat(press=False)
    expect(chat.launcher).to_be_visible()
    assert violations(chat.page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_failure_passes_axe(open_chat, scheme):
    chat = open_chat(color_scheme=scheme)
    chat.page.route("**/api/v1/chat", lambda route: route.abort())
    chat.ask("你好")
    assert violations(chat.page) == []


def test_targets_are_large_enough(chat):
    chat.ask(replies.PRIZES)
    chat.ask(replies.WALK)
    for control in chat.panel.locator("button, summary, select, textarea, input").all():
        if control.is_visible():
            box = control.bounding_box()
            tall = control.locator("xpath=ancestor::label").count() or box["height"] >= 24
            assert tall and (box["width"] >= 24 or control.get_attribute("type") == "checkbox"), control


def test_styles_of_the_page_do_not_reach_in(open_chat):
    plain, hostile = open_chat(), open_chat("/hostile")
    for chat in (plain, hostile):
        chat.ask(replies.PRIZES)
    for part in (".panel", ".message >> nth=-1", ".message >> nth=-1 >> .text", "footer textarea", ".send"):
        assert hostile.element.locator(part).bounding_box() == plain.element.locator(part).bounding_box(), (
            part
        )
    wanted = ["color", "fontFamily", "fontSize", "letterSpacing", "textTransform", "visibility", "opacity"]
    for part in (".panel", ".text >> nth=-1", ".launcher"):
        styles = [
            chat.element.locator(part).evaluate(
                "(e, names) => names.map(n => getComputedStyle(e)[n])", wanted
            )
            for chat in (plain, hostile)
        ]
        assert styles[0] == styles[1], part
    expect(hostile.panel).to_be_in_viewport(ratio=1)


def test_widget_does_not_change_the_page(open_chat, new_page, host):
    chat = open_chat(press=False)
    expect(chat.launcher).to_be_visible()
    before = new_page()
    before.route("**/widget.js", lambda route: route.abort())
    before.goto(host.url)
    for page in (before, chat.page):
        page.locator("h1").wait_for()
    shapes = [
        page.evaluate("JSON.stringify(document.querySelector('main').getBoundingClientRect())")
        for page in (before, chat.page)
    ]
    assert shapes[0] == shapes[1]
    assert (
        chat.page.evaluate("document.adoptedStyleSheets.length + document.querySelectorAll('style').length")
        == 0
    )


def test_nothing_moves_with_reduced_motion(open_chat):
    chat = open_chat(reduced_motion="reduce")
    chat.input.fill(replies.SLOW)
    chat.input.press("Enter")
    expect(chat.log.locator(".typing")).to_be_visible()
    running = "() => document.querySelector('zhijiangtong-widget').shadowRoot.getAnimations().length"
    assert chat.page.evaluate(running) == 0


def test_widget_is_small(gateway, new_page):
    script = new_page().request.get(f"{gateway.url}/widget.js").body()
    assert len(gzip.compress(script, 9)) < 30_000


def test_widget_talks_to_nobody_but_its_gateway(open_chat, gateway, host):
    chat = open_chat(press=False)
    asked = []
    chat.page.on("request", lambda request: asked.append(request.url))
    chat.page.reload()
    chat.launcher.click()
    chat.ask(replies.PRIZES)
    assert [url for url in asked if not url.startswith((gateway.url, host.url))] == []
