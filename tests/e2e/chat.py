"""The widget on a page, as a person sees it."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect


class Chat:
    def __init__(self, page: Page) -> None:
        self.page = page
        self.element = page.locator("zhijiangtong-widget")
        self.launcher = self.element.locator(".launcher")
        self.panel = self.element.get_by_role("dialog")
        self.log = self.element.get_by_role("log")
        self.input = self.element.locator("footer textarea")
        self.mine = self.log.locator(".mine")
        self.messages = self.log.locator(".message")
        self.replies = self.log.locator(".replies")

    def ask(self, text: str) -> Locator:
        """Types and sends; the newest message when the reply is there."""
        self.input.fill(text)
        self.input.press("Enter")
        return self.wait()

    def press(self, name: str) -> Locator:
        """Presses a quick reply; the newest message when the reply is there."""
        self.replies.get_by_role("button", name=name, exact=True).click()
        return self.wait()

    def wait(self) -> Locator:
        expect(self.log.locator(".typing")).to_have_count(0)
        return self.messages.last

    def stored(self) -> str | None:
        return self.page.evaluate("sessionStorage.getItem('zhijiangtong')")

    def focused(self) -> str:
        """The accessible name or class of what has the focus within the widget."""
        return self.page.evaluate(
            """() => { const active = document.activeElement?.shadowRoot?.activeElement;
            return active ? active.getAttribute('aria-label') ?? active.textContent : document.activeElement.tagName }"""
        )

    def beginning_is_visible(self, message: Locator) -> bool:
        top, box = message.bounding_box(), self.log.bounding_box()
        return box["y"] <= top["y"] < box["y"] + box["height"]
