"""Documents join an edition, or begin a new one; nothing is changed by one that is there already or cannot be read."""

import pytest

from knowledge.ingest.add import add
from knowledge.ingest.check import check
from knowledge.ingest.edition import DOCUMENTS, read_edition
from knowledge.ingest.errors import BadContent, IngestError, UnreadableDocument

STANDARD = "市长质量奖评定标准\n一、总则\n本标准用于评审。\n二、领导\n（1）领导应当明确方向；\n（2）领导应当建设团队。\n"


@pytest.fixture
def standard(write_bytes):
    return write_bytes(STANDARD.encode(), "评定标准.txt")


def contents(documents):
    return {file.relative_to(documents): file.read_bytes() for file in documents.rglob("*") if file.is_file()}


def test_a_document_is_added_beside_the_guide(documents, standard):
    before = read_edition(documents / "2020")
    added = add(standard, documents)
    assert (added.edition, added.document.meta.key, added.document.meta.title) == (
        "2020",
        "s1",
        "市长质量奖评定标准",
    )
    after = read_edition(documents / "2020")
    assert after.passages[: len(before.passages)] == before.passages
    new = after.passages[len(before.passages) :]
    assert [passage.order for passage in after.passages] == list(range(len(after.passages)))
    assert new[-1].path == ("市长质量奖评定标准", "二、领导")
    assert new[-1].id.startswith("2020-s1.2.2-")
    assert after.questions == before.questions


def test_what_staff_wrote_in_the_listing_stays(documents, standard):
    before = (documents / "2020/meta.yml").read_text(encoding="utf-8")
    add(standard, documents)
    assert (documents / "2020/meta.yml").read_text(encoding="utf-8").startswith(before.rstrip())


def test_keys_count_on(documents, standard, write_bytes):
    add(standard, documents)
    second = add(write_bytes("关于申报的通知。".encode(), "通知.md"), documents, title="申报通知")
    assert (second.document.meta.key, second.document.meta.title) == ("s2", "申报通知")
    assert read_edition(documents / "2020").passages[-1].path == ("申报通知",)


def test_the_title_is_the_name_of_the_file_where_none_is_printed(documents, write_bytes):
    added = add(write_bytes("一、总则\n本标准用于评审。".encode(), "评定标准.txt"), documents)
    assert added.document.meta.title == "评定标准"


@pytest.mark.parametrize("name", ["评定标准.txt", "另一个名字.txt"])
def test_the_same_content_twice_changes_nothing(documents, standard, write_bytes, name):
    add(standard, documents)
    before = contents(documents)
    again = add(write_bytes(STANDARD.encode(), name), documents)
    assert again.existing == "2020 版 市长质量奖评定标准（评定标准.txt）"
    assert again.document is None
    assert contents(documents) == before


def test_the_guide_itself_is_known(documents):
    added = add(DOCUMENTS / "2020/szmqa-guide-2020.txt", documents)
    assert added.existing.startswith("2020 版 《深圳市市长质量奖申报指引》（2020）")


def test_another_content_under_the_same_name_is_refused(documents, standard, write_bytes):
    add(standard, documents)
    before = contents(documents)
    with pytest.raises(UnreadableDocument, match="已有同名而内容不同的文件"):
        add(write_bytes(b"other", "评定标准.txt"), documents)
    assert contents(documents) == before


def test_an_unreadable_document_changes_nothing(documents, write_pdf):
    before = contents(documents)
    with pytest.raises(UnreadableDocument, match="扫描件"):
        add(write_pdf([]), documents)
    assert contents(documents) == before


def test_a_listing_that_cannot_be_lengthened_is_left_alone(documents, standard):
    listing = documents / "2020/meta.yml"
    listing.write_text(
        'documents: [{file: szmqa-guide-2020.txt, key: "", title: 指引}]\n'
        'edition: "2020"\ntitle: 指引\nvalid_from: null\nvalid_until: null\nsource: 原文\n',
        encoding="utf-8",
    )
    before = contents(documents)
    with pytest.raises(BadContent, match="documents：要写在文件最后"):
        add(standard, documents)
    assert contents(documents) == before


def test_a_new_edition(documents, write_bytes):
    guide = write_bytes("一、说明\n奖项每年评审一次。\n二、流程\n网上申报。".encode(), "指引2021.txt")
    added = add(guide, documents, edition="2021", title="《深圳市市长质量奖申报指引》（2021）")
    assert added.document.meta.key == ""
    edition = read_edition(documents / "2021")
    assert (edition.id, edition.title, edition.valid_from) == (
        "2021",
        "《深圳市市长质量奖申报指引》（2021）",
        None,
    )
    assert edition.passages[1].path == ("一、说明",)
    assert edition.passages[1].id.startswith("2021-1-")
    assert add(guide, documents, edition="2020").existing.startswith("2021 版")


@pytest.mark.parametrize("edition", ["2021", "../2021", "二〇二一"])
def test_a_new_edition_needs_a_title_and_a_plain_name(documents, standard, edition):
    before = contents(documents)
    with pytest.raises(IngestError, match="--title"):
        add(standard, documents, edition=edition)
    if edition != "2021":
        with pytest.raises(IngestError, match="只用字母和数字"):
            add(standard, documents, edition=edition, title="指引")
    assert contents(documents) == before
    assert not (documents.parent / "2021").exists()


def test_the_newest_edition_is_meant_by_default(documents, standard, write_bytes):
    add(write_bytes("一、说明\n每年一次。".encode(), "指引2021.txt"), documents, edition="2021", title="指引")
    assert add(standard, documents).edition == "2021"


def test_check_reports_an_added_document_apart(documents, standard):
    add(standard, documents)
    report = check(documents / "2020")
    assert [document.meta.key for document in report.documents] == ["", "s1"]
    assert any(passage.id.startswith("2020-s1") for passage in report.without_questions)
