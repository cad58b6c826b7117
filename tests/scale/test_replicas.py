"""One conversation through two gateways and two Rasa servers by chance, over a real PostgreSQL and a real Redis."""

from __future__ import annotations

import hashlib
import os
import random
import signal
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
from sqlalchemy import create_engine, text

from eval.product import switch
from tests.scale.parts import HTTP, Cluster, eventually


class Talk:
    """Each message goes to a gateway chosen by chance."""

    def __init__(self, cluster: Cluster, seed: int = 1) -> None:
        self._gateways, self._chance = cluster.gateways, random.Random(seed)
        self.session: str | None = None
        self.used: set[str] = set()

    def send(self, message: str) -> httpx.Response:
        gateway = self._chance.choice(self._gateways)
        self.used.add(gateway)
        body = {"message": message, "session_id": self.session}
        return HTTP.post(f"{gateway}/api/v1/chat", json=body)

    def say(self, message: str) -> list[dict]:
        reply = self.send(message).raise_for_status().json()
        self.session = reply["session_id"]
        return reply["messages"]


def kinds_of(messages: list[dict]) -> list[str]:
    return [message["kind"] for message in messages]


def rows(cluster: Cluster, query: str, **values: object) -> list[tuple]:
    engine = create_engine(cluster.database.replace("postgresql://", "postgresql+psycopg://"))
    with engine.connect() as connection:
        found = [tuple(row) for row in connection.execute(text(query), values)]
    engine.dispose()
    return found


def test_an_eligibility_dialogue_keeps_its_state_wherever_its_turns_go(cluster):
    talk = Talk(cluster)
    before = len(cluster.rasas.chosen)
    question = talk.say("核对申报条件")[-1]
    asked = []
    for _ in range(20):
        if question["kind"] == "report":
            break
        asked.append(question["card"]["fact"])
        answer = "项目奖" if question["card"]["fact"] == "applicant" else "不清楚"
        question = talk.say(answer)[-1]
    assert question["kind"] == "report"
    assert len(asked) == len(set(asked)) >= 2  # no fact was asked twice: no answer was lost
    assert talk.used == set(cluster.gateways)
    assert len(set(cluster.rasas.chosen[before:])) == 2


def test_a_follow_up_is_understood_by_another_server(cluster):
    for seed in range(3):
        talk = Talk(cluster, seed)
        assert talk.say("金奖奖金多少？")[-1]["kind"] == "answer"
        assert "100 万元" in "".join(message["text"] for message in talk.say("那银奖呢"))


def test_messages_sent_at_once_are_answered_one_after_another(cluster):
    talk = Talk(cluster)
    talk.say("核对申报条件")
    talk.say("组织奖")
    words = ["企业", "谢谢", "金奖奖金多少？", "2009年3月18日", "你好", "深圳"]
    with ThreadPoolExecutor(len(words)) as pool:
        replies = list(pool.map(talk.send, words))
    assert [reply.status_code for reply in replies] == [200] * len(words)
    assert "error" not in [kind for reply in replies for kind in kinds_of(reply.json()["messages"])]
    kept = rows(cluster, "SELECT text FROM turns ORDER BY at, id")
    assert {text for (text,) in kept} >= set(words)
    # Rasa kept every message, none of two turns at once: after each one everything of it before the next.
    events = rows(
        cluster,
        "SELECT type_name FROM rasa.events WHERE sender_id = (SELECT sender_id FROM rasa.events ORDER BY id DESC LIMIT 1)"
        " AND (type_name = 'user' OR (type_name = 'action' AND action_name = 'action_listen')) ORDER BY id",
    )
    kinds = [kind for (kind,) in events]
    assert kinds.count("user") == len(words) + 2
    assert kinds == ["action", "user"] * (len(words) + 2) + ["action"]


def test_both_gateways_count_the_same_turns_in_one_database(cluster):
    talk = Talk(cluster, 5)
    for _ in range(6):
        talk.say("你好")
    assert talk.used == set(cluster.gateways)
    ((kept,),) = rows(
        cluster,
        "SELECT count(*) FROM turns WHERE session_id = encode(sha256(:token), 'hex')",
        token=talk.session.encode(),
    )
    assert kept == 6


def test_a_conversation_erased_is_gone_from_the_gateways_and_from_rasa(cluster):
    talk = Talk(cluster)
    talk.say("金奖奖金多少？")
    key = hashlib.sha256(talk.session.encode()).hexdigest()
    kept = "SELECT (SELECT count(*) FROM rasa.events WHERE sender_id = :key), (SELECT count(*) FROM turns WHERE session_id = :key)"
    ((events, turns),) = rows(cluster, kept, key=key)
    assert events > 5 and turns == 1
    erased = HTTP.post(f"{cluster.gateways[1]}/api/v1/session/erase", json={"session_id": talk.session})
    assert erased.status_code == 204
    assert rows(cluster, kept, key=key) == [(0, 0)]
    assert talk.send("你好").status_code == 404


def test_while_the_index_changes_every_reply_is_of_one_release_and_says_which(cluster):
    """Between the first replica's change and the last one's, a balancer leads a turn's requests to either.

    Every message gets its whole answer, or 503 with when to come again: no apology, and nothing that is not kept.
    """
    index = cluster.data_dir / "index"
    first = Path(os.readlink(index / "current")).name
    (index / "releases/next").symlink_to(os.readlink(index / "releases" / first))
    over, turns, sent_away = threading.Event(), {}, []

    def keep_asking(seed: int) -> None:
        talk = Talk(cluster, seed)
        while not over.is_set():
            for question in ("金奖奖金多少？", "银奖奖金多少？铜奖奖金多少？", "需要几年没有重大事故？"):
                reply = talk.send(question)
                if reply.status_code == 503:
                    sent_away.append(int(reply.headers["retry-after"]))
                else:
                    said = reply.raise_for_status().json()
                    turns[said["trace_id"]] = said["messages"]

    def all_have(release: str) -> bool:
        knowledges = (part for name, part in cluster.parts.items() if name.startswith("knowledge"))
        return {HTTP.get(part.health).json()["release"] for part in knowledges} == {release}

    with ThreadPoolExecutor(1) as pool:
        asking = pool.submit(keep_asking, 1)
        try:
            for release in ("next", first):
                switch(index, release)
                eventually(lambda wanted=release: all_have(wanted), limit_s=240)
        finally:
            over.set()
        asking.result()
    named = dict(rows(cluster, "SELECT id, release FROM turns WHERE id = ANY(:ids)", ids=list(turns)))
    assert set(named) == set(turns)
    assert {kind for messages in turns.values() for kind in kinds_of(messages)} == {"answer"}
    assert all(seconds > 0 for seconds in sent_away) and len(sent_away) < len(turns)
    assert set(named.values()) == {"next", first}
    for turn, release in named.items():
        asked = [each for each in cluster.knowledges.passed_on if each.turn == turn]
        assert len(asked) >= 2  # the search, and at the end what may be asked next
        assert asked[-1].given == release, asked
        assert all(each.given == each.wanted for each in asked if each.wanted and each.status == 200)


def test_a_rasa_server_killed_in_a_turn_costs_that_turn_only(cluster):
    """What was acknowledged before is still known, and the next turn is answered at once by the other server."""
    talk = Talk(cluster)
    talk.say("核对申报条件")
    assert talk.say("项目奖")[-1]["kind"] == "question"
    part, living = cluster.parts["rasa-0"], cluster.parts["rasa-1"].settings["MQA_RASA_URL"]
    part.signal(signal.SIGKILL)
    part.process.wait()
    before = len(cluster.rasas.chosen)
    try:
        kinds = [talk.say("不清楚")[-1]["kind"]]
        # Which server a turn goes to is chance.
        while living not in cluster.rasas.chosen[before:] and len(kinds) < 40:
            kinds.append(talk.say("不清楚")[-1]["kind"])
    finally:  # or all that comes after it fails too
        part.start()
        eventually(part.ready)
    assert kinds[-1] in ("question", "report")
    assert set(kinds[:-1]) <= {"error"}
    said = talk.say("不清楚")[-1]
    assert said["kind"] in ("question", "report")
    assert said["card"].get("fact") != "applicant"  # told before the fault


def test_postgresql_restarted_in_between_loses_nothing(cluster):
    talk = Talk(cluster)
    talk.say("核对申报条件")
    talk.say("项目奖")
    rows(
        cluster,
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database()",
    )
    said = talk.say("不清楚")[-1]
    assert said["kind"] in ("question", "report") and said["card"].get("fact") != "applicant"


def test_without_redis_people_are_told_to_come_again(cluster):
    talk = Talk(cluster)
    talk.say("核对申报条件")
    cluster.redis.stop()
    refused = [talk.send("项目奖") for _ in range(3)]
    cluster.redis.start()
    assert [reply.status_code for reply in refused] == [503] * 3
    assert all(int(reply.headers["retry-after"]) > 0 for reply in refused)
    assert talk.say("项目奖")[-1]["card"]["fact"] != "applicant"  # the refused ones were not half done


def test_a_gateway_told_to_stop_under_load_finishes_its_turns(cluster):
    part, url = cluster.parts["gateway-1"], cluster.gateways[1]
    answers, over = [], threading.Event()

    def keep_asking() -> None:
        with httpx.Client(trust_env=False, timeout=40) as client:
            while not over.is_set():
                try:
                    answers.append(
                        client.post(f"{url}/api/v1/chat", json={"message": "金奖奖金多少？"}).status_code
                    )
                except httpx.ConnectError:
                    return  # it takes no more: a load balancer goes elsewhere
                except httpx.HTTPError as error:
                    answers.append(type(error).__name__)

    threads = [threading.Thread(target=keep_asking) for _ in range(4)]
    for thread in threads:
        thread.start()
    eventually(lambda: len(answers) >= 8)
    part.signal(signal.SIGTERM)
    assert part.process.wait(timeout=20) in (0, -signal.SIGTERM)  # uvicorn passes the signal on at its end
    over.set()
    for thread in threads:
        thread.join()
    # A connection kept open may be closed just as the next request is written; a turn that was taken is answered.
    assert set(answers) <= {200, "RemoteProtocolError", "ReadError"}, answers
    assert answers.count(200) >= len(answers) - 4
    part.start()
    eventually(part.ready)
