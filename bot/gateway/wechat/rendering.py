"""The assistant's messages as WeChat shows them: plain text, places cited in words, choices as a numbered list."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.gateway.locale import DEFAULT, Locale
from bot.gateway.messages import LOCALES, Citation, GuideLinks, Message
from bot.gateway.wechat.numbers import Choice
from bot.gateway.wechat.places import place
from bot.gateway.wechat.reports import DAYS_OPEN
from bot.gateway.wechat.wording import Form, Wording

# What an entry of a list may say beside its title, in this order; the same as in the widget.
ENTRY_FACTS = ("when", "text", "note", "limit")
# The line under a quote that says in words where it stands.
PLACE_LINE = re.compile(r"—{1,2}\s*(?P<path>\S.*)")
QUOTE_MARKS = ("“", "「")
# With more places than these, a link for each would bury the answer; the first leads to the chapter.
MOST_LINKS = 4


@dataclass(frozen=True)
class Rendered:
    text: str
    choices: tuple[Choice, ...] = ()


class Renderer:
    """In the language of the turn."""

    def __init__(self, wording: Wording) -> None:
        self._wordings = {locale: wording.form(locale) for locale in LOCALES}

    def render(
        self, messages: Sequence[Message], reports: Mapping[int, str], links: GuideLinks, locale: Locale
    ) -> Rendered:
        """All messages of a turn as one text. `reports` are the addresses of the pages that belong to a message, by its place."""
        form = self._wordings[locale]
        blocks = [
            _Block(message, form, links).text(reports.get(number)) for number, message in enumerate(messages)
        ]
        choices = tuple(dict.fromkeys(choice for message in messages for choice in _choices(message)))
        return self.with_choices("\n\n".join(filter(None, blocks)), choices, locale)

    def with_choices(self, text: str, choices: tuple[Choice, ...], locale: Locale = DEFAULT) -> Rendered:
        if not choices:
            return Rendered(text)
        numbered = [f"{number}. {choice.title}" for number, choice in enumerate(choices, 1)]
        return Rendered("\n".join((text, "", *numbered, self._wordings[locale].choose)).strip(), choices)


class _Block:
    """One message: what it says, what its card shows beside, and where it stands in the guide, each thing once."""

    def __init__(self, message: Message, form: Form, links: GuideLinks) -> None:
        self._message = message
        self._form = form
        self._links = links
        self._linked: set[str] = set()

    def text(self, report: str | None) -> str:
        card = self._message.card.model_dump() if self._message.card else {}
        said = self._message.text
        lines = [self._placed(said), *(line for line in self._card(card, said) if line not in said)]
        if report:
            says = self._form.callback_link if card.get("type") == "handover" else self._form.report_link
            lines.append(f"{says.format(days=DAYS_OPEN)}\n{report}")
        page = card.get("link")
        if isinstance(page, dict):  # one of ours; another site's address stands in the text
            lines.append(f"{page['title']}：{self._links.base}/{page['path']}")
        return "\n".join(filter(None, (*lines, *self._elsewhere())))

    def _placed(self, said: str) -> str:
        """The text; under each quote the short name of its place and a link instead of the headings' words."""
        lines: list[str] = []
        quote: list[str] = []
        for line in said.split("\n"):
            if line.startswith(QUOTE_MARKS):
                quote = []
            if found := PLACE_LINE.fullmatch(line):
                if cited := self._quoted("\n".join(quote), found["path"]):
                    line = self._cited(cited)
                quote = []
            quote.append(line)
            lines.append(line)
        return "\n".join(lines)

    def _quoted(self, quoted: str, path: str) -> Citation | None:
        """The citation of which most stands in the quotation."""
        found = [
            citation
            for citation in self._message.citations
            if " › ".join(citation.path) == path and citation.quote in quoted
        ]
        return max(found, key=lambda citation: len(citation.quote), default=None)

    def _elsewhere(self) -> Iterator[str]:
        """Where the rest of it stands, that was not quoted."""
        left = [each for each in self._message.citations if each.passage_id not in self._linked]
        places = dict.fromkeys(self._named(citation.model_dump()) for citation in left)
        if len(places) <= MOST_LINKS:
            yield from (self._cited(citation) for citation in left if citation.passage_id not in self._linked)
            return
        for edition in dict.fromkeys(citation.edition for citation in left):
            of_edition = [citation for citation in left if citation.edition == edition]
            marks = dict.fromkeys(place(each.passage_id, each.path, each.quote) for each in of_edition)
            named = self._form.citation.format(edition=edition, place="、".join(filter(None, marks)))
            yield f"{named}\n{self._links.to(edition, of_edition[0].passage_id)}"

    def _cited(self, citation: Citation) -> str:
        """The place, with its link where that was not given yet."""
        # Without the quote: percent-encoded, it would fill half a message.
        named = self._named(citation.model_dump())
        if citation.passage_id in self._linked:
            return named
        self._linked.add(citation.passage_id)
        return f"{named}\n{self._links.to(citation.edition, citation.passage_id)}"

    def _named(self, citation: Mapping[str, Any]) -> str:
        where = place(citation["passage_id"], citation["path"], citation["quote"])
        wording = self._form.citation if where else self._form.citation_without_place
        return wording.format(edition=citation["edition"], place=where)

    def _card(self, card: Mapping[str, Any], said: str) -> Iterator[str]:
        """What a card shows beside what the message's text said. Of one that is not known, the text must do."""
        match card.get("type"):
            case "portal_step":
                head = self._form.step_with_title if card.get("title") else self._form.step_progress
                yield head.format_map(card)
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
            facts.append(self._form.formats.format(formats="、".join(entry["formats"])))
        state = {"now": self._form.now_at, "current": self._form.now_at, "done": self._form.done}
        said = "：".join(filter(None, (title, "；".join(fact.rstrip("。；.;") for fact in facts))))
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
