"""A person at the desk answers somebody in WeChat."""

from __future__ import annotations

from bot.gateway.console.sessions import Operator
from bot.gateway.console.tables import DeskMessageRow
from bot.gateway.wechat.tables import ContactRow
from tests.wechat.api import SECRET, WeChatApi
from tests.wechat.wire import ALICE, Server, text

SUCCESS = b"success"


async def held(gateway, server) -> tuple[str, Operator]:
    """A conversation of Alice's that an operator has taken."""
    desk = gateway.app.state.services.desk
    await desk.accounts.add("wang", "agent", "a good long password", "test")
    (staff,) = await desk.accounts.all()
    operator = Operator(staff.id, staff.name, "agent", "", "")
    await server.ask("你好")
    async with desk.store.transaction() as db:
        (session,) = (await db.get(ContactRow, contact(gateway))).session_ids
    await desk.handover.take(session, operator, "值班人员已经接入")
    return session, operator


def contact(gateway) -> str:
    return gateway.app.state.services.wechat.exchange._identity.contact(ALICE)


async def say(gateway, session: str, operator: Operator, words: str) -> bool:
    """As the desk's route does."""
    desk = gateway.app.state.services.desk
    message = await desk.handover.say(session, operator, words, fate="sending")
    arrived = await desk.lines["wechat"].say(session, words)
    await desk.handover.delivered(message, arrived)
    return arrived


async def test_the_bot_is_silent_and_the_operator_heard(start):
    api = WeChatApi()
    gateway = await start(wechat_app_secret=SECRET, transports={"wechat": api.transport()})
    server = Server(gateway.http)
    session, operator = await held(gateway, server)
    asked = len(gateway.rasa.requests)
    assert (await server.deliver(text("在吗"))).content == SUCCESS
    assert len(gateway.rasa.requests) == asked
    assert await say(gateway, session, operator, "在的。")
    assert api.sent == [{"touser": ALICE, "msgtype": "text", "text": {"content": "在的。"}}]
    await gateway.app.state.services.desk.handover.end(session, operator, "已离开", kind="returned")
    assert await server.ask("谢谢") == "您说：谢谢"


async def test_what_cannot_be_sent_comes_with_the_next_reply_once(start):
    gateway = await start()  # without a secret there is no way to send
    server = Server(gateway.http)
    session, operator = await held(gateway, server)
    assert not await say(gateway, session, operator, "第一句")
    assert not await say(gateway, session, operator, "第二句")
    reply = await server.ask("在吗")
    assert reply.index("第一句") < reply.index("第二句")
    assert (await server.deliver(text("还在吗"))).content == SUCCESS


async def test_the_quota_is_kept(start):
    api = WeChatApi()
    gateway = await start(wechat_app_secret=SECRET, transports={"wechat": api.transport()})
    session, operator = await held(gateway, Server(gateway.http))
    arrived = [await say(gateway, session, operator, f"第 {number} 句") for number in range(7)]
    assert arrived == [True] * 5 + [False] * 2 and len(api.sent) == 5


async def test_openids_are_kept_sealed(start):
    gateway = await start()
    session, operator = await held(gateway, Server(gateway.http))
    await say(gateway, session, operator, "您好")
    async with gateway.app.state.services.store.transaction() as db:
        row = await db.get(ContactRow, contact(gateway))
        message = await db.get(DeskMessageRow, 2)
    assert row.sealed_reach and ALICE not in row.sealed_reach and message.fate == "refused"
