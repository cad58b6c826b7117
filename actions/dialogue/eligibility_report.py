"""The end of a check as a person reads it in a chat: verdict, what fails and why, what is open, what would change it."""

from __future__ import annotations

from datetime import date
from typing import Any

from actions.dialogue.eligibility_case import Case
from actions.dialogue.eligibility_state import State
from actions.dialogue.eligibility_wording import Wording
from actions.understanding.when import When

# A failed check names its failures; the general warnings then only bury them.
_WARNED_OF = ("eligible", "undetermined")


def report_message(wording: Wording, case: Case, state: State, lead: str = "") -> dict[str, Any]:
    """The message of kind `report` with the engine's whole result as its card."""
    report = case.report
    failed = [rule for rule in report["rules"] if rule["status"] == "fail"]
    unknown = [rule for rule in report["rules"] if rule["status"] == "unknown"]
    parts = [lead, wording.text(f"verdict_{report['verdict']}")]
    parts += _failures(wording, failed)
    parts += _earliest(wording, case)
    if unknown:
        parts += _open(wording, case, state, unknown, bool(failed))
    if report["consequences"]:
        parts += [
            wording.text("consequences"),
            *(_item(wording, wording.sentence(text)) for text in report["consequences"]),
        ]
    if report["verdict"] in _WARNED_OF:
        parts += [
            wording.text("warnings"),
            *(_item(wording, wording.sentence(text)) for text in report["warnings"]),
        ]
    parts.append(wording.text("decided_by", edition=report["edition"]))
    return {
        "kind": "report",
        "text": "\n".join(part for part in parts if part),
        "buttons": _buttons(wording, report),
        "citations": [rule["citation"] for rule in failed or unknown],
        "card": {"type": "eligibility_report", **_in_words_of(wording, report)},
    }


def _in_words_of(wording: Wording, report: dict[str, Any]) -> dict[str, Any]:
    """The result with its sentences in the language of the turn; the clauses stay as the guide has them."""
    if wording.is_the_engines:
        return report
    said = {key: [wording.sentence(text) for text in report[key]] for key in ("consequences", "warnings")}
    return {**report, **said, "rules": [_rule_in_words_of(wording, rule) for rule in report["rules"]]}


def _rule_in_words_of(wording: Wording, rule: dict[str, Any]) -> dict[str, Any]:
    said = {**rule, "title": _title(wording, rule), "reason": wording.sentence(rule["reason"])}
    if rule.get("interpretation"):
        said["interpretation"] = wording.sentence(rule["interpretation"])
    if rule.get("remedy"):
        said["remedy"] = {**rule["remedy"], "text": wording.sentence(rule["remedy"]["text"])}
    return said


def when_message(wording: Wording, case: Case) -> dict[str, Any] | None:
    """When what fails is met, or else what it takes, with the clauses; nothing where nothing fails."""
    failed = [rule for rule in case.report["rules"] if rule["status"] == "fail"]
    if not failed:
        return None
    parts = _earliest(wording, case) or [
        wording.text("remedy", text=wording.sentence(rule["remedy"]["text"])) for rule in failed
    ]
    return {
        "kind": "answer",
        "text": "\n".join([*parts, *(wording.quote(rule["citation"]) for rule in failed)]),
        "citations": [rule["citation"] for rule in failed],
    }


def then_message(wording: Wording, case: Case, coming: When) -> dict[str, Any] | None:
    """Whether what fails is met when it is meant to be applied; nothing where no time mends it."""
    if not case.report["earliest_date"]:
        return None
    earliest = date.fromisoformat(case.report["earliest_date"])
    name = "met" if coming.earliest >= earliest else "broken" if coming.latest < earliest else "open"
    failed = [rule for rule in case.report["rules"] if rule["status"] == "fail"]
    said = wording.text(f"then_{name}", said=wording.value(coming), day=wording.day(earliest))
    return {
        "kind": "answer",
        "text": "\n".join(
            [said, *_of_the_latest_day(wording, case), *(wording.quote(rule["citation"]) for rule in failed)]
        ),
        "citations": [rule["citation"] for rule in failed],
    }


def _earliest(wording: Wording, case: Case) -> list[str]:
    if not case.report["earliest_date"]:
        return []
    earliest = wording.text("earliest", day=wording.day(date.fromisoformat(case.report["earliest_date"])))
    return [earliest, *_of_the_latest_day(wording, case)]


def _of_the_latest_day(wording: Wording, case: Case) -> list[str]:
    """Where no exact day was told of what it depends on, that the latest one is reckoned with."""
    return [wording.text("latest_day")] if case.reckons_late else []


def _failures(wording: Wording, failed: list[dict[str, Any]]) -> list[str]:
    if not failed:
        return []
    parts = [wording.text("failed", count=len(failed))]
    for number, rule in enumerate(failed, 1):
        parts.append(
            wording.text(
                "failure", number=number, title=_title(wording, rule), reason=wording.sentence(rule["reason"])
            )
        )
        parts.append(wording.quote(rule["citation"]))
        if rule.get("interpretation"):
            parts.append(wording.text("interpretation", text=wording.sentence(rule["interpretation"])))
        parts.append(wording.text("remedy", text=wording.sentence(rule["remedy"]["text"])))
    return parts


def _open(
    wording: Wording, case: Case, state: State, unknown: list[dict[str, Any]], failed: bool
) -> list[str]:
    """What the applicant did not know, with where to find out; after a failure only how many conditions are left."""
    if failed and not state.all_rules:
        return [wording.text("not_checked", count=len(unknown))]
    parts = [wording.text("open", count=len(unknown))]
    for rule in unknown:
        parts.append(_item(wording, _title(wording, rule)))
    for fact in case.report["open_facts"]:
        if fact in state.asked:
            parts.append(
                _item(
                    wording,
                    wording.text("find_out", title=wording.title(fact), where=wording.of_fact(fact)["where"]),
                )
            )
    return parts


def _title(wording: Wording, rule: dict[str, Any]) -> str:
    return wording.text(f"rule_{rule['id']}")


def _item(wording: Wording, text: str) -> str:
    return wording.text("item", text=text)


def _buttons(wording: Wording, report: dict[str, Any]) -> list[dict[str, str]]:
    buttons = wording.message("report_buttons")["buttons"]
    if report["verdict"] == "eligible":
        return wording.message("next_buttons")["buttons"] + buttons
    if report["verdict"] == "ineligible" and report["open_facts"]:
        return wording.message("continue_button")["buttons"] + buttons
    return buttons
