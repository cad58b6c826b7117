"""What training cost the embedded model elsewhere: `python -m eval forgetting`.

Both models, the original and the trained one, search Chinese statutes that neither was trained on (`laws.py`): with
questions that people would ask (`sets/law_questions.jsonl`, the article that answers), and with one sentence of an article
for the rest of it. Passages alone, cosines alone: what the next edition's text meets before anyone has written questions.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from tqdm import tqdm

from eval import laws, metrics
from eval.laws import Article
from eval.plain import PlainEmbedder
from eval.questions import SETS
from knowledge.retrieve import embedded
from knowledge.settings import Settings

ALLOWED = 0.98  # of the original's MRR@10
_SENTENCE = re.compile(r"(?<=[。；])\s*")
_SHORTEST = 12  # characters of a sentence that is asked with
_AT_ONCE = 32


def measure(settings: Settings) -> dict[str, Any]:
    articles = laws.measured(laws.read(settings.data_dir / "laws"))
    original = _search(embedded.original_checkpoint(settings), articles, "原模型")
    trained = _search(embedded.trained_checkpoint(settings), articles, "训练后")
    kept = {task: trained[task]["MRR@10"] / original[task]["MRR@10"] for task in original}
    return {
        "passages": len(articles),
        "laws": len(laws.MEASURED),
        "original": original,
        "trained": trained,
        "kept": kept,
    }


def _search(checkpoint: Path, articles: Sequence[Article], name: str) -> dict[str, Any]:
    embedder = PlainEmbedder(str(checkpoint))
    asked, wanted = _asked(articles)
    pieces, rests, places = cut(articles)
    whole = _embedded(embedder.passages, [_passage(each.law, each.text) for each in articles], name)
    rest = whole.copy()
    rest[places] = _embedded(
        embedder.passages,
        [_passage(articles[place].law, text) for place, text in zip(places, rests, strict=True)],
        name,
    )
    return {
        "questions": _ranking(_embedded(embedder.queries, asked, name), whole, wanted),
        "sentences": _ranking(_embedded(embedder.queries, pieces, name), rest, places),
    }


def _asked(articles: Sequence[Article]) -> tuple[list[str], list[int]]:
    places = {(each.law, each.number): place for place, each in enumerate(articles)}
    lines = (SETS / "law_questions.jsonl").read_text("utf-8").splitlines()
    entries = [json.loads(line) for line in lines]
    return [each["q"] for each in entries], [places[each["law"], each["article"]] for each in entries]


def cut(articles: Sequence[Article]) -> tuple[list[str], list[str], list[int]]:
    """Of every article of several sentences: its last one, the rest, and its place."""
    pieces, rests, places = [], [], []
    for place, article in enumerate(articles):
        sentences = [each for each in _SENTENCE.split(article.text) if each]
        if len(sentences) > 1 and len(sentences[-1]) >= _SHORTEST:
            pieces.append(sentences[-1])
            rests.append("".join(sentences[:-1]))
            places.append(place)
    return pieces, rests, places


def _passage(law: str, text: str) -> str:
    return f"{law} {text}"


def _embedded(embed: Callable[[list[str]], np.ndarray], texts: list[str], name: str) -> np.ndarray:
    batches = range(0, len(texts), _AT_ONCE)
    shown = tqdm(batches, name, unit="批", disable=None, leave=False)
    return np.concatenate([embed(texts[begin : begin + _AT_ONCE]) for begin in shown])


def _ranking(asked: np.ndarray, passages: np.ndarray, wanted: Sequence[int]) -> dict[str, float]:
    cosines = asked @ passages.T
    own = cosines[np.arange(len(wanted)), wanted]
    ranks = (cosines > own[:, None]).sum(axis=1)
    return {"asked": len(wanted)} | metrics.ranking(ranks.tolist())


def described(report: dict[str, Any]) -> str:
    lines = [
        f"{report['passages']} articles of {report['laws']} statutes, never trained on",
        f"  {'':12}{'asked':>6}{'original':>20}{'trained':>20}{'kept':>8}",
        f"  {'':12}{'':6}{'MRR@10':>10}{'R@10':>10}{'MRR@10':>10}{'R@10':>10}",
    ]
    for task, kept in report["kept"].items():
        before, after = report["original"][task], report["trained"][task]
        numbers = (before["MRR@10"], before["R@10"], after["MRR@10"], after["R@10"])
        lines.append(
            f"  {task:12}{before['asked']:>6}"
            + "".join(f"{each:>10.3f}" for each in numbers)
            + f"{kept:>8.1%}"
        )
    verdict = "kept" if min(report["kept"].values()) >= ALLOWED else "NOT kept"
    return "\n".join([*lines, f"  {verdict}: at least {ALLOWED:.0%} of the original's MRR@10"])
