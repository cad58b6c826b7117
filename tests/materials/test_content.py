"""Content and clauses are bound both ways, and every finding has its words."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from actions.materials import checklist, clauses
from actions.materials.findings import Finding
from actions.materials.formats import ALLOWED, KINDS
from actions.materials.wording import content, worded
from knowledge.ingest.edition import read_edition

ROOT = Path(__file__).resolve().parents[2]
CONTRACT = {
    "format_not_allowed": {"error"},
    "content_mismatch": {"error", "warning"},
    "too_large": {"error"},
    "empty": {"error"},
    "unreadable": {"error", "warning"},
    "encrypted": {"error"},
    "macro": {"warning"},
    "archive_unsafe": {"error"},
    "report_too_long": {"error"},
    "missing_required": {"error", "hint"},
    "form_pair_missing": {"error"},
    "missing_part": {"hint"},
    "no_method_words": {"hint"},
    "no_organization_profile": {"hint"},
    "no_figures": {"hint"},
    "no_comparison_data": {"hint"},
    "no_three_year_data": {"hint"},
}
SPECIAL = ("severity", "clause")
VALUES = {"extension": "txt", "content": "pdf", "kind": "form_scan", "limit": 3, "count": 4, "part": "领导"}


@pytest.fixture(scope="module")
def passages():
    return {
        passage.id: passage for passage in read_edition(ROOT / "knowledge" / "documents" / "2020").passages
    }


@pytest.mark.parametrize("name", clauses.names())
def test_every_clause_stands_in_the_guide_word_for_word(passages, name):
    cited = clauses.citation(name)
    passage = passages[cited["passage_id"]]
    assert cited["quote"] in passage.text
    assert (cited["path"], cited["edition"]) == (list(passage.path), passage.edition)


def variants(rule: dict) -> list[str]:
    return [name for name in rule if not name.endswith(SPECIAL)]


def test_the_rules_and_their_severities_are_the_contracts():
    found = {
        name: {rule.get(f"{variant}_severity", rule["severity"]) for variant in variants(rule)}
        for name, rule in content()["rules"].items()
    }
    assert found == CONTRACT


def test_every_variant_can_be_said():
    for name, rule in content()["rules"].items():
        for variant in variants(rule):
            said = worded(Finding(name, variant, VALUES))
            assert said["message"] and "{" not in said["message"]


def test_every_clause_is_used():
    used = yaml.safe_dump([content(), clauses.load("checklist")])
    assert [name for name in clauses.names() if f"clause: {name}\n" not in used] == []


def test_hints_are_worded_as_such():
    for rule in content()["rules"].values():
        if rule["severity"] == "hint":
            assert all(rule[variant].startswith("没有读到") for variant in variants(rule))


@pytest.mark.parametrize("locale", ["zh-Hans", "zh-Hant", "en"])
def test_the_checklist_is_whole_in_every_language(locale):
    for applicant in checklist.APPLICANTS:
        for category in (None, *checklist.CATEGORIES):
            if (applicant, category) != ("project", "economic"):
                for item in checklist.items(applicant, category, locale):
                    assert item["title"] and set(item["formats"]) <= set(ALLOWED)
    assert all(checklist.heading(locale).values())


def test_the_formats_are_those_that_the_guide_prints_with_one_misprint():
    printed = clauses.citation("formats")["quote"].split("“")[1].split("”")[0].split("，")
    assert [{"xlsl": "xlsx"}.get(name, name) for name in printed] == list(ALLOWED)


def test_every_kind_has_a_name():
    assert set(content()["kinds"]) == set(KINDS)


def test_the_gateway_itself_opens_no_files():
    code = "import sys, bot.gateway.app; print({'pypdfium2', 'olefile', 'rarfile'} & set(sys.modules))"
    said = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    assert said.strip() == "set()"
