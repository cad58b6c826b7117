"""Which sentence of a passage is quoted: the one nearest to the question, verbatim and whole."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from knowledge.retrieve.normalise import terms

_TERMS_WEIGHT = 0.1  # of the share of the question's terms in a sentence, beside its cosine (0.8 to 0.95)


def best(sentences: Sequence[str], cosines: np.ndarray, query_terms: Sequence[str]) -> str:
    """`sentences` are those of one passage, at least one, with their cosines."""
    asked = set(query_terms)
    shared = [len(asked & set(terms(sentence))) / max(len(asked), 1) for sentence in sentences]
    return sentences[int(np.argmax(cosines + _TERMS_WEIGHT * np.array(shared)))]
