"""What is told about the portal: steps, stages and troubles, read from the YAML files beside this code."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

Words = Mapping[str, str]  # the same sentence by locale: zh-Hans always, en; zh-Hant is converted
FOLDER = Path(__file__).parent


class ContentError(Exception):
    """A content file cannot be read; the message says which, where, and what to mend."""


@dataclass(frozen=True)
class Clause:
    """Verbatim words of a passage of the guide."""

    passage_id: str
    path: tuple[str, ...]
    quote: str


@dataclass(frozen=True)
class Line:
    """One thing to do. The line `by_form` has no words of its own: they are those of the kind of application."""

    id: str
    text: Words
    clauses: tuple[Clause, ...]
    by_form: bool = False


@dataclass(frozen=True)
class Trouble:
    """What goes wrong: what the guide says (then with clauses), general advice, or both."""

    id: str
    title: Words
    said: re.Pattern[str]
    guide: Words
    clauses: tuple[Clause, ...]
    advice: Words


@dataclass(frozen=True)
class Step:
    id: str
    title: Words
    said: re.Pattern[str]
    done: re.Pattern[str]  # over one clause that tells what was done
    lines: tuple[Line, ...]
    shows: Words
    figures: tuple[Clause, ...]
    troubles: tuple[Trouble, ...]

    @property
    def by_form(self) -> bool:
        """Whether the kind of application changes what is to be done."""
        return any(line.by_form for line in self.lines)


@dataclass(frozen=True)
class Form:
    """A kind of application, with the page of the portal that goes with it."""

    id: str
    title: Words
    said: re.Pattern[str]
    line: Line


@dataclass(frozen=True)
class Stage:
    """One of the ten stages. `applicant` is empty where the guide asks nothing of the applicant."""

    id: str
    title: Words
    who: Words
    what: Words
    applicant: Words
    limits: tuple[Words, ...]
    clauses: tuple[Clause, ...]


@dataclass(frozen=True)
class Portal:
    edition: str
    checked_on: date
    link: str
    steps: tuple[Step, ...]
    forms: tuple[Form, ...]
    any_form: Line
    stages: tuple[Stage, ...]
    passages: Mapping[str, tuple[str, tuple[str, ...]]] = field(repr=False)

    def form(self, form_id: str | None) -> Form | None:
        return next((form for form in self.forms if form.id == form_id), None)

    def lines(self, step: Step, form_id: str | None) -> tuple[Line, ...]:
        """What to do at a step, for one kind of application."""
        form = self.form(form_id)
        own = form.line if form else self.any_form
        return tuple(own if line.by_form else line for line in step.lines)

    def step_of(self, trouble: Trouble) -> int:
        """The number of the step that a trouble comes up at."""
        return next(number for number, step in enumerate(self.steps, 1) if trouble in step.troubles)


@lru_cache(maxsize=1)
def portal() -> Portal:
    return read()


def read(folder: Path = FOLDER) -> Portal:
    """Raises `ContentError`."""
    return _Reader(folder).portal()


class _Reader:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        places = self._load("passages")
        self._edition = places["edition"]
        self._places = {
            name: (place["id"], tuple(place["path"])) for name, place in places["passages"].items()
        }

    def portal(self) -> Portal:
        steps, stages = self._load("steps"), self._load("stages")
        troubles = {entry["id"]: self._trouble(entry) for entry in self._load("trouble")["trouble"]}
        where = "steps.yml"
        return Portal(
            edition=self._edition,
            checked_on=steps["checked_on"],
            link=steps["link"],
            steps=tuple(self._step(entry, troubles) for entry in steps["steps"]),
            forms=tuple(
                Form(
                    entry["id"],
                    self._words(where, entry, "title"),
                    self._pattern(where, entry),
                    self._line(where, {**entry, "id": "form"}),
                )
                for entry in steps["forms"]
            ),
            any_form=self._line(where, {**steps["any_form"], "id": "form"}),
            stages=tuple(self._stage(entry) for entry in stages["stages"]),
            passages=self._places,
        )

    def _load(self, name: str) -> Any:
        file = self._folder / f"{name}.yml"
        try:
            return yaml.safe_load(file.read_text(encoding="utf-8"))
        except (OSError, yaml.YAMLError) as error:
            raise ContentError(f"{file.name}: {error}") from error

    def _step(self, entry: Mapping[str, Any], troubles: Mapping[str, Trouble]) -> Step:
        where = f"steps.yml, {entry.get('id')}"
        unknown = [name for name in entry["trouble"] if name not in troubles]
        if unknown:
            raise ContentError(f"{where}: trouble.yml has no {', '.join(unknown)}")
        return Step(
            id=entry["id"],
            title=self._words(where, entry, "title"),
            said=self._pattern(where, entry),
            done=self._pattern(where, entry, "done"),
            lines=tuple(self._line(where, line) for line in entry["do"]),
            shows=self._words(where, entry, "shows", optional=True),
            figures=self._clauses(where, entry, "figures"),
            troubles=tuple(troubles[name] for name in entry["trouble"]),
        )

    def _line(self, where: str, entry: Mapping[str, Any]) -> Line:
        if entry.get("by_form"):
            return Line(entry["id"], {}, (), by_form=True)
        where = f"{where}, {entry.get('id')}"
        clauses = self._clauses(where, entry, "clauses")
        if not clauses:
            raise ContentError(f"{where}: add the clauses it rests on")
        return Line(entry["id"], self._words(where, entry, "text"), clauses)

    def _trouble(self, entry: Mapping[str, Any]) -> Trouble:
        where = f"trouble.yml, {entry.get('id')}"
        guide, advice = (self._words(where, entry, key, optional=True) for key in ("guide", "advice"))
        clauses = self._clauses(where, entry, "clauses")
        if bool(guide) != bool(clauses):
            raise ContentError(f"{where}: `guide` needs `clauses`, and `clauses` need `guide`")
        if not (guide or advice):
            raise ContentError(f"{where}: write `guide`, `advice` or both")
        title = self._words(where, entry, "title")
        return Trouble(entry["id"], title, self._pattern(where, entry), guide, clauses, advice)

    def _stage(self, entry: Mapping[str, Any]) -> Stage:
        where = f"stages.yml, {entry.get('id')}"
        if bool(entry.get("silent")) == ("applicant" in entry):
            raise ContentError(f"{where}: write `applicant`, or `silent: true`")
        limits = entry.get("limits", ())
        return Stage(
            id=entry["id"],
            title=self._words(where, entry, "title"),
            who=self._words(where, entry, "who"),
            what=self._words(where, entry, "what"),
            applicant=self._words(where, entry, "applicant", optional=True),
            limits=tuple(self._words(where, {"limits": limit}, "limits") for limit in limits),
            clauses=self._clauses(where, entry, "clauses"),
        )

    def _clauses(self, where: str, entry: Mapping[str, Any], key: str) -> tuple[Clause, ...]:
        found = []
        for clause in entry.get(key, ()):
            if clause.get("in") not in self._places:
                raise ContentError(f"{where}, {key}: passages.yml has no {clause.get('in')!r}")
            found.append(Clause(*self._places[clause["in"]], clause["quote"]))
        return tuple(found)

    def _words(self, where: str, entry: Mapping[str, Any], key: str, optional: bool = False) -> Words:
        words = entry.get(key)
        if words is None and optional:
            return {}
        if not isinstance(words, Mapping) or set(words) != {"zh-Hans", "en"}:
            raise ContentError(f"{where}: write `{key}` with zh-Hans and en")
        return words

    def _pattern(self, where: str, entry: Mapping[str, Any], key: str = "said") -> re.Pattern[str]:
        try:
            return re.compile(entry[key])
        except (KeyError, re.error) as error:
            raise ContentError(f"{where}: `{key}` must be a regular expression ({error})") from error
