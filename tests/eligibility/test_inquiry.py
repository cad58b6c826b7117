"""What the dialogue asks the engine: the next question, how far along, whether a rough answer is enough, and why."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from actions.eligibility import FactError, assess
from actions.eligibility.editions.e2020 import EDITION
from actions.eligibility.facts import Day
from actions.eligibility.inquiry import Inquiry, Progress
from tests.eligibility.test_asking_order import answers_to

AS_OF = "2020-06-01"
APPLICANTS = yaml.safe_load((Path(__file__).parent / "applicants.yml").read_text(encoding="utf-8"))
COMPANY = APPLICANTS["扶持行业的企业"]


# What decides which rules apply.
GATES = {fact for rule in EDITION.rules for fact in rule.applies.facts}


def without(facts: dict, *names: str) -> dict:
    return {name: value for name, value in facts.items() if name not in names}


def inquiry(facts: dict) -> Inquiry:
    return Inquiry(facts, AS_OF)


def test_the_report_is_the_one_of_the_api():
    assert inquiry(COMPANY).report == assess(COMPANY, AS_OF)


def test_the_next_question_is_the_engines_while_everything_can_be_answered():
    facts: dict = {}
    while (asked := inquiry(facts).next_question()) is not None:
        assert asked == assess(facts, AS_OF)["next_fact"]
        facts[asked] = COMPANY[asked]
    assert assess(facts, AS_OF)["verdict"] == "eligible"


def test_an_unsure_fact_waits_until_the_end_and_comes_once_more():
    facts = without(COMPANY, "registration_date", "good_reputation")
    check = inquiry(facts)
    assert check.next_question() == "registration_date"
    assert check.next_question({"registration_date": 1}) == "good_reputation"
    assert check.next_question({"registration_date": 1, "good_reputation": 1}) == "registration_date"
    assert check.next_question({"registration_date": 2, "good_reputation": 1}) == "good_reputation"
    assert check.next_question({"registration_date": 2, "good_reputation": 2}) is None


def test_a_date_is_not_asked_for_while_it_is_unsure_whether_there_was_an_event():
    check = inquiry(without(COMPANY, "penalty_free"))
    assert check.next_question({"penalty_free": 1}) == "penalty_free"
    assert check.next_question({"penalty_free": 2}) is None
    assert inquiry({**COMPANY, "penalty_free": False}).next_question() == "last_penalty_date"


def test_a_year_is_not_asked_for_while_the_award_is_unsure():
    assert inquiry(without(COMPANY, "previous_award")).next_question({"previous_award": 2}) is None


def test_what_hinges_on_an_unsure_fact_is_not_asked_for():
    """Whether there were losses cannot matter while it is open whether that rule applies."""
    check = inquiry(without(COMPANY, "supported_industry", "leading_evidence"))
    unsure = {"supported_industry": 1}
    # Both branches may still agree, so the evidence and the rank are worth asking for; the losses are not.
    assert check.next_question(unsure) == "leading_evidence"
    assert check.next_question({**unsure, "leading_evidence": 1}) == "city_rank"
    assert check.next_question({**unsure, "leading_evidence": 1, "city_rank": 1}) == "supported_industry"


def test_after_a_failure_questions_come_only_on_request():
    check = inquiry({"applicant": "organization", "registration_date": "2019-01-01"})
    assert check.next_question() is None
    assert check.next_question(all_rules=True) == "for_profit"


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_every_conversation_ends_whatever_is_unsure(data):
    facts: dict = {}
    unsure: dict[str, int] = {}
    asked: list[str] = []
    at_most = None
    for _ in range(100):
        check = inquiry(facts)
        fact = check.next_question(unsure, all_rules=True)
        if fact is None:
            break
        asked.append(fact)
        progress = check.progress(asked)
        assert progress.asked == len(set(asked)) <= progress.at_most
        assert at_most is None or progress.at_most <= at_most or GATES & unsure.keys()
        at_most = progress.at_most
        if data.draw(st.integers(0, 3)) == 0:
            unsure[fact] = unsure.get(fact, 0) + 1
        else:
            facts[fact] = data.draw(st.sampled_from(answers_to(fact)))
    assert fact is None
    assert all(asked.count(fact) <= 2 for fact in asked)
    # What is left open is what nobody knew, or hinges on it.
    if not unsure.keys() - facts.keys():
        assert check.report["open_facts"] == []


@pytest.mark.parametrize("name", [name for name in APPLICANTS if APPLICANTS[name]])
def test_the_bound_holds_and_never_grows_on_the_way_to_eligible(name):
    known = APPLICANTS[name]
    facts: dict = {}
    asked: list[str] = []
    bounds = []
    while (fact := inquiry(facts).next_question()) is not None:
        asked.append(fact)
        bounds.append(inquiry(facts).progress(asked).at_most)
        facts[fact] = known[fact]
    asked += inquiry(facts).follow_ups()
    assert bounds == sorted(bounds, reverse=True)
    assert len(asked) <= bounds[-1] <= bounds[0] <= 21
    assert inquiry(facts).progress(asked).at_most == len(asked)


def test_the_bound_is_reached_by_the_longest_conversation():
    """Every event happened long ago, so that every date is asked for."""
    facts: dict = {}
    asked: list[str] = []
    first = None
    longest = {
        **APPLICANTS["其他行业的企业"],
        **{name: False for name in ("penalty_free", "accident_free", "env_dishonesty_free")},
        **{fact.name: "2010-01-01" for fact in EDITION.facts if isinstance(fact, Day)},
        "previous_award": "gold",
        "previous_award_year": 2010,
    }
    while (fact := inquiry(facts).next_question()) is not None:
        asked.append(fact)
        first = first or inquiry(facts).progress(asked)
        facts[fact] = longest[fact]
    asked += inquiry(facts).follow_ups()
    assert first == Progress(1, len(asked))


def test_volunteered_facts_shorten_the_way():
    assert inquiry({"applicant": "organization"}).progress([]).at_most < inquiry({}).progress([]).at_most
    assert inquiry(COMPANY).progress([]) == Progress(0, 0)


def test_follow_ups_come_with_an_eligible_verdict_only():
    enough = without(COMPANY, "category", "fully_fiscal_funded")
    assert inquiry(enough).follow_ups() == ("category", "fully_fiscal_funded")
    assert inquiry({**enough, "good_reputation": False}).follow_ups() == ()
    assert inquiry(without(enough, "good_reputation")).follow_ups() == ()
    old_award = {**without(COMPANY, "previous_award"), "previous_award_year": 2010}
    assert inquiry(old_award).follow_ups() == ("previous_award",)


@pytest.mark.parametrize(
    "fact, first, last, enough",
    [
        ("registration_date", "2015-01-01", "2015-12-31", True),
        ("registration_date", "2017-01-01", "2017-12-31", False),
        ("registration_date", "2017-05-01", "2017-05-31", True),
        ("registration_date", "2017-06-01", "2017-06-30", False),
        ("registration_date", "2020-01-01", AS_OF, True),
        ("last_penalty_date", "2019-06-01", "2019-06-30", False),
        ("last_penalty_date", "2019-07-01", "2019-07-31", True),
        ("city_rank", 1, 20, True),
        ("city_rank", 15, 25, False),
        ("city_rank", 21, 1_000_000, True),
        ("previous_award_year", 2015, 2017, True),
        ("previous_award_year", 2016, 2018, False),
    ],
)
def test_a_range_is_enough_when_every_value_in_it_has_the_same_outcome(fact, first, last, enough):
    facts = {
        **APPLICANTS["其他行业的企业"],
        "previous_award": "gold",
        "previous_award_year": 2010,
        "penalty_free": False,
    }
    assert inquiry(facts).same_statuses(fact, [first, last]) is enough


def test_the_ends_of_a_range_stand_for_all_of_it():
    facts = {"applicant": "organization", "penalty_free": False}
    days = [f"2017-{month:02}-{day:02}" for month in range(1, 13) for day in (1, 11, 21, 28)]
    for first in range(0, len(days), 5):
        for last in range(first, len(days), 7):
            for fact in ("registration_date", "last_accident_date"):
                every = inquiry(facts).same_statuses(fact, days[first : last + 1])
                assert inquiry(facts).same_statuses(fact, [days[first], days[last]]) is every


def test_a_range_into_the_future_is_refused():
    with pytest.raises(FactError, match="registration_date"):
        inquiry({}).same_statuses("registration_date", ["2020-01-01", "2020-12-31"])


@pytest.mark.parametrize("fact", [fact.name for fact in EDITION.facts])
def test_every_fact_can_be_explained_with_a_clause(fact):
    why = inquiry({}).explain(fact)
    assert (why["fact"], bool(why["title"])) == (fact, True)
    assert why["grounds"] and all(
        ground["title"] and ground["citation"]["quote"] for ground in why["grounds"]
    )


def test_an_explanation_says_what_its_terms_mean():
    (position,) = inquiry({}).explain("city_rank")["grounds"]
    assert any("前 20 位" in clause["quote"] for clause in position["see_also"])


def test_an_explanation_names_the_rules_that_are_still_open_on_the_fact_deciding_ones_first():
    def rules(facts: dict, fact: str) -> list[str]:
        return [ground["id"] for ground in inquiry(facts).explain(fact)["grounds"]]

    assert rules({}, "applicant")[0] == "category_accepts_applicant"
    assert rules({"applicant": "organization"}, "registration_date") == ["registered_3_years"]
    assert rules({"applicant": "organization"}, "supported_industry") == [
        "industry_position",
        "no_loss_3_years",
    ]
    assert rules({"applicant": "project"}, "project_role") == [
        "project_applicant_role",
        "registered_in_shenzhen",
    ]
    assert rules({}, "fully_fiscal_funded") == ["fully_fiscal_funded"]


def test_mistakes_are_those_of_the_api():
    with pytest.raises(FactError):
        inquiry({"for_profit": "是"})


def test_a_condition_that_may_not_apply_is_foreseen_with_whom_it_binds():
    (found,) = inquiry({"registration_date": "2019-01-01"}).foreseen("registration_date")
    assert (found.rule, found.met, found.scope) == ("registered_3_years", False, "组织奖")


def test_of_a_condition_that_applies_only_what_is_met_is_foreseen():
    young, old = (
        inquiry({"applicant": "organization", "registration_date": day}).foreseen("registration_date")
        for day in ("2019-01-01", "2010-01-01")
    )
    assert young == (), "the report says it"
    assert [(each.rule, each.met, each.scope) for each in old] == [("registered_3_years", True, "")]
