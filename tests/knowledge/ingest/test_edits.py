"""What staff change at the desk is kept beside the shipped documents and merged with them when an index is made."""

import json
from dataclasses import replace
from datetime import date

import pytest
import yaml

from knowledge.ingest.answers import Entry
from knowledge.ingest.build import build
from knowledge.ingest.edition import read_edition
from knowledge.ingest.edits import Case, Edits
from knowledge.ingest.errors import BadContent, IngestError
from knowledge.ingest.merging import merged
from knowledge.ingest.questions import QuotedQuestion, read_questions
from knowledge.retrieve import synonyms

DAY = date(2026, 11, 26)


@pytest.fixture
def documents(documents):
    """Also with the synonyms, that stand beside the editions."""
    (documents / "synonyms.yml").write_text(
        "same:\n- {guide: 奖金, said: [钱]}\nspoken: {几多: 多少}\ncourtesies: [请问]\napart: []\n", "utf-8"
    )
    return documents


@pytest.fixture
def edits(tmp_path) -> Edits:
    return Edits(tmp_path / "edits")


@pytest.fixture
def shipped(documents):
    return read_edition(documents / "2020")


@pytest.fixture
def merge(documents, edits):
    """What the merged folder holds, read whole; with what was said."""

    def run(look=lambda folder: read_edition(folder / "2020"), day=DAY):
        said = []
        with merged(documents, edits, day, said.append) as folder:
            return look(folder), said

    return run


@pytest.fixture
def entry(documents):
    """A right answer that is not among the shipped ones."""
    return Entry(
        "desk-founded",
        {"zh-Hans": "2004 年设立。", "en": "In 2004."},
        ("设立于2004年，是深圳市人民政府设立",),
        ("值班台新问法",),
        ("不相干的问法",),
    )


def test_without_edits_the_documents_are_taken_as_they_are(documents, merge):
    assert merge(lambda folder: folder) == (documents, [])


def test_an_answer_is_added(merge, edits, entry, shipped):
    edits.keep_answer("2020", entry)
    edition, said = merge()
    assert said == []
    assert {each.id for each in edition.answers} == {each.id for each in shipped.answers} | {"desk-founded"}
    [asked] = [each for each in edition.questions if each.text == "值班台新问法"]
    assert asked.answer == "desk-founded" and asked.passage_ids


def test_an_answer_takes_the_place_of_a_shipped_one(merge, edits, entry, shipped):
    edits.keep_answer("2020", replace(entry, id="award-founded", valid_until=date(2026, 12, 31)))
    edition, _ = merge()
    assert len(edition.answers) == len(shipped.answers)
    [changed] = [each for each in edition.answers if each.id == "award-founded"]
    assert changed.text["en"] == "In 2004."
    assert (changed.valid_from, changed.valid_until) == (None, date(2026, 12, 31))


def test_a_withdrawn_answer_is_gone_and_its_questions_go_to_the_passage(merge, edits):
    edits.withdraw("2020", "award-founded", "条文有变")
    edition, _ = merge()
    assert "award-founded" not in {each.id for each in edition.answers}
    [question] = [each for each in edition.questions if each.text == "深圳市市长质量奖设立于哪一年？"]
    assert question.answer == "" and question.passage_ids


def test_a_withdrawn_answer_may_come_back(merge, edits, entry):
    edits.withdraw("2020", entry.id, "写错了")
    assert edits.withdrawn("2020") == {entry.id: "写错了"}
    edits.keep_answer("2020", entry)
    assert edits.withdrawn("2020") == {}
    assert entry.id in {each.id for each in merge()[0].answers}


def test_an_answer_whose_quote_is_lost_is_left_out_and_named(merge, edits, entry, shipped):
    edits.keep_answer("2020", replace(entry, quotes=("指引从没写过这一句",)))
    edition, said = merge()
    assert len(edition.answers) == len(shipped.answers)
    assert said == ["2020 版：答案 desk-founded 没有收入，原文里没有“指引从没写过这一句”"]


def test_an_old_edit_never_takes_a_shipped_answer_away(merge, edits, entry, shipped):
    edits.keep_answer("2020", replace(entry, id="award-founded", quotes=("指引从没写过这一句",)))
    edition, said = merge()
    assert len(edition.answers) == len(shipped.answers) and said


def test_unanswerable_questions_are_added_once_and_leave_when_answered(merge, edits, entry):
    def look(folder):
        lines = (folder / "2020/unanswerable.jsonl").read_text("utf-8").splitlines()
        return [json.loads(line)["q"] for line in lines]

    edits.keep_unanswerable("2020", "值班台新问法？", "near")
    edits.keep_unanswerable("2020", "值班台 新问法", "near")
    edits.keep_unanswerable("2020", "停车费多少", "near")
    found, _ = merge(look)
    assert found[-2:] == ["值班台新问法？", "停车费多少"]
    edits.keep_answer("2020", entry)
    found, _ = merge(look)
    assert "值班台新问法？" not in found and found[-1] == "停车费多少"


def test_synonyms_join_what_is_there(merge, edits):
    edits.keep_synonyms(
        {
            "same": [{"guide": "奖金", "said": ["银子", "钱"]}, {"guide": "答辩", "said": ["面试"]}],
            "spoken": {"咩": "什么"},
            "courtesies": ["请问", "劳驾"],
            "apart": [{"金奖": [], "银奖": []}],
        }
    )
    found, _ = merge(lambda folder: synonyms.read(folder / "synonyms.yml"))
    assert found.same == (("奖金", ("钱", "银子")), ("答辩", ("面试",)))
    assert found.spoken == (("几多", "多少"), ("咩", "什么"))
    assert found.courtesies == ("请问", "劳驾")
    assert len(found.apart) == 1


def test_an_edition_is_merged_from_the_day_it_is_published(merge, edits):
    folder = edits.of("2021")
    folder.mkdir(parents=True)
    (folder / "指引.txt").write_text("一、说明\n（一）奖金\n金奖给予奖金 300 万元。\n", "utf-8")
    document = {"file": "指引.txt", "key": "", "title": "《指引》（2021）"}
    meta = {"edition": "2021", "title": "《指引》（2021）", "valid_from": None, "valid_until": None}
    (folder / "meta.yml").write_text(
        yaml.safe_dump(meta | {"source": "测试", "documents": [document]}, allow_unicode=True), "utf-8"
    )

    def names(folder):
        return sorted(file.parent.name for file in folder.glob("*/meta.yml"))

    assert merge(names)[0] == ["2020"]
    edits.publish("2021", DAY)
    assert merge(names, date(2026, 11, 25))[0] == ["2020"]
    assert merge(names)[0] == ["2020", "2021"]
    edits.publish("2021", None)
    assert merge(names)[0] == ["2020"]


def test_an_edit_of_an_edition_that_is_not_there_is_named(merge, edits, entry):
    edits.keep_answer("1999", entry)
    assert merge()[1] == ["1999 版：没有这个版次，对它的修改没有收入"]


def test_a_build_notices_an_edit(documents, edits, entry, releases, new_writer):
    def run():
        with merged(documents, edits, DAY, pytest.fail) as folder:
            return build(folder, releases, new_writer(), lambda *_: None).made

    assert run() and not run()
    edits.keep_answer("2020", entry)
    assert run() and not run()
    edits.withdraw("2020", entry.id, "试")
    assert run()


def test_the_shipped_documents_stay_as_they_are(documents, edits, entry, merge):
    before = {file: file.read_bytes() for file in documents.rglob("*") if file.is_file()}
    edits.keep_answer("2020", replace(entry, id="award-founded"))
    edits.withdraw("2020", "one-application", "试")
    edits.keep_unanswerable("2020", "停车费多少", "near")
    merge()
    assert before == {file: file.read_bytes() for file in documents.rglob("*") if file.is_file()}


def test_cases_are_kept_once(edits):
    edits.keep_case(Case("2020", "哪年有的这个奖？", "a"))
    edits.keep_case(Case("2020", "哪年有的这个奖", "b"))
    edits.keep_case(Case("2021", "哪年有的这个奖", "a"))
    assert [(case.edition, case.answer) for case in edits.cases()] == [("2020", "b"), ("2021", "a")]


@pytest.mark.parametrize("identity", ["", "../x", "A", "a b", "a/b", "a" * 65])
def test_a_name_that_would_leave_the_folder_is_refused(edits, entry, identity):
    with pytest.raises(IngestError):
        edits.keep_answer("2020", replace(entry, id=identity))
    with pytest.raises(IngestError):
        edits.withdraw("2020", identity, "试")
    with pytest.raises(IngestError):
        edits.keep_answer("../2020", entry)


def test_a_spoiled_file_is_named(edits, entry):
    edits.keep_answer("2020", entry)
    (edits.of("2020") / "answers/desk-founded.yml").write_text("- id: x\n", "utf-8")
    with pytest.raises(BadContent, match=r"answers/desk-founded.yml"):
        edits.answers("2020")
    (edits.folder / "cases.jsonl").write_text("{}\n", "utf-8")
    with pytest.raises(BadContent, match=r"cases.jsonl 第 1 行"):
        edits.cases()


def test_what_is_kept_reads_as_it_was(edits, entry):
    whole = replace(entry, valid_from=DAY, valid_until=DAY, explained=("xlsx",), not_for=("一: 二", "#三"))
    edits.keep_answer("2020", whole)
    assert edits.answers("2020") == [whole]


def test_questions_keep_their_place(documents, edits):
    edits.withdraw("2020", "award-founded", "试")
    before = read_questions(documents / "2020/questions.jsonl")
    with merged(documents, edits, DAY, pytest.fail) as folder:
        after = read_questions(folder / "2020/questions.jsonl")
    forgotten = [
        QuotedQuestion(each.line, each.text, each.quotes) if each.approved == "award-founded" else each
        for each in before
    ]
    assert after == forgotten != before
