"""The documents that an index is made of: the shipped ones with what staff changed at the desk (`edits.py`).

An edit that does not stand any more, such as a quote of words that a newer guide does not have, is left out and named: an
old edit must not keep a newer product from starting.
"""

from __future__ import annotations

import contextlib
import json
import shutil
import tempfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from knowledge import handwritten
from knowledge.answers.checks import Checker, question_key
from knowledge.ingest import answers, questions
from knowledge.ingest.answers import Entry, read_answers
from knowledge.ingest.edition import read_documents
from knowledge.ingest.edits import PUBLISHED, SYNONYMS, UNANSWERABLE, WITHDRAWN, Edits, written
from knowledge.ingest.errors import IngestError
from knowledge.ingest.meta import FILE as META
from knowledge.ingest.meta import read_meta

Say = Callable[[str], None]


@contextlib.contextmanager
def merged(documents: Path, edits: Edits, day: date, say: Say) -> Iterator[Path]:
    """A folder like `documents`, gone afterwards; `say` is told what is left out. Raises IngestError."""
    if not edits.editions() and not (edits.folder / SYNONYMS).is_file():
        yield documents
        return
    with tempfile.TemporaryDirectory(prefix="documents-") as temporary:
        target = Path(temporary) / "documents"
        shutil.copytree(documents, target)
        _merge_synonyms(target / SYNONYMS, edits.synonyms())
        for edition in edits.editions():
            source, folder = edits.of(edition), target / edition
            if (source / META).is_file() and not folder.exists():
                published = edits.published_from(edition)
                if published is None or day < published:
                    continue
                shutil.copytree(
                    source, folder, ignore=shutil.ignore_patterns(answers.FOLDER, WITHDRAWN, PUBLISHED, ".*")
                )
            if not folder.exists():
                say(f"{edition} 版：没有这个版次，对它的修改没有收入")
                continue
            _merge_edition(folder, edits, edition, say)
        yield target


def _merge_edition(folder: Path, edits: Edits, edition: str, say: Say) -> None:
    kept = _standing(folder, edits.answers(edition), say)
    withdrawn = edits.withdrawn(edition)
    _drop_answers(folder, {entry.id for entry in kept} | withdrawn.keys())
    _forget_answers(folder / questions.FILE, withdrawn.keys() - {entry.id for entry in kept})
    if kept:
        (folder / answers.FOLDER).mkdir(exist_ok=True)
        (folder / answers.FOLDER / "desk.yml").write_text(written(kept), encoding="utf-8")
    settled = {question_key(question) for entry in kept for question in entry.questions}
    added = [] if (edits.of(edition) / META).is_file() else edits.unanswerable(edition)
    _merge_unanswerable(folder / UNANSWERABLE, added, settled)


def _standing(folder: Path, entries: list[Entry], say: Say) -> list[Entry]:
    """The answers of the desk whose quotes are in the edition as it is now."""
    found = [
        passage for document in read_documents(folder, read_meta(folder)) for passage in document.passages
    ]
    checker = Checker(found, ())
    standing = []
    for entry in entries:
        lost = [quote for quote in entry.quotes if not checker.holders(quote)]
        if lost:
            say(f"{folder.name} 版：答案 {entry.id} 没有收入，原文里没有“{lost[0]}”")
        else:
            standing.append(entry)
    return standing


def _drop_answers(folder: Path, gone: set[str]) -> None:
    files: dict[Path, list[Entry]] = {}
    for file, entry in read_answers(folder):
        files.setdefault(file, []).append(entry)
    for file, entries in files.items():
        left = [entry for entry in entries if entry.id not in gone]
        if left != entries:
            file.write_text(written(left), encoding="utf-8")


def _forget_answers(file: Path, withdrawn: set[str]) -> None:
    """Questions that named a withdrawn answer go on being answered by the passage."""
    if not withdrawn or not file.is_file():
        return
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
    for row in rows:
        if row.get("approved") in withdrawn:
            del row["approved"]
    file.write_text(_lines(rows), encoding="utf-8")


def _merge_unanswerable(file: Path, added: list[dict[str, str]], settled: set[str]) -> None:
    """A question that an answer of the desk settles is not unanswerable any longer."""
    shipped = file.read_text(encoding="utf-8").splitlines() if file.is_file() else []
    rows = [*(json.loads(line) for line in shipped if line.strip()), *added]
    by_key = {question_key(row["q"]): row for row in rows}
    left = [row for key, row in by_key.items() if key not in settled]
    if added or left != rows:
        file.write_text(_lines(left), encoding="utf-8")


def _lines(rows: list[dict[str, Any]]) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def _merge_synonyms(file: Path, added: dict[str, Any]) -> None:
    """Words for a term that is there already join it; the rest is added at the end."""
    if not any(added.values()):
        return
    try:
        content = handwritten.load(file.read_text(encoding="utf-8"))
        by_term = {entry["guide"]: entry for entry in content["same"]}
        for entry in added["same"]:
            known = by_term.setdefault(entry["guide"], {"guide": entry["guide"], "said": []})
            known["said"] = list(dict.fromkeys([*known["said"], *entry["said"]]))
        content["same"] = list(by_term.values())
        content["spoken"] = {**content["spoken"], **added["spoken"]}
        content["courtesies"] = list(dict.fromkeys([*content["courtesies"], *added["courtesies"]]))
        content["apart"] = [
            *content["apart"],
            *(each for each in added["apart"] if each not in content["apart"]),
        ]
    except (KeyError, TypeError, yaml.YAMLError) as failure:
        raise IngestError(f"{file.name} 或值班台改的说法不合格式：{failure}") from failure
    file.write_text(
        yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=10_000), encoding="utf-8"
    )
