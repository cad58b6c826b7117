"""The words that the walk's messages are put together from: whose they are, in which language, and what they rest on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from actions.dialogue.script import in_language
from actions.dialogue.turn import Turn
from actions.portal.guide import Clause, Line, Portal, Step, Trouble, Words

Message = dict[str, Any]


class PortalWords:
    """Fixed words from the domain and content of actions/portal, in the language of the turn."""

    def __init__(self, turn: Turn, portal: Portal) -> None:
        self._turn = turn
        self._portal = portal

    def say(self, words: Words) -> str:
        """Content in the language of the turn; words of the screen stay as they are there."""
        return in_language(words, self._turn.locale) if words else ""

    def text(self, name: str, **params: object) -> str:
        return self._turn.wording(f"utter_portal_{name}", **params)

    def message(self, name: str, **params: object) -> Message:
        return self._turn.message(f"utter_portal_{name}", **params)

    def source(self) -> str:
        return self.text("source", edition=self._portal.edition, checked_on=self._portal.checked_on)

    def shows(self, step: Step) -> str:
        return self.text("shows", text=self.say(step.shows)) if step.shows else ""

    def figures(self, step: Step) -> str:
        """Captions, verbatim: the pictures themselves are not in the text of the guide."""
        captions = self.text("separator").join(figure.quote for figure in step.figures)
        return self.text("figures", captions=captions) if captions else ""

    def advice(self, trouble: Trouble) -> str:
        return self.text("advice", advice=self.say(trouble.advice)) if trouble.advice else ""

    def quotes(self, trouble: Trouble) -> str:
        return "\n".join(
            self._turn.wording("utter_quote", quote=clause.quote, place=" › ".join(clause.path))
            for clause in trouble.clauses
        )

    def citations(self, clauses: Iterable[Clause]) -> list[dict[str, Any]]:
        """Each quote once."""
        return [
            {
                "passage_id": clause.passage_id,
                "edition": self._portal.edition,
                "path": list(clause.path),
                "quote": clause.quote,
            }
            for clause in dict.fromkeys(clauses)
        ]

    def items(self, step: Step, lines: Iterable[Line]) -> list[dict[str, Any]]:
        """What to tick; the ids are the same in the step's card and in the list of all steps."""
        return [
            {
                "id": f"portal.{step.id}.{line.id}",
                "text": self.say(line.text),
                **cited(self.citations(line.clauses)),
            }
            for line in lines
        ]

    def told(self, trouble: Trouble) -> dict[str, Any]:
        return {
            "id": trouble.id,
            "title": self.say(trouble.title),
            "text": self.say(trouble.guide) if trouble.guide else "",
            "note": self.advice(trouble),
            **cited(self.citations(trouble.clauses)),
        }


def cited(citations: list[dict[str, Any]]) -> dict[str, Any]:
    """The first clause of a card's entry, and what else it rests on."""
    first, *others = citations or [None]
    return {"citation": first, "see_also": others} if first else {}
