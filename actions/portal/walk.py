"""Where somebody stands in the walk, and where a command takes them. Pure: nothing is said here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

from actions.portal.commands import Command
from actions.portal.guide import Portal

Phase = Literal["walking", "asking", "choosing", "left"]
# What is to be said about a move before the step itself; None when the step speaks for itself.
Lead = Literal[
    "begin",
    "resumed",
    "restarted",
    "first",
    "last",
    "submitted",
    "no_such_step",
    "form_noted",
    "remaining",
    "none_left",
    "nodded",
]


@dataclass(frozen=True)
class Walk:
    """`step` counts from 1. While `asking`, the step waits for the kind of application; `form` is that kind, once known. While
    `choosing`, it was asked at which step they are. `interrupted` tells that something else was answered since the step was shown."""

    step: int = 1
    form: str | None = None
    phase: Phase = "walking"
    interrupted: bool = False

    @classmethod
    def from_slot(cls, slot: Mapping[str, Any] | None) -> Walk | None:
        return cls(**slot) if slot else None

    def to_slot(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class Move:
    """Where the walk is now. `moved` is False when the step on the screen stays the same one."""

    walk: Walk
    lead: Lead | None = None
    moved: bool = True


def begin(portal: Portal, command: Command | None, form: str | None) -> Move:
    """A new walk, at the step that was named, or after the one that was told to be done, else at the first."""
    if command is not None and command.name == "next" and command.step:
        return Move(_arrive(portal, Walk(min(command.step + 1, len(portal.steps)), form)))
    if command is None or command.name != "go_to":
        return Move(_arrive(portal, Walk(1, form)), "begin")
    if not 1 <= command.step <= len(portal.steps):
        return Move(_arrive(portal, Walk(1, form)), "no_such_step")
    return Move(_arrive(portal, Walk(command.step, form)))


def move(portal: Portal, walk: Walk, command: Command) -> Move:
    """Where the command takes the walk; the commands that change nothing of it (leave aside) are not for this."""
    was_left, waits = walk.phase == "left", walk.interrupted
    walk = replace(walk, interrupted=False)
    if command.name == "continue":
        command = Command("resume" if waits or was_left else "next")
    if command.name == "leave":
        return Move(replace(walk, phase="left"), moved=False)
    if command.name == "restart":
        return Move(Walk(1, walk.form), "restarted")
    if command.name in ("resume", "walk") or (was_left and command.name == "next" and not command.step):
        return Move(_arrive(portal, walk), "resumed" if was_left else None)
    if command.name == "form":
        return _choose(portal, walk, command.form)
    if command.name == "nod":
        return Move(walk, "nodded", moved=False)
    if command.name == "remaining":
        lead: Lead = "remaining" if walk.step < len(portal.steps) else "none_left"
        return Move(walk, lead, moved=False)
    if walk.phase == "asking" and command.name == "next" and command.step < walk.step:
        return Move(replace(walk, phase="walking"))  # not chosen: the step in general
    # 登录好了, said at the step before: on from the login; said later, nothing more is done.
    onward = max(walk.step, command.step + 1) if command.step else walk.step + 1
    target = {"next": onward, "back": walk.step - 1}.get(command.name, command.step)
    if command.name == "next" and target > len(portal.steps):
        lead = "submitted" if command.step == len(portal.steps) else "last"
        return Move(Walk(len(portal.steps), walk.form), lead, moved=False)
    if not 1 <= target <= len(portal.steps):
        lead = "first" if command.name == "back" else "no_such_step"
        return Move(replace(walk, phase="walking"), lead, moved=False)
    return Move(_arrive(portal, replace(walk, step=target)))


def _arrive(portal: Portal, walk: Walk) -> Walk:
    needs_form = portal.steps[walk.step - 1].by_form and walk.form is None
    return replace(walk, phase="asking" if needs_form else "walking")


def _choose(portal: Portal, walk: Walk, form: str | None) -> Move:
    chosen = replace(walk, form=form, phase="walking")
    here = portal.steps[walk.step - 1].by_form
    return Move(chosen, None if here else "form_noted", moved=here)
