"""The check talked through with the real four processes: their rules, their guide, their sessions, their logs."""

import pytest

from eval.eligibility_check import talk
from eval.eligibility_dialogues import hold, load

HELD = (
    "a public hospital",
    "a listed manufacturer, told in one breath",
    "an English-speaking manager",
    "广东话",
    "somebody who asks back at every step",
    "what if there had been a loss",
    "leaves and comes back",
    "knows nothing",
)
DIALOGUES = {dialogue["name"]: dialogue for dialogue in load()}
SECRET = "我们是2009年3月18日在深圳注册的企业，去年行业排第七，2021年被罚过款，能报吗"


@pytest.mark.parametrize("name", HELD)
def test_a_conversation_ends_as_it_should(client, name):
    dialogue = DIALOGUES[name]
    held = hold(dialogue, talk(client, dialogue.get("locale", "zh-Hans")))
    assert held.problems == [], held.said[-1]


def test_the_report_holds_what_the_endpoint_says(client):
    say = talk(client)
    say("我们前年拿过金奖，今年能再报吗")
    report = say("继续核对其余条件") and say("项目奖")[-1]
    while report["kind"] == "question":
        report = say("不清楚")[-1]
    assert report["kind"] == "report"
    card = dict(report["card"])
    assert card.pop("type") == "eligibility_report"
    year = int(card["as_of"][:4]) - 2
    facts = {"applicant": "project", "previous_award": "gold", "previous_award_year": year}
    endpoint = client.post("/api/v1/eligibility", json={"facts": facts}).json()
    assert card == endpoint


def test_can_we_gets_the_clause_and_leads_to_the_check(client):
    answer, question = talk(client)("成立两年能报吗")
    assert answer["kind"] == "answer" and answer["citations"][0]["url"]
    assert question["card"]["type"] == "eligibility_question"
    assert set(question["card"]["progress"]) == {"asked", "at_most"}


def test_after_the_report_other_questions_are_answered_and_corrections_judged(client):
    say = talk(client)
    assert say("成立两年能报吗")[-1]["kind"] == "question"
    assert say("组织奖")[-1]["card"]["verdict"] == "ineligible"
    assert [message["kind"] for message in say("金奖奖金多少？")] == ["answer"]
    assert [message["kind"] for message in say("谢谢")] == ["smalltalk"]
    assert say("那如果是2015年注册的呢")[-1]["card"]["fact"] == "for_profit"


def test_a_new_session_knows_nothing_of_another(client):
    talk(client)(SECRET)
    assert talk(client)("核对申报条件")[-1]["card"]["fact"] == "applicant"


def test_what_the_company_said_is_in_no_log(client, product):
    talk(client)(SECRET)
    for log in (product.data_dir / "log").iterdir():
        written = log.read_text("utf-8", errors="replace")
        assert not any(words in written for words in ("2009年3月18日", "2009-03-18", "行业排第七")), log.name
