"""Text on other subjects, of which training must change nothing: questions and answers of our own, and statutes.

`others.jsonl` holds questions as people ask insurers, banks, schools, shops and other offices, with an answer each, written for
this. A sixth is held out, to see in every round how well a question still finds its answer.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from eval import laws
from eval.laws import Article
from eval.train.texts import held_out

FILE = Path(__file__).with_name("others.jsonl")
CLAUSES = 2400  # of statutes, half of them as if somebody asked with them
ARTICLES = 1200


@dataclass(frozen=True)
class Others:
    asked: list[str]  # embedded as queries
    stated: list[str]  # embedded as passages
    tested: list[str]  # questions held out
    answers: list[str]  # theirs, in the same order; embedded as passages


def gather(articles: Sequence[Article]) -> Others:
    pairs = [json.loads(line) for line in FILE.read_text("utf-8").splitlines()]
    known = [pair for pair in pairs if not held_out(pair["q"])]
    tested = [pair for pair in pairs if held_out(pair["q"])]
    clauses = laws.other_clauses(articles, CLAUSES)
    return Others(
        asked=[pair["q"] for pair in known] + clauses[: CLAUSES // 2],
        stated=[pair["a"] for pair in known]
        + clauses[CLAUSES // 2 :]
        + laws.other_articles(articles, ARTICLES),
        tested=[pair["q"] for pair in tested],
        answers=[pair["a"] for pair in tested],
    )
