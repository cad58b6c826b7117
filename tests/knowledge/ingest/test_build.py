"""`build` makes a release of what has changed, and nothing where nothing has."""

import json

import pytest

from knowledge.ingest import build as building
from knowledge.ingest.build import build
from knowledge.ingest.errors import BadContent, IngestError


def run(documents, releases, writer, **options):
    return build(documents, releases, writer, lambda *_: None, **options)


def test_the_first_build_makes_a_release(documents, releases, new_writer):
    outcome = run(documents, releases, new_writer())
    assert outcome.made
    assert outcome.manifest == releases.current()
    assert outcome.manifest.editions == ("2020",)
    assert outcome.manifest.passages == len(
        json.loads((releases.current_folder() / "passages.json").read_text())
    )


def test_nothing_is_made_of_the_same_inputs(documents, releases, new_writer):
    writer = new_writer()
    first = run(documents, releases, writer)
    second = run(documents, releases, writer)
    assert (second.made, second.manifest, writer.written) == (False, first.manifest, 1)


def test_unchanged_inputs_are_recognised_without_reading_documents(
    documents, releases, new_writer, monkeypatch
):
    run(documents, releases, new_writer())
    monkeypatch.setattr(building, "read_edition", lambda folder: pytest.fail("read"))
    assert not run(documents, releases, new_writer()).made


@pytest.mark.parametrize("name", ["szmqa-guide-2020.txt", "questions.jsonl", "meta.yml"])
def test_a_changed_document_makes_a_release(documents, releases, new_writer, name):
    first = run(documents, releases, new_writer())
    file = documents / "2020" / name
    file.write_text(file.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    second = run(documents, releases, new_writer())
    assert second.made and second.manifest.id > first.manifest.id


def test_another_model_code_or_wish_makes_a_release(documents, releases, new_writer, monkeypatch):
    assert run(documents, releases, new_writer()).made
    assert run(documents, releases, new_writer(model="large")).made
    assert run(documents, releases, new_writer(model="large", dimension=5)).made
    assert run(documents, releases, new_writer(model="large", dimension=5), anew=True).made
    monkeypatch.setattr(building, "code_version", lambda: "other")
    assert run(documents, releases, new_writer(model="large", dimension=5)).made


def test_a_rollback_holds_until_something_changes(documents, releases, new_writer):
    first = run(documents, releases, new_writer())
    run(documents, releases, new_writer(model="large"))
    releases.rollback()
    assert not run(documents, releases, new_writer(model="large")).made
    assert releases.current() == first.manifest
    assert run(documents, releases, new_writer(model="larger")).made
    assert releases.current() != first.manifest


def test_a_lost_link_is_made_again(documents, releases, new_writer, tmp_path):
    first = run(documents, releases, new_writer())
    (tmp_path / "index/current").unlink()
    assert not run(documents, releases, new_writer()).made
    assert releases.current() == first.manifest


def test_a_wrong_quote_stops_the_build_and_keeps_the_release(documents, releases, new_writer):
    first = run(documents, releases, new_writer())
    with (documents / "2020/questions.jsonl").open("a", encoding="utf-8") as questions:
        questions.write('{"q": "奖金多少", "quotes": ["奖金三百万元"]}\n')
    with pytest.raises(BadContent, match=r"2020/questions.jsonl 第 \d+ 行：原文里没有“奖金三百万元”"):
        run(documents, releases, new_writer())
    assert releases.all() == [first.manifest]


def test_no_documents(tmp_path, releases, new_writer):
    (tmp_path / "documents").mkdir()
    with pytest.raises(IngestError, match="没有任何版次"):
        run(tmp_path / "documents", releases, new_writer())
