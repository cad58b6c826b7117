"""The assistant's messages as WeChat shows them: plain text, places cited in words, choices as a numbered list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.gateway.messages import Citation, GuideLinks, Message
from bot.gateway.wechat.numbers import Choice
from bot.gateway.wechat.places import place
from bot.gateway.wechat.reports import DAYS_OPEN
from bot.gateway.wechat.wording import Wording

# What an entry of a list may say beside its title, in this order; the same as in the widget.
ENTRY_FACTS = ("when", "text", "note", "limit")


@dataclass(frozen=True)
class Rendered:
    text: str
    choices: tuple[Choice, ...] = ()


class Renderer:
    def __init__(self, wording: Wording) -> None:
        self._wording = wording

    def render(self, messages: Sequence[Message], reports: Mapping[int, str], links: GuideLinks) -> Rendered:
        """All messages of a turn as one text. `reports` are the addresses of the report pages, by message."""
        blocks = [self._block(message, reports.get(number), links) for number, message in enumerate(messages)]
        choices = tuple(dict.fromkeys(choice for message in messages for choice in _choices(message)))
        return self.with_choices("\n\n".join(filter(None, blocks)), choices)

    def with_choices(self, text: str, choices: tuple[Choice, ...]) -> Rendered:
        if not choices:
            return Rendered(text)
        numbered = [f"{number}. {choice.title}" for number, choice in enumerate(choices, 1)]
        return Rendered("\n".join((text, "", *numbered, self._wording.choose)).strip(), choices)

    def _block(self, message: Message, report: str | None, links: GuideLinks) -> str:
        card = message.card.model_dump() if message.card else {}
        lines = [message.text, *(line for line in self._card(card, message.text) if line not in message.text)]
        if report:
            says = (
                self._wording.callback_link if card.get("type") == "handover" else self._wording.report_link
            )
            lines.append(f"{says.format(days=DAYS_OPEN)}\n{report}")
        page = card.get("link")
        if isinstance(page, dict):  # one of ours; another site's address stands in the text
            lines.append(f"{page['title']}：{links.base}/{page['path']}")
        cited = dict.fromkeys(self._cited(citation, links) for citation in message.citations)
        return "\n".join(filter(None, (*lines, *cited)))

    def _cited(self, citation: Citation, links: GuideLinks) -> str:
        # Without the quote: percent-encoded, it would fill half a message.
        return f"{self._named(citation.model_dump())}\n{links.to(citation.edition, citation.passage_id)}"

    def _named(self, citation: Mapping[str, Any]) -> str:
        where = place(citation["passage_id"], citation["path"], citation["quote"])
        wording = self._wording.citation if where else self._wording.citation_without_place
        return wording.format(edition=citation["edition"], place=where)

    def _card(self, card: Mapping[str, Any], said: str) -> Iterator[str]:
        """What a card shows beside what the message's text said. Of one that is not known, the text must do."""
        match card.get("type"):
            case "eligibility_question":
                progress = card.get("progress") or {}
                if progress.get("asked") and progress.get("at_most"):
                    yield self._wording.question_progress.format_map(progress)
            case "portal_step":
                head = self._wording.step_progress.format_map(card)
                yield f"{head}：{card['title']}" if card.get("title") else head
                yield from self._entries(card, said)
            case "timeline" | "checklist":
                yield card.get("title", "")
                yield from self._entries(card, said)

    def _entries(self, card: Mapping[str, Any], said: str) -> Iterator[str]:
        for entry in card.get("items") or ():
            if not all(words in said for words in _words(entry)):
                yield f"· {self._entry(entry)}"
        yield card.get("note") or ""

    def _entry(self, entry: str | Mapping[str, Any]) -> str:
        if isinstance(entry, str):
            return entry
        title, *facts = _words(entry)
        if entry.get("formats"):
            facts.append(self._wording.formats.format(formats="、".join(entry["formats"])))
        state = {"now": self._wording.now_at, "current": self._wording.now_at, "done": self._wording.done}
        said = "：".join(filter(None, (title, "；".join(facts))))
        cited = self._named(entry["citation"]) if entry.get("citation") else ""
        return said + state.get("done" if entry.get("done") else entry.get("status") or "", "") + cited


def _words(entry: str | Mapping[str, Any]) -> list[str]:
    """The title, "" where there is none, and what is said beside it."""
    if isinstance(entry, str):
        return [entry]
    facts = [entry[name] for name in ENTRY_FACTS if isinstance(entry.get(name), str) and entry[name]]
    return [entry.get("title") or "", *facts]


def _choices(message: Message) -> Iterator[Choice]:
    """The buttons, and what a question's card offers beside them."""
    titles = {button.title for button in message.buttons}
    for option in (message.card.model_dump().get("options") if message.card else None) or ():
        if option["title"] not in titles:
            yield Choice(option["title"], option["title"])
    for button in message.buttons:
        yield Choice(button.title, button.payload)
