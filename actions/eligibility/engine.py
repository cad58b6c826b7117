"""From the facts of a case to its report. Knows no rule and no number: both come with the edition."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from actions.eligibility.conditions import Case, Condition
from actions.eligibility.editions import distance
from actions.eligibility.errors import FactError
from actions.eligibility.facts import read_facts
from actions.eligibility.model import Edition, Finding, Notice, Report, Rule, Status, Verdict, Wording
from actions.eligibility.timed import Timed

_NOT_APPLICABLE = "本条只适用于{scope}。"
_STILL_OPEN = "还不能判断，需要知道：{facts}。"
_OUT_OF_PERIOD = (
    "按{edition}核对；{as_of}不在该版的适用时间内，规则可能有调整，请以当年通知和秘书处解释为准。"
)
_EARLIEST = "最早日期 {day}只按已确定不符合的条件推算；其余条件（包括尚未核对的）到时仍须符合。"


def read_case(edition: Edition, given: object, as_of: date) -> Case:
    """The case that a client describes; FactError where the description does not hold up."""
    case = Case(read_facts(edition.facts, given, as_of), as_of, edition.numbers)
    for rule in edition.rules:
        for condition in _timed(rule.passes):
            try:
                condition.mended_on(case)
            except ValueError:
                raise FactError(
                    condition.dated,
                    "beyond_calendar",
                    f"{condition.dated}：太靠后了，满 {edition.numbers[condition.years]} 年的那一天超出了日历，请核对。",
                ) from None
    return case


def statuses(edition: Edition, case: Case) -> dict[str, Status]:
    return {rule.id: rule.status(case) for rule in edition.rules}


def open_facts(edition: Edition, case: Case) -> tuple[str, ...]:
    """Every unknown fact that can still change the status of a rule, in asking order."""
    return edition.in_asking_order({fact for rule in edition.rules for fact in rule.open_facts(case)})


def verdict_of(found: Sequence[Status]) -> Verdict:
    if Status.FAIL in found:
        return Verdict.INELIGIBLE
    return Verdict.UNDETERMINED if Status.UNKNOWN in found else Verdict.ELIGIBLE


def check(edition: Edition, case: Case) -> Report:
    """Judge the case by every rule of the edition."""
    findings = tuple(_finding(edition, rule, case) for rule in edition.rules)
    verdict = verdict_of([finding.status for finding in findings])
    earliest = _earliest_date(findings)
    warnings = _said(edition.warnings, case)
    if earliest:
        warnings = (_EARLIEST.format(day=_chinese(earliest)), *warnings)
    if distance(edition, case.as_of):
        as_of = _chinese(case.as_of)
        warnings = (_OUT_OF_PERIOD.format(edition=edition.title, as_of=as_of), *warnings)
    return Report(
        edition=edition,
        as_of=case.as_of,
        verdict=verdict,
        findings=findings,
        earliest_date=earliest,
        open_facts=open_facts(edition, case),
        consequences=_said(edition.consequences, case) if verdict is Verdict.ELIGIBLE else (),
        warnings=warnings,
    )


def _finding(edition: Edition, rule: Rule, case: Case) -> Finding:
    status = rule.status(case)
    clause = edition.articles[rule.id].clause_for(case)
    if status is Status.PASS:
        return Finding(rule, status, _worded(rule.met, case), clause)
    if status is Status.NOT_APPLICABLE:
        return Finding(rule, status, _NOT_APPLICABLE.format(scope=rule.scope), clause)
    if status is Status.UNKNOWN:
        unknown = edition.in_asking_order(set(rule.open_facts(case)))
        titles = "；".join(edition.title_of(fact) for fact in unknown)
        return Finding(rule, status, _STILL_OPEN.format(facts=titles), clause)
    from_date = rule.passes.mended_on(case)
    return Finding(
        rule,
        status,
        _worded(rule.broken, case),
        clause,
        remedy=_worded(rule.remedy, case, from_date),
        from_date=from_date,
    )


def _earliest_date(findings: Sequence[Finding]) -> date | None:
    """The first day on which no rule fails any more, where time alone brings it."""
    days = [finding.from_date for finding in findings if finding.status is Status.FAIL]
    return max(days) if days and None not in days else None


def _said(notices: Sequence[Notice], case: Case) -> tuple[str, ...]:
    return tuple(_worded(notice.text, case) for notice in notices if notice.when.truth(case))


def _worded(wording: Wording, case: Case, from_date: date | None = None) -> str:
    if not isinstance(wording, str):
        wording = next(choice.text for choice in wording if choice.condition.truth(case))
    day = _chinese(from_date) if from_date else ""
    return wording.format(**case.numbers, as_of=_chinese(case.as_of), from_date=day)


def _timed(condition: Condition) -> list[Timed]:
    if isinstance(condition, Timed):
        return [condition]
    return [timed for part in condition.parts for timed in _timed(part)]


def _chinese(day: date) -> str:
    return f"{day.year} 年 {day.month} 月 {day.day} 日"
