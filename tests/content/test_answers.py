"""Approved answers say what their quotes say, quote the guide verbatim, and are told apart by their questions."""

from __future__ import annotations

import re
from itertools import chain

import pytest
import yaml

from knowledge.ingest.edition import read_edition
from tests.content.authored import EDITION, SETS, read_lines, same_question, without_whitespace

FILES = sorted((EDITION / "answers").glob("*.yml"))
ENTRIES = [
    pytest.param(entry, id=entry["id"])
    for file in FILES
    for entry in yaml.safe_load(file.read_text(encoding="utf-8"))
]
ALL = [parameter.values[0] for parameter in ENTRIES]
CHINESE_DIGITS = {"二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
# A Chinese numeral counts something only before one of these; 一 is left out, it is mostly an article.
COUNTED = "年类种大个项步名人家天位条点层方面"

# Terms that an answer needs to explain an oddity of the guide, though the guide does not print them.
EXPLAINED = {"portal-formats": {"xlsx"}}
# Answers about the guide's own headings; all others quote what stands under them.
ABOUT_HEADINGS = {"report-numbering"}


@pytest.fixture(scope="module")
def passages():
    return read_edition(EDITION).passages


def holders(quote: str, passages) -> list:
    return [passage for passage in passages if without_whitespace(quote) in without_whitespace(passage.text)]


def numbers(text: str) -> set[float]:
    """The numbers in a text, 200 万 as two million besides 200, Chinese numerals where they count something."""
    plain = (
        without_whitespace(text.replace(",", "")) if re.search(r"[一-鿿]", text) else text.replace(",", "")
    )
    found: set[float] = set()
    for figure, unit in re.findall(r"(\d+(?:\.\d+)?)(万?)", plain):
        found |= {float(figure), float(figure) * (10_000 if unit else 1)}
    found |= {
        float(CHINESE_DIGITS[sign]) for sign in re.findall(rf"([二两三四五六七八九十])[{COUNTED}]", plain)
    }
    return found


def evidence(entry: dict) -> str:
    return without_whitespace("\n".join(entry["quotes"]))


def test_every_passage_is_reached(passages):
    for passage in passages:
        if passage.kind == "heading":
            continue
        text = without_whitespace(passage.text)
        assert any(without_whitespace(quote) in text for entry in ALL for quote in entry["quotes"]), (
            passage.id
        )


def test_ids_are_unique_and_speaking():
    ids = [entry["id"] for entry in ALL]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", identity) for identity in ids)


@pytest.mark.parametrize("entry", ENTRIES)
def test_entry_is_complete(entry):
    assert set(entry) == {"id", "answer", "quotes", "questions", "not_for"}
    assert set(entry["answer"]) == {"zh-Hans", "en"}
    texts = [*entry["answer"].values(), *entry["quotes"], *entry["questions"], *entry["not_for"]]
    assert all(isinstance(text, str) and text.strip() == text != "" for text in texts)
    assert len({same_question(question) for question in entry["questions"]}) >= 8
    assert len(entry["not_for"]) >= 2


@pytest.mark.parametrize("entry", ENTRIES)
def test_quotes_are_verbatim_in_one_passage(entry, passages):
    for quote in entry["quotes"]:
        headings = entry["id"] in ABOUT_HEADINGS
        found = [held for held in holders(quote, passages) if (held.kind == "heading") == headings]
        assert len(found) == 1, f"{quote}: in {len(found)} passages"


@pytest.mark.parametrize("entry", ENTRIES)
def test_numbers_of_the_answer_are_in_its_quotes(entry):
    for text in entry["answer"].values():
        assert numbers(text) <= numbers(evidence(entry)), text


@pytest.mark.parametrize("entry", ENTRIES)
def test_terms_of_the_answer_are_in_its_quotes(entry, passages):
    """Titles and words in quotation marks; Latin terms; and in English the Chinese terms in brackets.

    The headings above a quoted passage count too: they are shown with it.
    """
    headings = [
        heading for quote in entry["quotes"] for held in holders(quote, passages) for heading in held.path
    ]
    said = evidence(entry) + without_whitespace("".join(headings))
    chinese, english = entry["answer"]["zh-Hans"], entry["answer"]["en"]
    terms = [
        *re.findall(r"《([^》]+)》", chinese),
        *re.findall(r"“([^”]+)”", chinese),
        *re.findall(r"[A-Za-z][A-Za-z0-9./:-]*", chinese),
        *re.findall(r"[一-鿿][^,;()\x41-\x7a]*", english),
    ]
    for term in set(terms) - EXPLAINED.get(entry["id"], set()):
        assert without_whitespace(term).strip("./-：") in said, term


def test_no_question_leads_to_two_answers():
    first_with: dict[str, str] = {}
    for entry in ALL:
        for question in entry["questions"]:
            first = first_with.setdefault(same_question(question), entry["id"])
            assert first == entry["id"], f"{question}: {first} and {entry['id']}"


@pytest.mark.parametrize("entry", ENTRIES)
def test_no_question_is_its_own_near_miss(entry):
    assert not {same_question(q) for q in entry["questions"]} & {same_question(q) for q in entry["not_for"]}


def test_no_question_is_a_test_question():
    single = [
        row["q"] for name in ("test", "test_unanswerable") for row in read_lines(SETS / f"{name}.jsonl")
    ]
    held_out = {same_question(question) for question in single}
    for question in chain.from_iterable([*entry["questions"], *entry["not_for"]] for entry in ALL):
        assert same_question(question) not in held_out, question
