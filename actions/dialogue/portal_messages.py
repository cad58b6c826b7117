"""The walk's messages and their cards. Fixed words come from the domain, procedure from actions/portal, quotes from the guide."""

from __future__ import annotations

from typing import Any

from actions.dialogue.portal_words import Message, PortalWords, cited
from actions.dialogue.turn import Turn
from actions.portal.guide import Clause, Portal, Step, Trouble
from actions.portal.walk import Lead, Walk


class PortalMessages:
    """Builds messages in the language of the turn."""

    def __init__(self, turn: Turn, portal: Portal) -> None:
        self._portal = portal
        self._words = PortalWords(turn, portal)

    def step(self, walk: Walk, lead: Lead | None = None) -> Message:
        """A step in full: what to do, what is on the screen, what may go wrong."""
        step = self._step(walk)
        lines = self._portal.lines(step, walk.form)
        opening = self._lead(lead, walk)
        titles = [self._words.say(trouble.title) for trouble in step.troubles]
        parts = [
            opening,
            self._words.text("progress", **self._place(walk)),
            *(
                self._words.text("line", number=number, text=self._words.say(line.text))
                for number, line in enumerate(lines, 1)
            ),
            self._words.shows(step),
            self._words.figures(step),
            self._words.text("troubles", titles=self._words.text("separator").join(titles)),
            self._words.text("link", link=self._portal.link),
            self._words.source(),
        ]
        card = {
            **self._card(walk),
            "title": self._words.say(step.title),
            "lead": opening,
            "items": self._words.items(step, lines),
            "shows": [text for text in (self._words.shows(step), self._words.figures(step)) if text],
            "trouble": [self._words.told(trouble) for trouble in step.troubles],
            "link": self._portal.link,
            "checked_on": self._portal.checked_on.isoformat(),
            "note": self._words.source(),
        }
        return {
            "kind": "step",
            "text": "\n".join(part for part in parts if part),
            "buttons": self._buttons(walk),
            "citations": self._words.citations(clause for line in lines for clause in line.clauses),
            "card": card,
        }

    def again(self, walk: Walk, lead: Lead | None = None) -> Message:
        """Only where we are, after something else was said."""
        parts = [self._lead(lead, walk), self._words.text("again", **self._place(walk))]
        clauses: tuple[Clause, ...] = ()
        if lead in ("last", "submitted"):
            parts, clauses = [parts[0], self._words.text("after")], self._clauses_of_what_follows()
        return {
            "kind": "step",
            "text": "\n".join(part for part in parts if part),
            "buttons": self._words.message("this_step_button")["buttons"] + self._buttons(walk),
            "citations": self._words.citations(clauses),
            "card": self._card(walk),
        }

    def after(self) -> Message:
        """What happens when the application is in."""
        said = self._words.message("after")
        edition = self._words.text("edition", edition=self._portal.edition)
        return {
            **said,
            "kind": "answer",
            "text": f"{said['text']}\n{edition}",
            "citations": self._words.citations(self._clauses_of_what_follows()),
        }

    def which_step(self) -> Message:
        """Asks where they are stuck."""
        steps = [
            {
                "title": self._words.text("line", number=number, text=self._words.say(step.title)),
                "payload": self._words.text("to_step", step=number),
            }
            for number, step in enumerate(self._portal.steps, 1)
        ]
        return {**self._words.message("which_step"), "buttons": steps}

    def which_form(self, walk: Walk, narrower: bool = False) -> Message:
        """Asks for the kind of application, which the step depends on."""
        said = self._words.message("which_form", **self._place(walk))
        forms = [self._words.say(form.title) for form in self._portal.forms]
        if narrower:
            said["text"] = "\n".join([self._words.text("which_form_of"), said["text"]])
        buttons = [{"title": form, "payload": form} for form in forms] + said["buttons"]
        return {**said, "buttons": buttons, "card": self._card(walk)}

    def trouble(self, trouble: Trouble) -> Message:
        """A trouble and its way out: what the guide says with its words, general advice marked as such."""
        title = self._words.say(trouble.title)
        if trouble.guide:
            said = self._words.message(
                "trouble",
                title=title,
                guide=self._words.say(trouble.guide),
                quotes=self._words.quotes(trouble),
            )
        else:
            said = self._words.message("trouble_not_in_guide", title=title, edition=self._portal.edition)
        parts = [said["text"], self._words.advice(trouble)]
        if trouble.guide:
            parts.append(self._words.text("edition", edition=self._portal.edition))
        return {
            **said,
            "text": "\n".join(part for part in parts if part),
            "citations": self._words.citations(trouble.clauses),
        }

    def unanswered(self) -> Message:
        return self._words.message("unanswered")

    def overview(self, form: str | None, begun: bool = True) -> Message:
        """All steps as one list to tick and to print."""
        said = self._words.message("overview", of=len(self._portal.steps))
        items, lines, clauses = [], [said["text"]], []
        for number, step in enumerate(self._portal.steps, 1):
            place = self._words.text("progress", **self._place(Walk(number)))
            own = self._portal.lines(step, form)
            lines.append(place)
            lines += [
                self._words.text("line", number=at, text=self._words.say(line.text))
                for at, line in enumerate(own, 1)
            ]
            items += [{**item, "group": place} for item in self._words.items(step, own)]
            clauses += [clause for line in own for clause in line.clauses]
        card = {
            "type": "checklist",
            "edition": self._portal.edition,
            "title": said["text"],
            "lead": "",
            "items": items,
            "link": self._portal.link,
            "checked_on": self._portal.checked_on.isoformat(),
            "note": self._words.source(),
        }
        text = "\n".join([*lines, self._words.text("link", link=self._portal.link), self._words.source()])
        buttons = self._words.message("this_step_button" if begun else "first_step_button")["buttons"]
        return {
            **said,
            "text": text,
            "buttons": buttons,
            "citations": self._words.citations(clauses),
            "card": card,
        }

    def stages(self) -> Message:
        said = self._words.message("stages", of=len(self._portal.stages))
        lines, items = [said["text"]], []
        for number, stage in enumerate(self._portal.stages, 1):
            applicant = self._words.say(stage.applicant)
            limits = [self._words.say(limit) for limit in stage.limits]
            item = {
                "id": stage.id,
                "title": self._words.say(stage.title),
                "when": self._words.text("stage_who", text=self._words.say(stage.who)),
                "text": self._words.say(stage.what),
                "note": self._words.text("stage_applicant", text=applicant)
                if applicant
                else self._words.text("stage_silent"),
                "limit": self._words.text("stage_limits", text=self._words.text("separator").join(limits))
                if limits
                else "",
                **cited(self._words.citations(stage.clauses)),
            }
            items.append(item)
            details = [item[key] for key in ("text", "when", "note", "limit") if item[key]]
            lines.append("\n".join([self._words.text("line", number=number, text=item["title"]), *details]))
        edition = self._words.text("edition", edition=self._portal.edition)
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
            "citations": self._words.citations(clauses),
            "card": card,
        }

    def left(self, walk: Walk) -> Message:
        return self._words.message("left", **self._place(walk))

    # Parts

    def _step(self, walk: Walk) -> Step:
        return self._portal.steps[walk.step - 1]

    def _place(self, walk: Walk) -> dict[str, Any]:
        return {
            "step": walk.step,
            "of": len(self._portal.steps),
            "title": self._words.say(self._step(walk).title),
        }

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
        later = [self._words.say(step.title) for step in self._portal.steps[walk.step :]]
        return self._words.text(
            lead,
            of=len(self._portal.steps),
            form=self._words.say(form.title) if form else "",
            left=len(later),
            titles=self._words.text("separator").join(later),
        )

    def _buttons(self, walk: Walk) -> list[dict[str, str]]:
        last = walk.step == len(self._portal.steps)
        buttons = [] if last else self._words.message("next_button")["buttons"]
        if walk.step > 1:
            buttons = buttons + self._words.message("back_button")["buttons"]
        if last:
            buttons = buttons + self._words.message("end_buttons")["buttons"]
        return buttons + self._words.message("overview_button")["buttons"]
