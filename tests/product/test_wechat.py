"""The same conversations with the real product, on the web and in WeChat: the content is the same."""

import itertools
import re
import time

import pytest

from eval.eligibility_check import talk
from eval.wechat_wire import TOKEN
from tests.wechat.content import MORE, missing
from tests.wechat.wire import ACCOUNT, envelope, read, signature

CONVERSATIONS = {
    "questions": ["奖金是多少", "自评报告有什么要求", "食堂几点开门", "你好"],
    "eligibility": ["核对申报条件", "组织奖", "不清楚", "自评报告最多写多少字", "不清楚", *["不清楚"] * 20],
    "portal": ["带我走一遍网上申报", "下一步", "上一步", "下一步", "要交哪些材料"],
    "stages and a person": ["申奖流程有哪些阶段", "转人工"],
}


def listening(client, person):
    """Says something in WeChat, and gives the whole answer, with what “继续” brings."""
    numbers = itertools.count(int(time.time() * 1000))

    def deliver(words):
        stamp, number = str(int(time.time())), str(next(numbers))
        query = {"timestamp": stamp, "nonce": number, "signature": signature(TOKEN, stamp, number)}
        fields = {"ToUserName": ACCOUNT, "FromUserName": person, "CreateTime": stamp, "MsgType": "text"}
        body = envelope({**fields, "Content": words, "MsgId": number}).encode()
        response = client.post("/wechat", params=query, content=body).raise_for_status()
        return read(response.content)["Content"]

    def say(words):
        said = [deliver(words)]
        while said[-1].endswith(MORE):
            said.append(deliver("继续"))
        return "\n".join(part.removesuffix(MORE) for part in said)

    return say


@pytest.mark.parametrize("name", CONVERSATIONS)
def test_wechat_says_what_the_web_says(client, name):
    web, wechat = talk(client), listening(client, f"o{name}")
    for words in CONVERSATIONS[name]:
        messages, said = web(words), wechat(words)
        assert missing(messages, said) == []
        if report := re.search(r"\S+(/wechat/report/\S+)", said):
            page = client.get(report[1]).raise_for_status().text
            assert all(rule["reason"] in page for rule in messages[-1]["card"]["rules"])
            break
