"""What Rasa drops in silence, found here: missing wordings and languages, unknown responses and actions, names used twice."""

from __future__ import annotations

import ast
import re
from inspect import signature
from pathlib import Path

import pytest
import yaml
from assistant import Knowledge, our_actions

from actions.content import LOCALES

ROOT = Path(__file__).parents[3]
KINDS = {"answer", "no_answer", "question", "report", "step", "smalltalk", "handoff", "error"}
HAN = re.compile(r"[\u3400-\u9fff]")
# Names of responses as they stand in the code; some are put together from a prefix and a name.
RESPONSE_NAME = re.compile(r"utter_[a-z0-9_]*")


def read(folder: str) -> list[dict]:
    return [
        yaml.safe_load(path.read_text(encoding="utf-8"))
        for path in sorted((ROOT / "bot" / folder).rglob("*.yml"))
    ]


DOMAINS, RULES = read("domain"), [rule for data in read("data/rules") for rule in data["rules"]]
RESPONSES = {
    name: variants for domain in DOMAINS for name, variants in (domain.get("responses") or {}).items()
}
INTENTS = [intent for domain in DOMAINS for intent in domain.get("intents", ())]
CODE = sorted((ROOT / "actions" / "dialogue").glob("*.py")) + sorted((ROOT / "actions").glob("*.py"))


def steps(key: str) -> set[str]:
    return {step[key] for rule in RULES for step in rule["steps"] if isinstance(step.get(key), str)}


def wordings(node: object) -> list[dict]:
    """Every mapping from languages to texts below a node."""
    if isinstance(node, list):
        return [found for item in node for found in wordings(item)]
    if not isinstance(node, dict):
        return []
    if node.keys() & set(LOCALES):
        return [node]
    return [found for item in node.values() for found in wordings(item)]


def literals(path: Path) -> list[str]:
    """The strings of a module, docstrings left out."""
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    docstrings = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    return [
        node.value
        for node in nodes
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings
    ]


@pytest.mark.parametrize("name", RESPONSES)
def test_a_response_is_complete(name):
    (variant,) = RESPONSES[name]
    assert set(variant) == {"custom"}
    assert variant["custom"].get("kind") in {None, *KINDS}
    for texts in wordings(variant["custom"]):
        assert set(texts) == set(LOCALES)
        assert all(isinstance(text, str) and text.strip() for text in texts.values())
        simplified, traditional, english = (
            set(re.findall(r"{(\w+)[}:]", texts[locale])) for locale in LOCALES
        )
        assert simplified == traditional >= english  # English may word a part away
        assert HAN.search(texts["zh-Hans"]) or not HAN.search(texts["zh-Hant"])


@pytest.mark.parametrize("name", sorted(steps("action")))
def test_a_response_said_by_a_rule_needs_no_action_to_fill_it_in(name):
    if name.startswith("utter_"):
        (variant,) = RESPONSES[name]
        assert variant["custom"]["kind"] in KINDS
        assert not any("{" in text for texts in wordings(variant) for text in texts.values())


def test_no_response_is_written_twice():
    names = [name for domain in DOMAINS for name in domain.get("responses") or ()]
    assert len(names) == len(set(names))


def test_responses_named_in_code_and_rules_exist_and_no_other():
    named = {name for path in CODE for text in literals(path) for name in RESPONSE_NAME.findall(text)}
    prefixes = tuple(name for name in named if name.endswith("_"))
    used = {name for name in named | steps("action") if name.startswith("utter_")} - set(prefixes)
    assert used - set(RESPONSES) == set()
    assert {name for name in RESPONSES if name not in used and not name.startswith(prefixes)} == set()


def test_actions_exist_under_unique_names():
    names = [
        (action(Knowledge()) if "client" in signature(action).parameters else action()).name()
        for action in our_actions()
    ]
    assert len(names) == len(set(names))
    listed = {name for domain in DOMAINS for name in domain.get("actions", ())}
    assert set(names) == listed
    forms = {name for domain in DOMAINS for name in domain.get("forms", ())}
    called = {name for name in steps("action") if not name.startswith("utter_")} - {"action_listen"}
    assert called <= listed | forms


def test_every_intent_has_examples_and_a_rule():
    examples = {entry["intent"] for data in read("data/nlu") for entry in data["nlu"]}
    assert set(INTENTS) == examples and len(INTENTS) == len(set(INTENTS))
    assert {*INTENTS, "nlu_fallback"} == steps("intent")


@pytest.mark.filterwarnings("ignore:The utterance")  # those that actions fill in are in no rule
def test_rasa_finds_nothing_wrong(rasa):
    from rasa.shared.importers.importer import TrainingDataImporter
    from rasa.validator import Validator

    importer = TrainingDataImporter.load_from_dict(
        config_path=str(ROOT / "bot" / "config.yml"),
        domain_path=str(ROOT / "bot" / "domain"),
        training_data_paths=[str(ROOT / "bot" / "data")],
    )
    validator = Validator.from_importer(importer)
    assert validator.verify_domain_validity()
    assert validator.verify_intents(ignore_warnings=False)
    assert validator.verify_utterances_in_stories(ignore_warnings=False)
    assert validator.verify_forms_in_stories_rules()
    assert validator.verify_actions_in_stories_rules()
    assert validator.verify_story_structure(ignore_warnings=False)


def test_sessions_do_not_inherit():
    (shared,) = [domain["session_config"] for domain in DOMAINS if "session_config" in domain]
    assert shared["carry_over_slots_to_new_session"] is False
    slots = {name: slot for domain in DOMAINS for name, slot in (domain.get("slots") or {}).items()}
    assert all(slot["influence_conversation"] is False for slot in slots.values())


@pytest.mark.parametrize("path", CODE, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_wording_in_code(path):
    assert [text for text in literals(path) if HAN.search(text)] == []
