"""The walk's messages and their cards. Fixed words come from the domain, procedure from actions/portal, quotes from the guide."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import opencc

from actions.dialogue.turn import Turn
from actions.portal.guide import Clause, Line, Portal, Step, Trouble, Words
from actions.portal.walk import Lead, Walk

Message = dict[str, Any]
# Words of the screen, which stay as they are on the portal.
_SCREEN = re.compile("“([^”]*)”")


@lru_cache(maxsize=1)
def _traditional() -> opencc.OpenCC:
    return opencc.OpenCC("s2hk")


class PortalMessages:
    """Builds messages in the language of the turn."""

    def __init__(self, turn: Turn, portal: Portal) -> None:
        self._turn = turn
        self._portal = portal

    def step(self, walk: Walk, lead: Lead | None = None) -> Message:
        """A step in full: what to do, what is on the screen, what may go wrong."""
        step = self._step(walk)
        lines = self._portal.lines(step, walk.form)
        opening = self._lead(lead, walk)
        titles = [self._say(trouble.title) for trouble in step.troubles]
        parts = [
            opening,
            self._text("progress", **self._place(walk)),
            *(
                self._text("line", number=number, text=self._say(line.text))
                for number, line in enumerate(lines, 1)
            ),
            self._shows(step),
            self._figures(step),
            self._text("troubles", titles=self._text("separator").join(titles)),
            self._text("link", link=self._portal.link),
            self._source(),
        ]
        card = {
            **self._card(walk),
            "title": self._say(step.title),
            "lead": opening,
            "items": self._items(step, lines),
            "shows": [text for text in (self._shows(step), self._figures(step)) if text],
            "trouble": [self._told(trouble) for trouble in step.troubles],
            "link": self._portal.link,
            "checked_on": self._portal.checked_on.isoformat(),
            "note": self._source(),
        }
        return {
            "kind": "step",
            "text": "\n".join(part for part in parts if part),
            "buttons": self._buttons(walk),
            "citations": self._citations(clause for line in lines for clause in line.clauses),
            "card": card,
        }

    def again(self, walk: Walk, lead: Lead | None = None) -> Message:
        """Only where we are, after something else was said."""
        parts = [self._lead(lead, walk), self._text("again", **self._place(walk))]
        clauses: tuple[Clause, ...] = ()
        if lead == "last":
            parts, clauses = [parts[0], self._text("after")], self._clauses_of_what_follows()
        return {
            "kind": "step",
            "text": "\n".join(part for part in parts if part),
            "buttons": self._message("this_step_button")["buttons"] + self._buttons(walk),
            "citations": self._citations(clauses),
            "card": self._card(walk),
        }

    def after(self) -> Message:
        """What happens when the application is in."""
        said = self._message("after")
        edition = self._text("edition", edition=self._portal.edition)
        return {
            **said,
            "kind": "answer",
            "text": f"{said['text']}\n{edition}",
            "citations": self._citations(self._clauses_of_what_follows()),
        }

    def which_step(self) -> Message:
        """Asks where they are stuck."""
        steps = [
            {
                "title": self._text("line", number=number, text=self._say(step.title)),
                "payload": self._text("to_step", step=number),
            }
            for number, step in enumerate(self._portal.steps, 1)
        ]
        return {**self._message("which_step"), "buttons": steps}

    def which_form(self, walk: Walk, narrower: bool = False) -> Message:
        """Asks for the kind of application, which the step depends on."""
        said = self._message("which_form", **self._place(walk))
        forms = [self._say(form.title) for form in self._portal.forms]
        if narrower:
            said["text"] = "\n".join([self._text("which_form_of"), said["text"]])
        buttons = [{"title": form, "payload": form} for form in forms] + said["buttons"]
        return {**said, "buttons": buttons, "card": self._card(walk)}

    def trouble(self, trouble: Trouble) -> Message:
        """A trouble and its way out: what the guide says with its words, general advice marked as such."""
        title = self._say(trouble.title)
        if trouble.guide:
            said = self._message(
                "trouble", title=title, guide=self._say(trouble.guide), quotes=self._quotes(trouble)
            )
        else:
            said = self._message("trouble_not_in_guide", title=title, edition=self._portal.edition)
        parts = [said["text"], self._advice(trouble)]
        if trouble.guide:
            parts.append(self._text("edition", edition=self._portal.edition))
        return {
            **said,
            "text": "\n".join(part for part in parts if part),
            "citations": self._citations(trouble.clauses),
        }

    def overview(self, form: str | None, begun: bool = True) -> Message:
        """All steps as one list to tick and to print."""
        said = self._message("overview", of=len(self._portal.steps))
        items, lines, clauses = [], [said["text"]], []
        for number, step in enumerate(self._portal.steps, 1):
            place = self._text("progress", **self._place(Walk(number)))
            own = self._portal.lines(step, form)
            lines.append(place)
            lines += [
                self._text("line", number=at, text=self._say(line.text)) for at, line in enumerate(own, 1)
            ]
            items += [{**item, "group": place} for item in self._items(step, own)]
            clauses += [clause for line in own for clause in line.clauses]
        card = {
            "type": "checklist",
            "edition": self._portal.edition,
            "title": said["text"],
            "lead": "",
            "items": items,
            "link": self._portal.link,
            "checked_on": self._portal.checked_on.isoformat(),
            "note": self._source(),
        }
        text = "\n".join([*lines, self._text("link", link=self._portal.link), self._source()])
        buttons = self._message("this_step_button" if begun else "first_step_button")["buttons"]
        return {**said, "text": text, "buttons": buttons, "citations": self._citations(clauses), "card": card}

    def stages(self) -> Message:
        said = self._message("stages", of=len(self._portal.stages))
        lines, items = [said["text"]], []
        for number, stage in enumerate(self._portal.stages, 1):
            applicant = self._say(stage.applicant)
            limits = [self._say(limit) for limit in stage.limits]
            item = {
                "id": stage.id,
                "title": self._say(stage.title),
                "when": self._text("stage_who", text=self._say(stage.who)),
                "text": self._say(stage.what),
                "note": self._text("stage_applicant", text=applicant)
                if applicant
                else self._text("stage_silent"),
                "limit": self._text("stage_limits", text=self._text("separator").join(limits))
                if limits
                else "",
                **_cited(self._citations(stage.clauses)),
            }
            items.append(item)
            details = [item[key] for key in ("text", "when", "note", "limit") if item[key]]
            lines.append("\n".join([self._text("line", number=number, text=item["title"]), *details]))
        edition = self._text("edition", edition=self._portal.edition)
        card = {
            "type": "timeline",
            "edition": self._portal.edition,
            "title": said["text"],
            "lead": "",
            "items": items,
            "note": edition,
        }
        clauses = [clause for stage in self._portal.stages for clause in stage.clauses]
        return {
            **said,
            "text": "\n".join([*lines, edition]),
            "citations": self._citations(clauses),
            "card": card,
        }

    def left(self, walk: Walk) -> Message:
        return self._message("left", **self._place(walk))

    # Parts

    def _step(self, walk: Walk) -> Step:
        return self._portal.steps[walk.step - 1]

    def _place(self, walk: Walk) -> dict[str, Any]:
        return {"step": walk.step, "of": len(self._portal.steps), "title": self._say(self._step(walk).title)}

    def _card(self, walk: Walk) -> dict[str, Any]:
        return {
            "type": "portal_step",
            "edition": self._portal.edition,
            "step": walk.step,
            "of": len(self._portal.steps),
            "id": self._step(walk).id,
            "form": walk.form,
        }

    def _clauses_of_what_follows(self) -> tuple[Clause, ...]:
        """Those of the last step, where the guide tells what comes after it."""
        return tuple(clause for line in self._portal.steps[-1].lines for clause in line.clauses)

    def _lead(self, lead: Lead | None, walk: Walk) -> str:
        if lead is None:
            return ""
        form = self._portal.form(walk.form)
        return self._text(lead, of=len(self._portal.steps), form=self._say(form.title) if form else "")

    def _items(self, step: Step, lines: Iterable[Line]) -> list[dict[str, Any]]:
        """What to tick; the ids are the same in the step's card and in the list of all steps."""
        return [
            {
                "id": f"portal.{step.id}.{line.id}",
                "text": self._say(line.text),
                **_cited(self._citations(line.clauses)),
            }
            for line in lines
        ]

    def _shows(self, step: Step) -> str:
        return self._text("shows", text=self._say(step.shows)) if step.shows else ""

    def _figures(self, step: Step) -> str:
        """Captions, verbatim: the pictures themselves are not in the text of the guide."""
        captions = self._text("separator").join(figure.quote for figure in step.figures)
        return self._text("figures", captions=captions) if captions else ""

    def _told(self, trouble: Trouble) -> dict[str, Any]:
        return {
            "id": trouble.id,
            "title": self._say(trouble.title),
            "text": self._say(trouble.guide) if trouble.guide else "",
            "note": self._advice(trouble),
            **_cited(self._citations(trouble.clauses)),
        }

    def _advice(self, trouble: Trouble) -> str:
        return self._text("advice", advice=self._say(trouble.advice)) if trouble.advice else ""

    def _source(self) -> str:
        return self._text("source", edition=self._portal.edition, checked_on=self._portal.checked_on)

    def _quotes(self, trouble: Trouble) -> str:
        return "\n".join(
            self._turn.wording("utter_quote", quote=clause.quote, place=" › ".join(clause.path))
            for clause in trouble.clauses
        )

    def _citations(self, clauses: Iterable[Clause]) -> list[dict[str, Any]]:
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

    def _buttons(self, walk: Walk) -> list[dict[str, str]]:
        last = walk.step == len(self._portal.steps)
        buttons = [] if last else self._message("next_button")["buttons"]
        if walk.step > 1:
            buttons = buttons + self._message("back_button")["buttons"]
        if last:
            buttons = buttons + self._message("end_buttons")["buttons"]
        return buttons + self._message("overview_button")["buttons"]

    def _text(self, name: str, **params: object) -> str:
        return self._turn.wording(f"utter_portal_{name}", **params)

    def _message(self, name: str, **params: object) -> Message:
        return self._turn.message(f"utter_portal_{name}", **params)

    def _say(self, words: Words) -> str:
        """Content in the language of the turn; words of the screen stay as they are there."""
        if not words:
            return ""
        if self._turn.locale != "zh-Hant":
            return words[self._turn.locale]
        pieces = _SCREEN.split(words["zh-Hans"])
        convert = _traditional().convert
        return "".join(f"「{piece}」" if at % 2 else convert(piece) for at, piece in enumerate(pieces))


def _cited(citations: list[dict[str, Any]]) -> dict[str, Any]:
    """The first clause of a card's entry, and what else it rests on."""
    first, *others = citations or [None]
    return {"citation": first, "see_also": others} if first else {}
