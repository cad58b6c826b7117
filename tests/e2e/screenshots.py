"""`python -m tests.e2e.screenshots OUT_DIR [--url URL]`: pictures of a running product, at every size, light and dark.

The README shows `desk-light-answer.png`.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

from tests.e2e.browser import launch
from tests.e2e.chat import Chat
from tests.materials import builders
from tests.materials.reports import BARE

SIZES = {"phone": (360, 740), "tablet": (768, 1024), "desk": (1440, 900)}
QUESTION = "金奖奖金多少？"
CHECK = "我们够不够申报条件？"
CHECKLIST = "材料清单"
FILES = [
    {"name": "自评报告.docx", "mimeType": "application/octet-stream", "buffer": builders.docx(BARE)},
    {"name": "申报表.docx", "mimeType": "application/octet-stream", "buffer": builders.docx()},
    {"name": "荣誉证书.pdf", "mimeType": "application/pdf", "buffer": builders.pdf(user="u", owner="o")},
]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, metavar="OUT_DIR")
    parser.add_argument("--url", default="http://127.0.0.1:8000", help="where the gateway answers")
    chosen = parser.parse_args()
    chosen.folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = launch(playwright)
        for size, (width, height) in SIZES.items():
            for scheme in ("light", "dark"):
                page = browser.new_page(
                    viewport={"width": width, "height": height}, color_scheme=scheme, locale="zh-CN"
                )
                take(page, chosen.url, chosen.folder / f"{size}-{scheme}")
                page.close()
        browser.close()


def take(page: Page, url: str, stem: Path) -> None:
    """The demonstration page, an answer with its source unfolded, the check's first question, the checklist, the cited
    place; files chosen and checked."""

    def shoot(scene: str, **options) -> None:
        page.screenshot(path=f"{stem}-{scene}.png", animations="disabled", **options)

    page.goto(url)
    chat = Chat(page)
    expect(chat.launcher).to_be_visible()
    shoot("page", full_page=True)
    chat.launcher.click()
    source = chat.ask(QUESTION).locator(".source").first
    if source.get_attribute("open") is None:
        source.locator("summary").click()
    shoot("answer")
    place = source.get_by_role("link").get_attribute("href")
    chat.ask(CHECK)
    shoot("check")
    chat.ask("先不查了")
    chat.ask(CHECKLIST)
    shoot("checklist")
    page.goto(place)
    shoot("guide")
    page.goto(f"{url}/materials")
    page.locator("summary").click()
    page.locator("#files").set_input_files(FILES)
    shoot("files", full_page=True)
    page.get_by_label("类别").select_option("economic")
    page.get_by_label("这就是全部材料").check()
    page.get_by_role("button", name="开始检查").click()
    expect(page.locator("#verdict")).to_be_visible(timeout=30_000)
    shoot("findings", full_page=True)


if __name__ == "__main__":
    main()
