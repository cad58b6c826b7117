"""How many questions the eligibility check asks: `python -m eval.eligibility_questions [--applicants N] [--seed N]`.

Random applicants answer until the verdict is settled: by the engine's `next_fact`, by the same facts in the order of the
guide, and by forms that ask everything. The shares below are assumptions about who asks, not statistics: no
figures on applicants are public. They are rough on purpose; what counts is which conditions fail often and which rarely.
"""

from __future__ import annotations

import argparse
import random
import statistics
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from actions.eligibility.conditions import Case, Value
from actions.eligibility.editions.e2020 import EDITION
from actions.eligibility.engine import open_facts, statuses, verdict_of
from actions.eligibility.model import Edition, Verdict

AS_OF = date(2020, 6, 1)

# The facts as the guide's conditions come, for comparison.
TABLE_ORDER = (
    "applicant",
    "category",
    "for_profit",
    "registered_in_shenzhen",
    "registration_date",
    "supported_industry",
    "leading_evidence",
    "city_rank",
    "loss_last_3_years",
    "social_contribution",
    "org_recommended",
    "policy_compliant",
    "penalty_free",
    "last_penalty_date",
    "accident_free",
    "last_accident_date",
    "env_dishonesty_free",
    "last_env_dishonesty_date",
    "good_reputation",
    "project_role",
    "project_start_date",
    "project_serves_city",
    "project_merit",
    "project_recommended",
    "other_application",
    "sibling_application",
    "previous_award",
    "previous_award_year",
)

Applicant = dict[str, Value]


def random_applicant(chance: random.Random) -> Applicant:
    """Every fact of one applicant, known to themselves."""

    def happens(share: float) -> bool:
        return chance.random() < share

    def one_of(**weights: float) -> str:
        return chance.choices(list(weights), list(weights.values()))[0]

    def ago(years: float) -> date:
        return AS_OF - timedelta(days=chance.randrange(1, int(years * 365)))

    project = happens(0.3)
    facts: Applicant = {
        "applicant": "project" if project else "organization",
        # Few ask with a project for the class that takes none.
        "category": one_of(
            economic=0.1 if project else 0.6,
            culture=0.1,
            society=0.1,
            ecology=0.1,
            management=0.1,
            service=0.1,
        ),
        "for_profit": happens(0.75),
        "registered_in_shenzhen": happens(0.95),
        # A fifth is younger than the three years asked for.
        "registration_date": ago(3) if happens(0.2) else ago(25) - timedelta(days=3 * 365),
        "supported_industry": happens(0.45),
        "leading_evidence": one_of(directory=0.35, certificate=0.25, none=0.4),
        "city_rank": chance.randint(1, 20) if happens(0.5) else chance.randint(21, 500),
        "loss_last_3_years": happens(0.15),
        "social_contribution": happens(0.9),
        "org_recommended": happens(0.65),
        "project_role": one_of(owner=0.6, implementer=0.2, ip_owner=0.17, none=0.03),
        "project_start_date": one_of(done=0.75, young=0.15, not_started=0.1),
        "project_serves_city": happens(0.97),
        "project_merit": happens(0.95),
        "project_recommended": happens(0.65),
        "policy_compliant": happens(0.98),
        "penalty_free": happens(0.9),
        "accident_free": happens(0.98),
        "env_dishonesty_free": happens(0.98),
        "good_reputation": happens(0.98),
        "other_application": happens(0.06),
        "sibling_application": happens(0.06),
        "previous_award": one_of(none=0.9, gold=0.03, silver=0.04, bronze=0.03),
        "previous_award_year": chance.randint(2004, AS_OF.year - 1),
    }
    if facts["project_start_date"] != "not_started":
        facts["project_start_date"] = (
            ago(1) if facts["project_start_date"] == "young" else ago(6) - timedelta(days=365)
        )
    for free, latest in (
        ("penalty_free", "last_penalty_date"),
        ("accident_free", "last_accident_date"),
        ("env_dishonesty_free", "last_env_dishonesty_date"),
    ):
        if not facts[free]:
            facts[latest] = ago(5)
    if facts["previous_award"] == "none":
        del facts["previous_award_year"]
    return facts


def settled(
    edition: Edition, applicant: Mapping[str, Value], *, all_rules: bool = False
) -> tuple[int, Verdict]:
    """How many facts are asked one by one until the verdict is settled (or every rule), and the verdict."""
    case = Case({}, AS_OF, edition.numbers)
    while True:
        verdict = verdict_of(list(statuses(edition, case).values()))
        unknown = open_facts(edition, case)
        if not unknown or (verdict is not Verdict.UNDETERMINED and not all_rules):
            return len(case.facts), verdict
        case = replace(case, facts={**case.facts, unknown[0]: applicant[unknown[0]]})


def in_table_order(edition: Edition) -> Edition:
    """The edition with its facts asked in the table's order."""
    place = {fact: nth for nth, fact in enumerate(TABLE_ORDER)}
    return replace(
        edition, facts=tuple(sorted(edition.facts, key=lambda fact: place.get(fact.name, len(place))))
    )


def measure(count: int = 2000, seed: int = 2020) -> dict[str, Any]:
    """Questions asked of random applicants, by way of asking."""
    chance = random.Random(seed)
    applicants = [random_applicant(chance) for _ in range(count)]
    table_order = in_table_order(EDITION)
    ways: dict[str, Callable[[Applicant], int]] = {
        "next_fact": lambda applicant: settled(EDITION, applicant)[0],
        "table order, stopping at the verdict": lambda applicant: settled(table_order, applicant)[0],
        "everything that applies to the applicant": lambda applicant: settled(
            table_order, applicant, all_rules=True
        )[0],
        "everything, as a form": lambda applicant: sum(fact in applicant for fact in TABLE_ORDER),
    }
    verdicts = [settled(EDITION, applicant)[1] for applicant in applicants]
    counts = {name: [way(applicant) for applicant in applicants] for name, way in ways.items()}
    return {
        "applicants": count,
        "seed": seed,
        "verdicts": {verdict.value: found for verdict, found in Counter(verdicts).most_common()},
        "ways": {name: _summary(asked, verdicts) for name, asked in counts.items()},
    }


def _summary(counts: list[int], verdicts: list[Verdict]) -> dict[str, float]:
    by_verdict = {
        verdict.value: round(
            statistics.mean(count for count, found in zip(counts, verdicts, strict=True) if found is verdict),
            2,
        )
        for verdict in (Verdict.ELIGIBLE, Verdict.INELIGIBLE)
    }
    return {
        "mean": round(statistics.mean(counts), 2),
        "median": statistics.median(counts),
        "max": max(counts),
        **by_verdict,
    }


def described(report: dict[str, Any]) -> str:
    shares = ", ".join(f"{count} {verdict}" for verdict, count in report["verdicts"].items())
    columns = ("mean", "median", "max", "eligible", "ineligible")
    lines = [
        f"{report['applicants']} random applicants, seed {report['seed']}: {shares}",
        f"{'questions':42}" + "".join(f"{column:>11}" for column in columns),
    ]
    for name, row in report["ways"].items():
        lines.append(f"{name:42}" + "".join(f"{row[column]:>11}" for column in columns))
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--applicants", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=2020)
    arguments = parser.parse_args()
    print(described(measure(arguments.applicants, arguments.seed)))


if __name__ == "__main__":
    main()
