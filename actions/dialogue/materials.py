"""The checklist of material, for who applies and for which class as far as that is known."""

from __future__ import annotations

import re

from rasa_sdk.events import FollowupAction

from actions.dialogue.turn import DialogueAction, Event, Turn
from actions.eligibility.assessment import today_in_shanghai
from actions.materials import checklist
from actions.materials.clauses import load
from actions.understanding.understand import understand

PAGE = "materials"  # the page of the gateway where files are checked
_ASKS = re.compile("|".join(load("asking")["about_the_office"]), re.I)


class ActionMaterials(DialogueAction):
    def name(self) -> str:
        return "action_materials"

    async def reply(self, turn: Turn) -> list[Event]:
        if _ASKS.search(turn.text):
            return [FollowupAction("action_answer")]
        applicant, category = _known(turn)
        impossible = applicant == "project" and category == "economic"
        items = checklist.items("organization" if impossible else applicant, category, turn.locale)
        wanted = "utter_check_materials" if turn.intent == "check_materials" else "utter_materials"
        lead = turn.wording("utter_materials_economic_project") if impossible else ""
        said = turn.message(wanted, edition=items[0]["citation"]["edition"])
        turn.say(
            {
                **said,
                "text": lead + said["text"],
                "citations": [item["citation"] for item in items],
                "card": {
                    "type": "checklist",
                    **checklist.heading(turn.locale),
                    "items": items,
                    "link": {"title": turn.wording("utter_materials_page"), "path": PAGE},
                },
            }
        )
        return []


def _known(turn: Turn) -> tuple[str | None, str | None]:
    """What this message says, or else what the eligibility check was told."""
    told = (turn.tracker.get_slot("eligibility") or {}).get("facts", {})
    said = understand(turn.text, today=today_in_shanghai()).facts
    applicant, category = (said.get(fact) or told.get(fact) for fact in ("applicant", "category"))
    return applicant, category
