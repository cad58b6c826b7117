"""Steps, stages and troubles rest on the guide: word for word, none of its sentences left out, no number made up."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest

from actions.portal import guide
from actions.portal.guide import Clause, Portal
from eval import portal_coverage as coverage

CONTENT = guide.portal()
SCREEN = re.compile("“([^”]+)”|《([^》]+)》")
NUMBER = re.compile(r"\d+(?:[.:]\d+)*")
# Where a text is about what the guide does not say, or names what a digit does not: 3 万字 and the like.
OWN_NUMBERS = {"12345", "50"}


def clauses(content: Portal) -> list[Clause]:
    lines = [line for step in content.steps for line in step.lines]
    lines += [content.any_form, *(form.line for form in content.forms)]
    troubles = [trouble for step in content.steps for trouble in step.troubles]
    owners = [*lines, *troubles, *content.stages]
    return [clause for owner in owners for clause in owner.clauses] + [
        clause for step in content.steps for clause in step.figures
    ]


@pytest.fixture(scope="module")
def guide_text():
    return {passage.id: passage for passage in coverage.passages()}


@pytest.mark.parametrize("clause", dict.fromkeys(clauses(CONTENT)), ids=lambda clause: clause.quote[:20])
def test_every_quote_stands_in_the_guide_word_for_word(guide_text, clause):
    passage = guide_text[clause.passage_id]
    assert clause.quote in passage.text
    assert clause.path == passage.path


def test_only_captions_are_quoted_as_figures(guide_text):
    figures = [clause for step in CONTENT.steps for clause in step.figures]
    assert {guide_text[clause.passage_id].kind for clause in figures} == {"figure"}


def test_every_sentence_of_both_sections_is_quoted():
    table = coverage.rows(CONTENT, coverage.passages())
    assert {row.section for row in table} == set(coverage.SECTIONS)
    assert [row.sentence for row in table if not row.entries] == []


def test_a_sentence_that_nothing_quotes_is_noticed():
    without = replace(CONTENT, stages=CONTENT.stages[:-1])
    silent = [row.sentence for row in coverage.rows(without, coverage.passages()) if not row.entries]
    assert silent == ["召开会议对市长质量奖获奖单位进行表彰。"]


def test_the_table_is_up_to_date():
    written = coverage.TABLE.read_text(encoding="utf-8")
    assert written == coverage.render(coverage.rows(CONTENT, coverage.passages()))


def test_every_place_named_is_used():
    used = {clause.passage_id for clause in clauses(CONTENT)}
    assert [name for name, (passage_id, _) in CONTENT.passages.items() if passage_id not in used] == []


def test_there_are_eight_steps_and_ten_stages():
    assert len(CONTENT.steps) == 8
    assert [stage.title["zh-Hans"] for stage in CONTENT.stages] == [
        "系统申报",
        "受理申报",
        "资格审查",
        "材料评审",
        "集中答辩",
        "现场核查/社会评价",
        "评委会审议",
        "社会公示",
        "市政府审定",
        "授奖表彰",
    ]


def test_steps_and_stages_are_in_the_order_of_the_guide(guide_text):
    order = list(guide_text)
    stages = [order.index(stage.clauses[0].passage_id) for stage in CONTENT.stages]
    steps = [order.index(step.lines[0].clauses[0].passage_id) for step in CONTENT.steps]
    assert all(before < after for before, after in pairwise(stages))
    assert all(before <= after for before, after in pairwise(steps))


def test_ids_are_unique():
    for entries in (CONTENT.steps, CONTENT.stages, CONTENT.forms):
        ids = [entry.id for entry in entries]
        assert len(ids) == len(set(ids))
    for step in CONTENT.steps:
        assert len({line.id for line in step.lines}) == len(step.lines)
    troubles = [trouble.id for step in CONTENT.steps for trouble in step.troubles]
    assert len(troubles) == len(set(troubles))


def test_the_day_of_the_comparison_is_given():
    assert isinstance(CONTENT.checked_on, date) and CONTENT.checked_on <= date.today()


def said_by_the_guide():
    """What is told as the guide's, with the clauses that it rests on."""
    for step in CONTENT.steps:
        own = tuple(clause for line in step.lines for clause in line.clauses)
        yield from ((step.id, line.text, line.clauses) for line in step.lines if line.text)
        yield f"{step.id} shows", step.shows, own + step.figures
        yield from ((trouble.id, trouble.guide, trouble.clauses) for trouble in step.troubles)
    yield from ((form.id, form.line.text, form.line.clauses) for form in CONTENT.forms)
    for stage in CONTENT.stages:
        for words in (stage.what, stage.applicant, *stage.limits):
            yield stage.id, words, stage.clauses


@pytest.mark.parametrize("words, quotes", [pytest.param(w, q, id=name) for name, w, q in said_by_the_guide()])
def test_numbers_are_the_quotes(words, quotes):
    printed = {number for clause in quotes for number in NUMBER.findall(clause.quote)}
    said = {number for number in NUMBER.findall(words.get("zh-Hans", ""))}
    assert said - OWN_NUMBERS <= printed


@pytest.mark.parametrize("step", CONTENT.steps, ids=lambda step: step.id)
def test_words_of_the_screen_are_printed_in_the_guide(guide_text, step):
    printed = "".join(passage.text for passage in guide_text.values())
    texts = [line.text["zh-Hans"] for line in step.lines if line.text]
    texts += [words["zh-Hans"] for words in (step.shows, *(t.guide for t in step.troubles)) if words]
    named = {first or second for text in texts for first, second in SCREEN.findall(text)}
    missing = [name for name in named if name not in printed]
    assert missing == []


def test_what_the_guide_does_not_say_is_advice():
    for step in CONTENT.steps:
        for trouble in step.troubles:
            assert bool(trouble.guide) == bool(trouble.clauses)
            assert trouble.guide or trouble.advice


@pytest.fixture
def folder(tmp_path):
    shutil.copytree(guide.FOLDER, tmp_path / "portal", ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    return tmp_path / "portal"


@pytest.mark.parametrize(
    "file, old, new, complaint",
    [
        (
            "steps",
            "in: address",
            "in: adress",
            "steps.yml, open, address, clauses: passages.yml has no 'adress'",
        ),
        ("steps", "two_addresses", "three_addresses", "steps.yml, open: trouble.yml has no three_addresses"),
        ("steps", "said: 网址|", "said: (网址|", "steps.yml, open: `said` must be a regular expression"),
        (
            "trouble",
            "  clauses:\n  - {in: address",
            "  others:\n  - {in: address",
            "trouble.yml, two_addresses",
        ),
        ("stages", "  silent: true\n", "", "stages.yml, qualification: write `applicant`, or `silent: true`"),
        (
            "stages",
            ", en: Online application}",
            "}",
            "stages.yml, application: write `title` with zh-Hans and en",
        ),
        ("steps", "steps:", "steps: [", "steps.yml: "),
    ],
)
def test_a_mistake_is_told_with_its_place(folder, file, old, new, complaint):
    path = folder / f"{file}.yml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(guide.ContentError) as raised:
        guide.read(folder)
    assert str(raised.value).startswith(complaint)
