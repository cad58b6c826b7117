"""People as locust plays them, for `eval/load.py`: they ask, follow up, check eligibility, look up, write in WeChat, and read for
some seconds in between.

Everything is counted under what came of it: `chat`, `search`, `wechat` when it was answered, `refused` when it was told when to
come again (429, 503), `apology` when a reply says that it could not be answered; what is none of these is a failure.
"""

from __future__ import annotations

import random

from locust import FastHttpUser, between, task

from eval.wechat_wire import delivery

QUESTIONS = (
    "金奖奖金多少？",
    "申报需要什么材料？",
    "成立两年能报吗",
    "评审有哪些环节？",
    "一年奖励几家？",
    "自评报告要写多少字？",
)
FOLLOW_UPS = ("那银奖呢", "还有呢", "谢谢")
CHECK = ("核对申报条件", "组织奖", "企业", "2009年3月18日", "不清楚", "不清楚")
AT_THE_LONGEST_S = 60


class Person(FastHttpUser):
    wait_time = between(2, 6)
    connection_timeout = network_timeout = AT_THE_LONGEST_S

    def on_start(self) -> None:
        self.number = random.randrange(10**9)
        self.wait()  # not all in the same moment

    @task(4)
    def asks(self) -> None:
        self._converse((random.choice(QUESTIONS), *FOLLOW_UPS))

    @task(2)
    def checks_eligibility(self) -> None:
        self._converse(CHECK)

    @task(2)
    def looks_up(self) -> None:
        with self.client.get(
            "/api/v1/search", params={"q": random.choice(QUESTIONS)}, name="search", catch_response=True
        ) as response:
            _judged(response)

    @task(2)
    def writes_in_wechat(self) -> None:
        query, body = delivery(self.number, random.choice(QUESTIONS))
        with self.client.post(
            "/wechat", params=query, data=body, name="wechat", catch_response=True
        ) as response:
            if _judged(response) and b"<Content>" not in response.content:
                response.request_meta["name"] = "apology"  # it would come later, where that is configured

    def _converse(self, messages: tuple[str, ...]) -> None:
        session = None
        for nth, message in enumerate(messages):
            if nth:
                self.wait()
            body = {"message": message, "session_id": session}
            with self.client.post("/api/v1/chat", json=body, name="chat", catch_response=True) as response:
                if not _judged(response):
                    return
                reply = response.json()
                session = reply["session_id"]
                if reply["messages"][-1]["kind"] == "error":
                    response.request_meta["name"] = "apology"


def _judged(response) -> bool:
    """Whether there is a reply."""
    if response.status_code in (429, 503) and response.headers.get("Retry-After"):
        response.request_meta["name"] = "refused"
        response.success()
        return False
    if response.status_code != 200:
        response.failure(f"{response.request_meta['name']}: {response.status_code}")
        return False
    return True
