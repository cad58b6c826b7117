"""The page where files are checked, as a person uses it."""

from __future__ import annotations

import io

import pytest
from docx import Document
from playwright.sync_api import expect

from tests.e2e import replies
from tests.e2e.chat import Chat
from tests.e2e.test_appearance import LOOKS, SIZES, violations
from tests.materials import builders
from tests.materials.reports import BARE

REPORT = {"name": "自评报告.docx", "mimeType": "application/octet-stream", "buffer": builders.docx(BARE)}
FORM = {"name": "申报表.docx", "mimeType": "application/octet-stream", "buffer": builders.docx()}
PROGRAM = {"name": "证书.pdf", "mimeType": "application/pdf", "buffer": b"MZ" + bytes(200)}

DROP = """(element, content) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([content], "申报表.docx"));
    for (const name of ["dragenter", "dragover", "drop"])
        element.dispatchEvent(new DragEvent(name, {dataTransfer: transfer, bubbles: true, cancelable: true}));
}"""


@pytest.fixture
def open_page(new_page, gateway):
    def make(**options):
        page = new_page(**options)
        page.goto(f"{gateway.url}/materials")
        return page

    return make


def checked(page, *files, complete: bool = False):
    page.locator("#files").set_input_files(list(files))
    if complete:
        page.get_by_label("这就是全部材料").check()
    page.get_by_role("button", name="开始检查").click()
    expect(page.get_by_role("heading", name="三、检查结果")).to_be_visible(timeout=60_000)
    return page.locator("#results")


@LOOKS
def test_it_fits_and_passes_axe_before_and_after(open_page, size, scheme):
    width, height = SIZES[size]
    page = open_page(width=width, height=height, color_scheme=scheme)
    page.locator("summary").click()
    expect(page.locator("#checklist li")).to_have_count(4)
    assert violations(page) == []
    checked(page, REPORT, PROGRAM, complete=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert violations(page) == []


def test_the_chat_and_the_front_page_lead_here(new_page, gateway):
    page = new_page()
    page.goto(gateway.url)
    page.get_by_role("main").get_by_role("link", name="检查申报材料").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("检查申报材料")
    page.go_back()
    chat = Chat(page)
    chat.launcher.click()
    with page.expect_popup() as opened:
        chat.ask(replies.MATERIALS).get_by_role("link", name="检查申报材料").click()
    assert opened.value.url == f"{gateway.url}/materials"


def test_findings_are_shown_for_each_file_with_their_clauses(open_page):
    page = open_page()
    page.get_by_label("类别").select_option("economic")
    results = checked(page, REPORT, PROGRAM, FORM, complete=True)
    expect(page.locator("#verdict")).to_contain_text("处必须修改")
    expect(results.get_by_role("heading", level=3)).to_have_text(
        ["整套材料", "自评报告：自评报告.docx", "证实性材料：证书.pdf", "申报表（Word 版）：申报表.docx"]
    )
    expect(results).to_contain_text("《申报表》还缺加盖公章后的扫描版")
    expect(results).to_contain_text("没有读到“创新”部分的标题和正文")
    expect(results).to_contain_text("内容却是程序")
    expect(results.locator("section").last).to_contain_text("没有发现问题")
    with page.expect_popup() as opened:
        results.get_by_role("link").first.click()
    assert "/guide/2020?passage=" in opened.value.url


def test_kinds_are_guessed_and_can_be_changed(open_page):
    page = open_page()
    page.locator("#files").set_input_files([REPORT, FORM, {**PROGRAM, "name": "申报表扫描.pdf"}, PROGRAM])
    kinds = page.locator("#chosen select")
    values = [kinds.nth(number).input_value() for number in range(4)]
    assert values == ["self_report", "form_word", "form_scan", "evidence"]
    kinds.nth(3).select_option("tax_certificate")
    page.get_by_role("button", name="移除 申报表.docx").click()
    expect(page.locator("#chosen li")).to_have_count(3)
    expect(page.get_by_role("button", name="移除 申报表扫描.pdf")).to_be_focused()


def test_files_are_dropped_as_well(open_page):
    page = open_page()
    page.locator("#drop").evaluate(DROP, "x")
    expect(page.locator("#chosen li")).to_contain_text("申报表.docx")


def test_an_upload_shows_progress_and_can_be_cancelled(open_page):
    page = open_page()
    page.route("**/materials/check", lambda route: None)  # never answered
    page.locator("#files").set_input_files([FORM, REPORT])
    page.get_by_role("button", name="开始检查").click()
    expect(page.get_by_role("progressbar")).to_have_count(2)
    page.get_by_role("button", name="取消").click()
    expect(page.get_by_role("status")).to_contain_text("已取消")
    expect(page.get_by_role("button", name="开始检查")).to_be_enabled()
    page.unroute("**/materials/check")
    page.get_by_role("button", name="开始检查").click()
    expect(page.locator("#verdict")).to_be_visible(timeout=60_000)


def test_too_many_files_are_said_before_they_are_sent(open_page):
    page = open_page()
    page.locator("#files").set_input_files([FORM] * 21)
    expect(page.get_by_role("status")).to_contain_text("最多 20 个文件")
    expect(page.get_by_role("button", name="开始检查")).to_be_disabled()


def test_a_refusal_of_the_service_is_shown_in_its_words(open_page):
    page = open_page()
    body = '{"error": {"code": "unavailable", "message": "服务暂时不可用，请稍后再试。"}}'
    page.route(
        "**/materials/check",
        lambda route: route.fulfill(status=503, body=body, content_type="application/json"),
    )
    page.locator("#files").set_input_files([FORM])
    page.get_by_role("button", name="开始检查").click()
    expect(page.get_by_role("status")).to_contain_text("服务暂时不可用")


def test_the_economic_class_is_for_organisations(open_page):
    page = open_page()
    page.get_by_label("类别").select_option("economic")
    page.get_by_label("申报主体").select_option("project")
    expect(page.get_by_label("类别")).to_have_value("")


def test_the_findings_are_downloaded_as_a_word_file(open_page):
    page = open_page()
    checked(page, REPORT)
    with page.expect_download() as downloading:
        page.get_by_role("button", name="下载结果").click()
    assert downloading.value.suggested_filename == "申报材料检查结果.docx"
    with open(downloading.value.path(), "rb") as file:
        text = "\n".join(paragraph.text for paragraph in Document(io.BytesIO(file.read())).paragraphs)
    assert "自评报告.docx" in text and "A-D-L-I" in text


def test_all_of_it_works_by_keyboard(open_page):
    page = open_page()
    page.locator("#files").set_input_files([FORM])
    page.get_by_label("这就是全部材料").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#results")).to_be_focused(timeout=60_000)
