"""In English the check speaks English: every wording of the engine, and whole conversations; only the guide's words stay Chinese."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
import yaml
from conversation import Conversation
from test_dialogues import LIST

from actions.dialogue.eligibility_english import english
from actions.eligibility import assess, engine, report
from actions.eligibility.editions import EDITIONS
from eval.eligibility_dialogues import hold, load

ROOT = Path(__file__).parents[3]
ENGLISH = yaml.safe_load(
    (ROOT / "actions" / "dialogue" / "eligibility_english.yml").read_text(encoding="utf-8")
)
SECTIONS = [name for name in ENGLISH if name != "written"]
CASES = ROOT / "tests" / "eligibility"

HAN = re.compile(r"[\u3400-\u9fff]")
NAMED = re.compile(r"\([^()]*\)")  # the Chinese of a name, behind its English
QUOTED = re.compile(r"“[^”]*”\n— .*")  # the guide, and the place
PLACEHOLDER = re.compile(r"{(\w+)}")


def chinese_left(text: str) -> list[str]:
    return HAN.findall(NAMED.sub("", QUOTED.sub("", text)))


def spelled(day: date) -> str:
    return f"{day:%d %B %Y}"


def alternatives(wording) -> list[str]:
    return [wording] if isinstance(wording, str) else [choice.text for choice in wording]


def own_sentences(module) -> list[str]:
    return [value for value in vars(module).values() if isinstance(value, str) and HAN.search(value)]


def written_by_the_engine() -> dict[str, set[str]]:
    """Its wordings by the sections of the English file."""
    rules = [rule for edition in EDITIONS for rule in edition.rules]
    notices = [notice for edition in EDITIONS for notice in (*edition.consequences, *edition.warnings)]
    of_rules = [
        text
        for rule in rules
        for wording in (rule.met, rule.broken, rule.remedy)
        for text in alternatives(wording)
    ]
    behind_an_interpretation = [f"{{interpretation}}{text}" for text in own_sentences(report)]
    return {
        "sentences": {
            *own_sentences(engine),
            *behind_an_interpretation,
            *of_rules,
            *(notice.text for notice in notices),
        },
        "scope": {rule.scope for rule in rules} - {""},
        "interpretation": {
            article.interpretation for edition in EDITIONS for article in edition.articles.values()
        }
        - {""},
        "facts": {fact.title for edition in EDITIONS for fact in edition.facts},
        "edition": {edition.title for edition in EDITIONS},
    }


WRITTEN = written_by_the_engine()


def unnamed(wordings) -> set[str]:
    """Without the names of what is filled in, by which the edition may tell apart what reads alike."""
    return {PLACEHOLDER.sub("{}", wording) for wording in wordings}


def filled(wording: str) -> tuple[str, list[str]]:
    """The wording with other numbers than the edition's and days, and what of these the English has to say."""
    names = list(dict.fromkeys(PLACEHOLDER.findall(wording)))
    values, said = {}, []
    for place, name in enumerate(names):
        if name in ENGLISH["written"]["days"]:
            values[name] = f"2027 年 {place + 3} 月 {place + 11} 日"
            said.append(spelled(date(2027, place + 3, place + 11)))
        elif name in ENGLISH:
            some = [PLACEHOLDER.sub("7", text) for text in sorted(WRITTEN[name])[:2]]
            values[name] = "；".join(some) if name == "facts" else some[0]
        else:
            values[name] = str(place + 41)
            said.append(values[name])
    return wording.format_map(values), said


def test_every_section_is_known():
    assert set(SECTIONS) == set(WRITTEN)


@pytest.mark.parametrize("section", [section for section in SECTIONS if section != "edition"])
def test_every_wording_of_the_engine_has_english_and_no_other(section):
    written, known = unnamed(WRITTEN[section]), unnamed(ENGLISH[section])
    assert written - known == set(), "add the English to actions/dialogue/eligibility_english.yml"
    assert known - written == set(), "the engine does not write this any more"


@pytest.mark.parametrize("wording", sorted(WRITTEN["sentences"] | WRITTEN["scope"]))
def test_a_wording_filled_in_is_understood(wording):
    sentence, said = filled(wording)
    translated = english(sentence, spelled)
    assert translated != sentence and not chinese_left(translated)
    assert "{" not in translated and "(s)" not in translated
    assert [value for value in said if value not in translated] == []


@pytest.mark.parametrize("section", ["facts", "interpretation", "edition"])
def test_what_is_filled_in_is_understood(section):
    (around,) = {text for text in WRITTEN["sentences"] if f"{{{section}}}" in text}
    for text in WRITTEN[section]:
        given = {name: "2027 年 3 月 1 日" for name in PLACEHOLDER.findall(around)}
        sentence = around.format_map({**given, section: PLACEHOLDER.sub("7", text)})
        assert not chinese_left(english(sentence, spelled)), text


@pytest.mark.parametrize("section", SECTIONS)
def test_the_english_is_english(section):
    for wording, said in ENGLISH[section].items():
        assert set(PLACEHOLDER.findall(wording)) == set(PLACEHOLDER.findall(said)), wording
        assert not chinese_left(said), said


def test_years_are_counted_in_english():
    assert english("最近 1 年发生过亏损。", spelled) == "You made a loss in the last 1 year."
    assert english("最近 3 年发生过亏损。", spelled) == "You made a loss in the last 3 years."


def test_a_sentence_without_english_stays_as_it_is():
    assert english("今天天气真好。", spelled) == "今天天气真好。"
    assert english("本条只适用于火星。", spelled) == "本条只适用于火星。"


def test_all_that_reports_say_has_english():
    """Of the cases that the award's staff read: also what no list of wordings names."""
    applicants = yaml.safe_load((CASES / "applicants.yml").read_text(encoding="utf-8"))
    said = set()
    for file in sorted((CASES / "cases").glob("*.yml")):
        for case in yaml.safe_load(file.read_text(encoding="utf-8")):
            facts = {**applicants[case["of"]], **case.get("facts", {})}
            said |= _sentences(assess(facts, case.get("as_of", "2020-06-01"), case.get("edition")))
    assert len(said) > 100
    assert {sentence for sentence in said if chinese_left(english(sentence, spelled))} == set()


def _sentences(found: dict) -> set[str]:
    of_rules = [
        text
        for rule in found["rules"]
        for text in (rule["reason"], rule.get("interpretation"), rule.get("remedy", {}).get("text"))
        if text
    ]
    return {*of_rules, *found["consequences"], *found["warnings"]}


def shown(message: dict) -> str:
    """All words of a message, but for its sources and its card."""
    buttons = [button[part] for button in message.get("buttons", ()) for part in ("title", "payload")]
    return "\n".join((message["text"], *buttons))


def in_english(turns: list) -> bool:
    return isinstance(turns[0], dict) and turns[0]["locale"] == "en"


@pytest.mark.parametrize("name", [name for name, turns in LIST["dialogues"].items() if in_english(turns)])
def test_a_conversation_is_in_english(name):
    talk = Conversation(LIST["today"], "en")
    for said, _ in (turn for turn in LIST["dialogues"][name] if isinstance(turn, list)):
        assert [shown(each) for each in talk.say(said) if chinese_left(shown(each))] == [], said


@pytest.mark.parametrize(
    "dialogue",
    [dialogue for dialogue in load() if dialogue.get("locale") == "en"],
    ids=lambda dialogue: dialogue["name"],
)
def test_an_english_speaking_applicant_gets_an_english_report(dialogue):
    talk, heard = Conversation(date(2026, 11, 23), "en"), []

    def say(text: str) -> list[dict]:
        heard.extend(messages := talk.say(text))
        return messages

    assert hold(dialogue, say).problems == []
    assert heard[-1]["kind"] == "report"
    assert [shown(each) for each in heard if chinese_left(shown(each))] == []
    card = heard[-1]["card"]
    in_the_card = _sentences(card) | {rule["title"] for rule in card["rules"]}
    assert {sentence for sentence in in_the_card if chinese_left(sentence)} == set()


def test_other_languages_keep_the_words_of_the_engine():
    for locale, reason in (("zh-Hans", "登记注册不满 3 年"), ("zh-Hant", "登記註冊不滿 3 年")):
        talk = Conversation(LIST["today"], locale)
        talk.say("我们2025年3月在深圳注册的，报组织奖，够条件吗")
        assert talk.verdict == "ineligible" and reason in talk.last["text"]
        assert any(reason in rule["reason"] for rule in talk.last["card"]["rules"])
