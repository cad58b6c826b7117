"""The pages as a browser gets them; how they look is checked in tests/e2e."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from bot.gateway import guide
from bot.gateway.knowledge_client import Edition, Passage
from tests.gateway.fakes import Refusing, golden

BROWSER = {"accept": "text/html,application/xhtml+xml"}
QUOTE = "分别给予奖金 200 万元、100 万元、50 万元。"
CITED = "2020-1.4-5d0e7a"


async def page(gateway, path: str, **params: str) -> BeautifulSoup:
    response = await gateway.http.get(path, params=params, headers=BROWSER)
    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    return BeautifulSoup(response.text, "lxml")


async def test_the_first_page_links_to_the_newest_guide(gateway):
    soup = await page(gateway, "/")
    assert soup.select('a[href$="guide/2020"]')
    assert soup.select("script[src$='widget.js']")


async def test_the_first_page_needs_no_other_process(start):
    gateway = await start(transports={part: Refusing() for part in ("rasa", "actions", "knowledge")})
    assert await page(gateway, "/")


async def test_every_passage_has_its_anchor_and_place(gateway):
    soup = await page(gateway, "/guide/2020")
    passages = golden("knowledge_edition")["passages"]
    assert [element["id"] for element in soup.select("main [id]")] == [
        each["passage_id"] for each in passages
    ]
    assert soup.select_one("h1").text == "深圳市市长质量奖申报指引（2020 版）"
    assert [heading.name for heading in soup.select("main :is(h2, h3)")] == ["h2", "h3", "h2"]
    assert soup.select_one("figure").get_text(" ", strip=True) == "图（原指引此处为图片） 图 1 申报流程图"
    assert not soup.select("mark")
    links = [link["href"] for link in soup.select("nav a")]
    assert links == [f"#{each['passage_id']}" for each in passages if each["kind"] == "heading"]
    assert soup.select_one("nav ol ol a").text == "（四）奖励荣誉"
    assert soup.select_one("a.skip")["href"] == "#text"


async def test_the_quote_is_marked_where_it_is_cited(gateway):
    soup = await page(gateway, "/guide/2020", passage=CITED, quote=QUOTE)
    assert [mark.text for mark in soup.select("mark")] == [QUOTE]
    assert soup.select_one("mark").find_parent(id=CITED)
    assert soup.select_one("a.skip")["href"] == f"#{CITED}"


@pytest.mark.parametrize(
    "passage, quote",
    [
        (CITED, "不在原文里的话"),
        (CITED, ""),
        (CITED, " \n"),
        ("2020-9-ffffff", QUOTE),
        ("", QUOTE),
        (CITED, "<script>alert(1)</script>"),
        ('"><script>alert(1)</script>', QUOTE),
        (CITED, "x" * 5000),
        (CITED, "\x00"),
    ],
)
async def test_what_is_not_there_is_not_marked_nor_repeated(gateway, passage, quote):
    soup = await page(gateway, "/guide/2020", passage=passage, quote=quote)
    assert not soup.select("mark")
    assert not soup.select("script")
    assert "alert" not in str(soup)


async def test_the_source_is_only_text(gateway):
    gateway.knowledge.edition["title"] = "<b>标题</b>"
    gateway.knowledge.edition["passages"][2]["text"] = '<img src=x onerror="alert(1)"> & 其他'
    soup = await page(gateway, "/guide/2020", passage=CITED, quote='onerror="alert(1)">')
    assert soup.select_one(f"[id='{CITED}']").text == '<img src=x onerror="alert(1)"> & 其他'
    assert soup.select_one("mark").text == 'onerror="alert(1)">'
    assert not soup.select("img, h1 b")


@pytest.mark.parametrize("edition", ["2019", "%2e%2e%2fx", "x" * 200])
async def test_a_browser_gets_a_page_for_an_unknown_guide(gateway, edition):
    response = await gateway.http.get(f"/guide/{edition}", headers=BROWSER)
    assert response.status_code == 404
    assert response.headers["content-type"].startswith("text/html")
    assert "回到首页" in response.text


async def test_a_program_gets_the_contracts_error(gateway):
    response = await gateway.http.get("/guide/2019")
    assert (response.status_code, response.json()["error"]["code"]) == (404, "edition_not_found")


async def test_a_browser_gets_a_page_while_knowledge_is_down(start):
    gateway = await start(transports={"knowledge": Refusing()})
    response = await gateway.http.get("/guide/2020", headers=BROWSER)
    assert (response.status_code, response.headers["retry-after"]) == (503, "5")
    assert "稍后再试" in response.text


@pytest.mark.parametrize("path", ["/", "/guide/2020", "/widget.js", "/static/base.css", "/healthz"])
async def test_link_checkers_may_ask_for_the_head(gateway, path):
    assert (await gateway.http.head(path)).status_code == 200


async def test_the_widget_is_cached_and_compressed(gateway):
    response = await gateway.http.get("/widget.js", headers={"accept-encoding": "gzip"})
    assert response.headers["content-type"].startswith("text/javascript")
    assert response.headers["content-encoding"] == "gzip"
    assert "max-age" in response.headers["cache-control"]
    assert response.headers["cross-origin-resource-policy"] == "cross-origin"
    again = await gateway.http.get("/widget.js", headers={"if-none-match": response.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def passage(text: str, identity: str = "p", kind: str = "text", level: int = 1) -> Passage:
    return Passage(passage_id=identity, edition="e", path=[], kind=kind, text=text, level=level, order=0)


def shown(text: str, quote: str) -> str:
    """The passage as the page has it: lines apart by |, marked words in [ ]."""
    edition = Edition(edition="e", title="t", passages=[passage(text)])
    (block,) = guide.blocks(edition, "p", quote)
    return "|".join(
        "".join(f"[{run.text}]" if run.marked else run.text for run in line) for line in block.lines
    )


@pytest.mark.parametrize(
    "text, quote, page",
    [
        ("甲乙丙丁", "乙丙", "甲[乙丙]丁"),
        ("甲乙丙丁", "甲乙丙丁", "[甲乙丙丁]"),
        ("甲乙\n丙丁", "乙丙", "甲[乙]|[丙]丁"),
        ("甲乙\r\n丙丁\n戊", "乙 丙丁\n戊", "甲[乙]|[丙丁]|[戊]"),
        ("奖金 200 万元", "奖金200万元", "[奖金 200 万元]"),
        ("奖金200万元", "奖金 200 万元", "[奖金200万元]"),
        ("甲甲乙", "甲乙", "甲[甲乙]"),
        ("甲乙", "乙丙", "甲乙"),
        ("甲\n\n乙", "甲", "[甲]|乙"),
        (" 甲 ", "甲", " [甲] "),
        ("", "甲", ""),
    ],
)
def test_marking(text, quote, page):
    assert shown(text, quote).replace(" ", "") == page.replace(" ", "")


def test_contents_of_uneven_levels():
    headings = [("a", 1), ("b", 3), ("c", 2), ("d", 1), ("e", 5)]
    edition = Edition(
        edition="e", title="t", passages=[passage(text, text, "heading", level) for text, level in headings]
    )
    first, second = guide.contents(edition)
    assert [entry.text for entry in first.children] == ["b", "c"]
    assert second.children == []  # too deep for the list
