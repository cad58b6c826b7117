"""Whether the words of a question are those of questions that the guide settles, or of those that it does not.

Vectors see what a question is about; its letters see that it asks for a telephone number or a promise. Logistic regression on runs of
one to three characters, weighted by their rarity (tf-idf), the two kinds counting the same as wholes; fitted when an index
is made, and kept as one weight a run.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

LONGEST = 3  # characters
_STRENGTH = 10.0  # inverse of the ridge
_LEAST = 2  # questions that have a run; what only one has says nothing of the next


@dataclass(frozen=True)
class Leaning:
    """`weights` by run: its rarity, and what it speaks for; empty where one of the two kinds was missing."""

    weights: Mapping[str, tuple[float, float]]
    bias: float

    @classmethod
    def of(cls, settled: Sequence[str], unsettled: Sequence[str]) -> Leaning:
        """From comparable texts of both kinds."""
        from sklearn.feature_extraction.text import (
            TfidfVectorizer,
        )  # making an index needs it, serving does not
        from sklearn.linear_model import LogisticRegression

        if len(settled) < _LEAST or len(unsettled) < _LEAST:
            return cls({}, 0.0)
        counted = TfidfVectorizer(analyzer=runs, sublinear_tf=True, min_df=_LEAST)
        rows = counted.fit_transform([*settled, *unsettled])
        model = LogisticRegression(C=_STRENGTH, class_weight="balanced", max_iter=1000)
        model.fit(rows, [True] * len(settled) + [False] * len(unsettled))
        names, rarity, spoken = counted.get_feature_names_out(), counted.idf_, model.coef_[0]
        weights = {
            name: (round(float(rare), 3), round(float(weight), 3))
            for name, rare, weight in zip(names, rarity, spoken, strict=True)
        }
        return cls(weights, float(model.intercept_[0]))

    def odds(self, text: str) -> float:
        """Of a comparable text: above 0 for the words of settled questions (log odds)."""
        found = [
            (rarity * (1 + math.log(times)), weight)
            for (rarity, weight), times in (
                (self.weights[run], times)
                for run, times in Counter(runs(text)).items()
                if run in self.weights
            )
        ]
        length = math.sqrt(sum(share * share for share, _ in found)) or 1.0
        return self.bias + sum(share * weight for share, weight in found) / length

    def save(self, file: Path) -> None:
        file.write_text(json.dumps({"bias": self.bias, "weights": self.weights}, ensure_ascii=False), "utf-8")

    @classmethod
    def load(cls, file: Path) -> Leaning:
        """Raises what reading a broken file raises."""
        content = json.loads(file.read_text("utf-8"))
        return cls(content["weights"], float(content["bias"]))


def runs(text: str) -> list[str]:
    """Of every word, its beginning and end marked by a blank."""
    return [
        word[place : place + length]
        for word in (f" {each} " for each in text.split())
        for length in range(1, LONGEST + 1)
        for place in range(len(word) - length + 1)
    ]
