from pathlib import Path

import pytest

from knowledge.ingest.edition import DOCUMENTS
from knowledge.retrieve import synonyms
from knowledge.retrieve.errors import BadSettings
from knowledge.retrieve.normalise import comparable

FILE = "synonyms.yml"
SMALL = synonyms.parse(
    {
        "same": [{"guide": "奖金", "said": ["多少钱", "Prize Money"]}],
        "spoken": {"几多": "多少"},
        "courtesies": ["请问", "早上好", "谢谢", "thanks", "please"],
        "apart": [{"经济类": [], "非经济类": ["文化类"]}],
    },
    FILE,
)


def test_what_is_said_brings_the_guides_word():
    assert SMALL.guide_terms(comparable("拿第一有多少錢")) == ["奖金"]
    assert SMALL.guide_terms(comparable("How much PRIZE money?")) == ["奖金"]
    assert SMALL.guide_terms(comparable("奖金多少钱")) == [], "the word is there already"


def test_a_latin_word_counts_only_whole():
    assert SMALL.guide_terms("surprize moneyed") == []


def test_cantonese_is_written_as_in_the_guide():
    assert SMALL.written(comparable("獎金幾多")) == "奖金多少"


def test_courtesies_around_a_question_do_not_count():
    assert SMALL.written(comparable("早上好！請問，金奖多少钱？谢谢")) == "金奖多少钱?"
    assert SMALL.written(comparable("Thanks, how much? Please")) == "how much?"
    assert SMALL.written(comparable("谢谢")) == "谢谢", "nothing else was said"
    assert SMALL.written(comparable("获奖感言要谢谢谁")) == "获奖感言要谢谢谁"
    assert SMALL.written("pleased") == "pleased"


def test_the_longer_of_two_names_is_meant():
    assert SMALL.sides("非经济类的奖") == [frozenset({1})]
    assert SMALL.sides("文化类和经济类") == [frozenset({0, 1})]
    assert SMALL.sides("都没有提") == [frozenset()]


def test_the_file_that_staff_edit_is_sound():
    known = synonyms.read(DOCUMENTS / FILE)
    assert known.same and known.spoken and known.courtesies and known.apart


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ("- a\n", "要有且只有这些键"),
        ("same: []\nspoken: {}\n", "要有且只有这些键"),
        ("same: {}\nspoken: {}\ncourtesies: []\napart: []\n", "same"),
        ("same: [{guide: 奖金}]\nspoken: {}\ncourtesies: []\napart: []\n", "same 第 1 条"),
        ("same: [{guide: 奖金, said: []}]\nspoken: {}\ncourtesies: []\napart: []\n", "said 至少要有一个说法"),
        ("same: [{guide: 奖金, said: [50]}]\nspoken: {}\ncourtesies: []\napart: []\n", "请加引号"),
        ("same: []\nspoken: {咗: ''}\ncourtesies: []\napart: []\n", "spoken 咗"),
        ("same: []\nspoken: {}\ncourtesies: []\napart: [{金奖: []}]\n", "apart 第 1 条"),
        ("same: []\nspoken: {}\ncourtesies: []\napart: [{金奖: [], 银奖: 二等}]\n", "apart 第 1 条"),
        ("same: []\nspoken: {}\ncourtesies: 您好\napart: []\n", "courtesies"),
        ("same: [\n", "不是有效的 YAML"),
        ("same: !!int 许多\n", "不是有效的 YAML"),
    ],
)
def test_a_mistake_is_named_with_its_mend(content, named, tmp_path: Path):
    file = tmp_path / FILE
    file.write_text(content, "utf-8")
    with pytest.raises(BadSettings, match=named):
        synonyms.read(file)


def test_a_missing_file_is_named(tmp_path: Path):
    with pytest.raises(BadSettings, match="没有这个文件"):
        synonyms.read(tmp_path / FILE)
