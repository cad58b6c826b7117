"""A second, independent reading of the rules: complete facts in, two-valued, one plain function per rule.

It shares no code with the engine. What is unknown is tried out: a rule is open exactly when different values of its
unknown facts give it different statuses.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product

PASS, FAIL, UNKNOWN, NA = "pass", "fail", "unknown", "not_applicable"

# The facts each rule looks at, whether for its applicability or for its outcome.
RULE_FACTS = {
    "category_accepts_applicant": ("applicant", "category"),
    "registered_in_shenzhen": ("applicant", "project_role", "registered_in_shenzhen"),
    "registered_3_years": ("applicant", "registration_date"),
    "industry_position": ("applicant", "for_profit", "supported_industry", "leading_evidence", "city_rank"),
    "no_loss_3_years": ("applicant", "for_profit", "supported_industry", "loss_last_3_years"),
    "social_contribution": ("applicant", "for_profit", "social_contribution"),
    "organization_recommended": ("applicant", "for_profit", "org_recommended"),
    "project_applicant_role": ("applicant", "project_role"),
    "project_1_year": ("applicant", "project_start_date"),
    "project_serves_city": ("applicant", "project_serves_city"),
    "project_merit": ("applicant", "project_merit"),
    "project_recommended": ("applicant", "project_recommended"),
    "policy_compliant": ("policy_compliant",),
    "no_penalty_1_year": ("penalty_free", "last_penalty_date"),
    "no_accident_3_years": ("accident_free", "last_accident_date"),
    "no_env_dishonesty_3_years": ("env_dishonesty_free", "last_env_dishonesty_date"),
    "good_reputation": ("good_reputation",),
    "single_application": ("other_application",),
    "one_per_group": ("sibling_application",),
    "gold_waiting_period": ("previous_award", "previous_award_year"),
}

# Each look-back rule's pair of facts: said to be clear, and the latest event.
PAIRS = {
    "penalty_free": "last_penalty_date",
    "accident_free": "last_accident_date",
    "env_dishonesty_free": "last_env_dishonesty_date",
}

_CHOICES = {
    "applicant": ("organization", "project"),
    "category": ("economic", "culture", "society", "ecology", "management", "service"),
    "leading_evidence": ("directory", "certificate", "none"),
    "project_role": ("owner", "implementer", "ip_owner", "none"),
    "previous_award": ("none", "gold", "silver", "bronze"),
}
_DATES = ("registration_date", "project_start_date", *PAIRS.values())


def full_years(since: date, as_of: date) -> int:
    """How old somebody born on that day is; who is born on 29 February has their birthday on the 28th elsewhere."""
    birthday = (since.month, since.day)
    leap = as_of.year % 4 == 0 and (as_of.year % 100 != 0 or as_of.year % 400 == 0)
    if birthday == (2, 29) and not leap:
        birthday = (2, 28)
    return as_of.year - since.year - ((as_of.month, as_of.day) < birthday)


def boundaries(fact: str, as_of: date) -> list:
    """The values of a fact on both sides of every point at which a rule changes its mind."""
    if fact in _CHOICES:
        return list(_CHOICES[fact])
    if fact == "city_rank":
        return [1, 20, 21, 1_000_000]
    if fact == "previous_award_year":
        years = {2004, as_of.year - 4, as_of.year - 3, as_of.year - 2, as_of.year - 1, as_of.year}
        return sorted(year for year in years if 2004 <= year <= as_of.year)
    if fact in _DATES:
        days = {as_of, date(1950, 1, 1)}
        for years in (1, 3):
            edge = date(as_of.year - years, as_of.month, min(as_of.day, 28))
            days |= {edge + timedelta(days=offset) for offset in range(-2, 3)}
        return ["not_started"] * (fact == "project_start_date") + sorted(days)
    return [True, False]


def status(rule: str, facts: dict, as_of: date) -> str:
    """The status of a rule all of whose facts are known; of a look-back pair and an award, what there is to know."""
    organization = facts.get("applicant") == "organization"
    project = facts.get("applicant") == "project"
    business = organization and facts.get("for_profit") is True
    charity = organization and facts.get("for_profit") is False

    def if_(applies: bool, passes) -> str:
        if not applies:
            return NA
        return PASS if passes() else FAIL

    def clear(free: str, latest: str, years: int) -> str:
        if facts.get(latest) is not None:
            return PASS if full_years(facts[latest], as_of) >= years else FAIL
        assert facts[free] is True, "a complete case dates what it admits"
        return PASS

    if rule == "category_accepts_applicant":
        return if_(True, lambda: not (project and facts["category"] == "economic"))
    if rule == "registered_in_shenzhen":
        owner = project and facts["project_role"] == "owner"
        return if_(organization or owner, lambda: facts["registered_in_shenzhen"])
    if rule == "registered_3_years":
        return if_(organization, lambda: full_years(facts["registration_date"], as_of) >= 3)
    if rule == "industry_position":
        if facts["supported_industry"]:
            return if_(business, lambda: facts["leading_evidence"] in ("directory", "certificate"))
        return if_(business, lambda: facts["city_rank"] <= 20)
    if rule == "no_loss_3_years":
        return if_(business and not facts["supported_industry"], lambda: not facts["loss_last_3_years"])
    if rule == "social_contribution":
        return if_(charity, lambda: facts["social_contribution"])
    if rule == "organization_recommended":
        return if_(charity, lambda: facts["org_recommended"])
    if rule == "project_applicant_role":
        return if_(project, lambda: facts["project_role"] in ("owner", "implementer", "ip_owner"))
    if rule == "project_1_year":
        start = facts["project_start_date"]
        return if_(project, lambda: start != "not_started" and full_years(start, as_of) >= 1)
    if rule in ("project_serves_city", "project_merit", "project_recommended"):
        return if_(project, lambda: facts[rule])
    if rule in ("policy_compliant", "good_reputation"):
        return if_(True, lambda: facts[rule])
    if rule == "no_penalty_1_year":
        return clear("penalty_free", "last_penalty_date", 1)
    if rule == "no_accident_3_years":
        return clear("accident_free", "last_accident_date", 3)
    if rule == "no_env_dishonesty_3_years":
        return clear("env_dishonesty_free", "last_env_dishonesty_date", 3)
    if rule == "single_application":
        return if_(True, lambda: not facts["other_application"])
    if rule == "one_per_group":
        return if_(True, lambda: not facts["sibling_application"])
    if rule == "gold_waiting_period":
        gold = facts["previous_award"] == "gold"
        return if_(True, lambda: not gold or as_of.year - facts["previous_award_year"] >= 3)
    raise KeyError(rule)


def admissible(facts: dict) -> bool:
    """A date contradicts the statement that there was no such event."""
    return not any(
        facts.get(free) is True and facts.get(latest) is not None for free, latest in PAIRS.items()
    )


def completions(rule: str, facts: dict, as_of: date) -> Iterator[dict]:
    """Every way to fill in what is unknown of the facts of a rule."""
    unknown = [fact for fact in RULE_FACTS[rule] if facts.get(fact) is None]
    # There is a latest event only where the clean record is denied.
    choices = [[*boundaries(fact, as_of), *([None] if fact in PAIRS.values() else [])] for fact in unknown]
    for values in product(*choices):
        filled = {**facts, **dict(zip(unknown, values, strict=True))}
        pairs = [(free, latest) for free, latest in PAIRS.items() if free in RULE_FACTS[rule]]
        if all((filled[free] is True) == (filled.get(latest) is None) for free, latest in pairs):
            yield filled


def three_valued(rule: str, facts: dict, as_of: date) -> str:
    """The one status all completions agree on, or unknown."""
    found = {status(rule, filled, as_of) for filled in completions(rule, facts, as_of)}
    return found.pop() if len(found) == 1 else UNKNOWN


def open_facts_of(rule: str, facts: dict, as_of: date) -> set[str]:
    """The unknown facts of a rule that, in some completion of the others, change its status."""
    return {
        fact for fact in RULE_FACTS[rule] if facts.get(fact) is None and _matters(rule, fact, facts, as_of)
    }


def open_facts(facts: dict, as_of: date) -> set[str]:
    return {fact for rule in RULE_FACTS for fact in open_facts_of(rule, facts, as_of)}


def _matters(rule: str, fact: str, facts: dict, as_of: date) -> bool:
    outcomes: dict[tuple, set[str]] = {}
    for filled in completions(rule, facts, as_of):
        others = tuple(filled.get(other) for other in RULE_FACTS[rule] if other != fact)
        if fact in PAIRS:
            # Denying the clean record brings a date along; what is compared is clear or not.
            others = ()
        outcomes.setdefault(others, set()).add(status(rule, filled, as_of))
    return any(len(found) > 1 for found in outcomes.values())
