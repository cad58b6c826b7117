"""How long the call screen takes in Chromium, from the end of a pause in typing to the results on the screen.

`python -m tests.e2e.desk_speed --url http://127.0.0.1:8000 --name NAME --password-stdin` types questions into a product that
is running; use an account of its own, as what is typed is searched as an operator's.
"""

from __future__ import annotations

import argparse
import statistics
import sys
from pathlib import Path

import yaml
from playwright.sync_api import Page, sync_playwright

from tests.e2e.browser import launch

# Written for the answers, and so nothing that is kept apart for judging.
ANSWERS = Path(__file__).parents[2] / "knowledge/documents/2020/answers"
QUESTIONS = 100
WARM_UP = 5

# Milliseconds from the request of a search until its answer is there, and until its results have been drawn.
ASK = """question => new Promise((done) => {
  const [field, results] = ["q", "results"].map((id) => document.getElementById(id));
  let sent, there;
  field.addEventListener("htmx:beforeRequest", () => (sent = performance.now()), { once: true });
  field.addEventListener("htmx:beforeOnLoad", () => (there = performance.now()), { once: true });
  results.addEventListener("htmx:afterSettle", () =>
    requestAnimationFrame(() => requestAnimationFrame(() => done([there - sent, performance.now() - sent]))), { once: true });
  field.value = question;
  field.dispatchEvent(new Event("input", { bubbles: true }));
})"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--url", default="http://127.0.0.1:8000", help="where the gateway answers")
    parser.add_argument("--name", required=True, help="an account of the desk")
    parser.add_argument("--password-stdin", action="store_true", required=True)
    chosen = parser.parse_args()
    with sync_playwright() as playwright:
        page = launch(playwright).new_page(locale="zh-CN")
        log_in(page, chosen.url, chosen.name, sys.stdin.readline().rstrip("\n"))
        taken = [page.evaluate(ASK, question) for question in questions()][WARM_UP:]
    print(f"{len(taken)} 次查询，从请求发出算起（输入停顿 60 毫秒后发出）：")
    for name, times in zip(("答复到了", "结果画好"), zip(*taken, strict=True), strict=True):
        p50, p95 = statistics.median(times), statistics.quantiles(times, n=20)[-1]
        print(f"  {name}：中位 {p50:.0f} 毫秒，95% {p95:.0f} 毫秒")


def questions() -> list[str]:
    """The first wording of one answer after another, from all topics."""
    found = [
        entry["questions"][0]
        for file in sorted(ANSWERS.glob("*.yml"))
        for entry in yaml.safe_load(file.read_text(encoding="utf-8"))
    ]
    every = max(1, len(found) // (QUESTIONS + WARM_UP))
    return found[::every][: QUESTIONS + WARM_UP]


def log_in(page: Page, url: str, name: str, password: str) -> None:
    page.goto(f"{url}/staff")
    page.get_by_label("账号").fill(name)
    page.get_by_label("密码").fill(password)
    page.keyboard.press("Enter")
    page.wait_for_selector("#q")


if __name__ == "__main__":
    main()
