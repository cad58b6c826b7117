"""What staff changed at the desk, below the data directory: the shipped documents are not written to.

    <edits>/synonyms.yml                  what is added to the shipped one, in the same form
    <edits>/cases.jsonl                   questions that must get an answer: edition, q, answer, and what was said before
    <edits>/<edition>/answers/<id>.yml    one approved answer, new or in the place of the shipped one with that id
    <edits>/<edition>/withdrawn/<id>.yml  why an answer is not given any more
    <edits>/<edition>/unanswerable.jsonl  questions that the guide leaves open
    <edits>/<edition>/meta.yml …          an edition that was added at the desk, whole, as in the shipped documents
    <edits>/<edition>/published.yml       the day from which that edition is part of the index; without it, none

Every file appears or changes as a whole.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Set
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from knowledge import handwritten
from knowledge.answers.checks import ID, LONGEST_ID, question_key
from knowledge.ingest import answers
from knowledge.ingest.answers import Entry, read_answers
from knowledge.ingest.errors import BadContent, IngestError
from knowledge.ingest.meta import EDITION_NAME

WITHDRAWN = "withdrawn"
PUBLISHED = "published.yml"
SYNONYMS = "synonyms.yml"
UNANSWERABLE = "unanswerable.jsonl"
CASES = "cases.jsonl"


@dataclass(frozen=True)
class Case:
    """A question that somebody asked, after the messages `before`, and the id of the answer that it must get from now on;
    none where it must be refused."""

    edition: str
    q: str
    answer: str
    before: tuple[str, ...] = ()


class Edits:
    """Raises IngestError for a name that is none, BadContent for a file that somebody else spoiled."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._changing = threading.Lock()

    def editions(self) -> list[str]:
        """The editions that anything was changed in or that were added, the newest last."""
        return sorted(
            each.name
            for each in self.folder.glob("*/")
            if EDITION_NAME.fullmatch(each.name) and any(each.iterdir())
        )

    def of(self, edition: str) -> Path:
        if not EDITION_NAME.fullmatch(edition):
            raise IngestError(f"版次“{edition}”不合适：只用字母和数字，例如 2021")
        return self.folder / edition

    def answers(self, edition: str) -> list[Entry]:
        return [entry for _, entry in read_answers(self.of(edition))]

    def keep_answer(self, edition: str, entry: Entry) -> None:
        """Takes the place of the answer with the same id, a withdrawn one too."""
        file = self._answer(edition, entry.id)
        _write(file, written([entry]))
        self._withdrawal(edition, entry.id).unlink(missing_ok=True)

    def withdraw(self, edition: str, identity: str, reason: str) -> None:
        """It is not given any more, wherever it is from."""
        _write(self._withdrawal(edition, identity), _yaml({"id": identity, "reason": reason}))
        self._answer(edition, identity).unlink(missing_ok=True)

    def withdrawn(self, edition: str) -> dict[str, str]:
        """Reasons by id."""
        found = {}
        for file in sorted((self.of(edition) / WITHDRAWN).glob("*.yml")):
            content = _read(file)
            if not isinstance(content, dict) or set(content) != {"id", "reason"}:
                raise BadContent(file, "", "要有且只有 id 和 reason")
            found[str(content["id"])] = str(content["reason"])
        return found

    def unanswerable(self, edition: str) -> list[dict[str, str]]:
        return _lines(self.of(edition) / UNANSWERABLE, {"q", "kind"})

    def keep_unanswerable(self, edition: str, question: str, kind: str) -> None:
        """Once, however often it is said."""
        with self._changing:
            known = self.unanswerable(edition)
            if question_key(question) not in {question_key(each["q"]) for each in known}:
                _write_lines(self.of(edition) / UNANSWERABLE, [*known, {"q": question, "kind": kind}])

    def cases(self) -> list[Case]:
        return read_cases(self.folder / CASES)

    def keep_case(self, case: Case) -> None:
        """Takes the place of an earlier case of the same question."""
        with self._changing:
            others = [
                each
                for each in self.cases()
                if (each.edition, question_key(each.q), each.before)
                != (case.edition, question_key(case.q), case.before)
            ]
            _write_lines(self.folder / CASES, [_row(each) for each in [*others, case]])

    def synonyms(self) -> dict[str, Any]:
        """What was added, in the form of the shipped file; the caller has checked what is kept."""
        return _read(self.folder / SYNONYMS) or {"same": [], "spoken": {}, "courtesies": [], "apart": []}

    def keep_synonyms(self, content: dict[str, Any]) -> None:
        _write(self.folder / SYNONYMS, _yaml(content))

    def change_words(self, term: str, said: list[str], *, take_away: bool) -> None:
        """Adds ways to say a term of the guide to the desk's own, or takes them away; the shipped ones stay."""
        with self._changing:
            content = self.synonyms()
            known = {each["guide"]: each["said"] for each in content["same"]}
            left = [word for word in known.get(term, []) if word not in said]
            known[term] = left if take_away else [*left, *said]
            content["same"] = [{"guide": guide, "said": words} for guide, words in known.items() if words]
            self.keep_synonyms(content)

    def published_from(self, edition: str) -> date | None:
        """None: an edition of the desk is only being prepared."""
        content = _read(self.of(edition) / PUBLISHED)
        if content is None:
            return None
        if not isinstance(content, dict) or not isinstance(content.get("from"), date):
            raise BadContent(self.of(edition) / PUBLISHED, "from", "要写成 2020-01-31 这样的日期")
        return content["from"]

    def publish(self, edition: str, day: date | None) -> None:
        """From that day on; None takes it back."""
        file = self.of(edition) / PUBLISHED
        if day is None:
            file.unlink(missing_ok=True)
        else:
            _write(file, _yaml({"from": day}))

    def _answer(self, edition: str, identity: str) -> Path:
        return self.of(edition) / answers.FOLDER / f"{_name(identity)}.yml"

    def _withdrawal(self, edition: str, identity: str) -> Path:
        return self.of(edition) / WITHDRAWN / f"{_name(identity)}.yml"


def written(entries: list[Entry]) -> str:
    """The YAML of answers as people write it: what is not there is left out."""
    content = []
    for entry in entries:
        fields = {
            "id": entry.id,
            "answer": dict(entry.answer),
            "explained": list(entry.explained),
            "valid_from": entry.valid_from,
            "valid_until": entry.valid_until,
            "quotes": list(entry.quotes),
            "questions": list(entry.questions),
            "not_for": list(entry.not_for),
        }
        optional = ("explained", "valid_from", "valid_until")
        content.append({key: value for key, value in fields.items() if value or key not in optional})
    return _yaml(content)


def read_cases(file: Path) -> list[Case]:
    """None where there is no such file. Raises BadContent."""
    rows = _lines(file, {"edition", "q", "answer"}, optional={"before"})
    return [Case(**{**row, "before": tuple(row.get("before", ()))}) for row in rows]


def _row(case: Case) -> dict[str, Any]:
    return {key: value for key, value in asdict(case).items() if value or key != "before"}


def _name(identity: str) -> str:
    if not ID.fullmatch(identity) or len(identity) > LONGEST_ID:
        raise IngestError(f"编号“{identity}”不合适：只用小写英文、数字和短横线")
    return identity


def _yaml(content: Any) -> str:
    return yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=10_000)


def _read(file: Path) -> Any:
    try:
        return handwritten.load(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (yaml.YAMLError, UnicodeDecodeError) as failure:
        raise BadContent(file, "", f"不是有效的 YAML（{' '.join(str(failure).split())}）") from failure


def _lines(file: Path, keys: set[str], optional: Set[str] = frozenset()) -> list[dict[str, Any]]:
    if not file.is_file():
        return []
    found = []
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            content = json.loads(line)
        except ValueError as failure:
            raise BadContent(file, f"第 {number} 行", "不是有效的 JSON") from failure
        if not isinstance(content, dict) or set(content) - optional != keys:
            raise BadContent(file, f"第 {number} 行", f"要有且只有这些键：{'、'.join(sorted(keys))}")
        found.append(content)
    return found


def _write_lines(file: Path, rows: list[dict[str, Any]]) -> None:
    _write(file, "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    partial = file.with_name(f".{file.name}.partial")
    try:
        partial.write_text(text, encoding="utf-8")
        partial.replace(file)
    finally:
        partial.unlink(missing_ok=True)
