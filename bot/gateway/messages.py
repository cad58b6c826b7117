"""What the bot says: from Rasa's structured replies, with wording per language, to the contract's messages."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from urllib.parse import quote as percent

from pydantic import BaseModel, ConfigDict, Field

from bot.gateway.locale import DEFAULT, Locale

Kind = Literal["answer", "no_answer", "question", "report", "step", "smalltalk", "handoff", "error"]
LOCALES = frozenset(("zh-Hans", "zh-Hant", "en"))

# A sentence, or the same sentence in each language.
Wording = str | Annotated[dict[Locale, str], Field(min_length=1)]


class Evidence(BaseModel):
    """A verbatim quote and its place, as the other processes give it."""

    passage_id: str
    edition: str
    path: list[str]
    quote: str


class Choice(BaseModel):
    title: Wording
    payload: Wording


class Card(BaseModel):
    """A structured reply; what it holds depends on `type`."""

    model_config = ConfigDict(extra="allow")

    type: str


class Utterance(BaseModel):
    """One thing that Rasa says: the `custom` object of a reply. Missing keys mean empty."""

    kind: Kind
    text: Wording = ""
    buttons: list[Choice] = []
    citations: list[Evidence] = []
    card: Card | None = None
    trace: dict[str, Any] = {}


class Citation(Evidence):
    url: str = Field(description="Opens the guide reader at that passage with the quote marked.")


class Button(BaseModel):
    title: str
    payload: str = Field(description="To be sent as the next message.")


class Message(BaseModel):
    text: str
    citations: list[Citation] = []
    buttons: list[Button] = []
    card: Card | None = None
    kind: Kind


def localise(value: Any, locale: Locale) -> Any:
    """The value with every wording in it, however deep, in one language; Chinese where that language is missing."""
    if isinstance(value, dict):
        if value and value.keys() <= LOCALES:
            return value.get(locale, value.get(DEFAULT, ""))
        return {key: localise(item, locale) for key, item in value.items()}
    if isinstance(value, list):
        return [localise(item, locale) for item in value]
    return value


class GuideLinks:
    """Addresses in the guide reader. Only the gateway knows them."""

    def __init__(self, public_url: str = "") -> None:
        self.base = public_url

    def to(self, edition: str, passage_id: str, quote: str = "") -> str:
        """The place of a passage; with a quote, that is marked there."""
        edition, passage_id = percent(edition, safe=""), percent(passage_id, safe="")
        marked = f"?passage={passage_id}&quote={percent(quote, safe='')}" if quote else ""
        return f"{self.base}/guide/{edition}{marked}#{passage_id}"

    def add(self, value: Any) -> Any:
        """The value with `url` added to every citation in it, however deep."""
        if isinstance(value, list):
            return [self.add(item) for item in value]
        if not isinstance(value, dict):
            return value
        linked = {key: self.add(item) for key, item in value.items()}
        if {"passage_id", "edition", "quote"} <= linked.keys():
            linked["url"] = self.to(linked["edition"], linked["passage_id"], linked["quote"])
        return linked


def render(utterance: Utterance, locale: Locale, links: GuideLinks) -> Message:
    """One message in one language, its citations linked."""
    said = utterance.model_dump(exclude={"trace"})
    return Message.model_validate(links.add(localise(said, locale)))
