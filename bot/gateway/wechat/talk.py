"""What is said to a message or an event: the conversation's reply in WeChat's form, or the channel's own wording."""

from __future__ import annotations

from dataclasses import replace

from bot.gateway.channels.base import Incoming, Outgoing
from bot.gateway.conversation import Conversation
from bot.gateway.errors import EmptyMessage, RateLimited, SessionNotFound, TooLong
from bot.gateway.locale import DEFAULT
from bot.gateway.messages import GuideLinks, Message
from bot.gateway.rate_limit import RateLimiter
from bot.gateway.starting import Starting
from bot.gateway.store import session_key
from bot.gateway.wechat.deliveries import Answer
from bot.gateway.wechat.identity import Identity
from bot.gateway.wechat.menu import Menu
from bot.gateway.wechat.numbers import Choice, chosen
from bot.gateway.wechat.received import Received
from bot.gateway.wechat.rendering import Rendered, Renderer
from bot.gateway.wechat.reports import CALLBACK_PATH, Reports
from bot.gateway.wechat.tables import ContactRow
from bot.gateway.wechat.wording import Wording
from telemetry import trace

# A new follower's first event names the code with this in front.
SCENE = "qrscene_"
ANSWERED_EVENTS = frozenset(("subscribe", "scan", "click"))


def awaits_answer(received: Received) -> bool:
    """Whether something is to be said; a place reported in the background or a page opened only need to be noted."""
    return received.kind != "event" or received.event in ANSWERED_EVENTS


class Talk:
    def __init__(
        self,
        conversation: Conversation,
        starting: Starting,
        limiter: RateLimiter,
        reports: Reports,
        identity: Identity,
        wording: Wording,
        menu: Menu,
    ) -> None:
        self._conversation = conversation
        self._starting = starting
        self._limiter = limiter
        self._reports = reports
        self._identity = identity
        self._wording = wording
        self._menu = menu
        self._renderer = Renderer(wording)

    async def answer(self, received: Received, contact: ContactRow, links: GuideLinks) -> Answer:
        if received.kind == "event":
            return await self._to_event(received, contact, links)
        if received.kind not in ("text", "voice"):
            return Answer(self._wording.kinds.get(received.kind, self._wording.unknown))
        if received.kind == "voice" and not received.text:
            return Answer(self._wording.voice_unheard)
        return await self._to_words(received.text, contact, links)

    async def _to_words(self, text: str, contact: ContactRow, links: GuideLinks) -> Answer:
        if contact.rest:
            if text.strip("。.！! ").lower() in self._wording.continue_words:
                choices = [Choice(*choice) for choice in contact.choices]
                return Answer(contact.rest, choices, continues=True)
            return await self._turn(text, contact, links)  # the list of choices was not seen yet
        payload = chosen(text, [Choice(*choice) for choice in contact.choices])
        return await self._turn(payload or text, contact, links)

    async def _to_event(self, received: Received, contact: ContactRow, links: GuideLinks) -> Answer:
        said = self._menu.says(received.event_key.removeprefix(SCENE))
        following = received.event == "subscribe"
        if said is None:
            return await self._welcome(self._wording.welcome if following else self._wording.welcome_back)
        answer = await self._turn(said, contact, links)
        return replace(answer, text=f"{self._wording.greeting}\n\n{answer.text}") if following else answer

    async def _welcome(self, text: str) -> Answer:
        """Announcements of the day first; questions that are asked most after what the menu offers."""
        news = [
            self._wording.announcement.format(text=each.text, link=each.link).strip()
            for each in await self._starting.announcements(DEFAULT)
        ]
        offered = [Choice(entry.name, entry.say) for entry in self._menu.offered()]
        offered += [Choice(question, question) for question in await self._starting.questions(DEFAULT)]
        said = "\n\n".join((*news, text))
        return _as_answer(self._renderer.with_choices(said, tuple(dict.fromkeys(offered))))

    async def _turn(self, text: str, contact: ContactRow, links: GuideLinks) -> Answer:
        try:
            await self._limiter.admit_session(contact.id)
            outgoing = await self._converse(text, contact)
        except RateLimited as limited:
            return Answer(self._wording.too_fast.format(seconds=limited.retry_after))
        except EmptyMessage:
            return Answer(self._wording.empty)
        except TooLong as too_long:
            return Answer(str(too_long))
        reports = {
            place: links.base + path
            for place, message in enumerate(outgoing.messages)
            if (path := await self._page(message, contact, outgoing))
        }
        answer = _as_answer(self._renderer.render(outgoing.messages, reports, links, outgoing.locale))
        session = (self._identity.seal(outgoing.session), session_key(outgoing.session))
        if outgoing.messages:  # none: a person at the desk has the conversation
            answer = replace(answer, text=answer.text or self._wording.failed)
        return replace(answer, session=session)

    async def _page(self, message: Message, contact: ContactRow, outgoing: Outgoing) -> str:
        """The path of what does not fit into a message: a whole result, a form for a number to be called back at."""
        card = message.card.model_dump() if message.card else {}
        if card.get("type") == "eligibility_report":
            return await self._reports.keep(contact.id, card)
        if card.get("type") == "handover" and card.get("state") == "nobody":
            wish = {"type": "callback", "session": session_key(outgoing.session)}
            return await self._reports.keep(contact.id, wish, CALLBACK_PATH)
        return ""

    async def _converse(self, text: str, contact: ContactRow) -> Outgoing:
        session = self._identity.unseal(contact.sealed_session) if contact.sealed_session else None
        incoming = Incoming(session, text, trace.begun().trace_id, contact.channel)
        try:
            return await self._conversation.take_turn(incoming)
        except SessionNotFound:  # idle for too long: a new conversation
            return await self._conversation.take_turn(replace(incoming, session=None))


def _as_answer(rendered: Rendered) -> Answer:
    return Answer(rendered.text, rendered.choices)
