"""A drop of what the search finds and would answer fails here; `python -m eval run` holds all the rest against the baselines."""

from __future__ import annotations

import json
from functools import lru_cache

import pytest

from eval import answers, baselines, questions, release, retrieval
from knowledge.retrieve.search import Searcher
from knowledge.settings import Settings


def test_nothing_fell_on_the_development_questions():
    index, embedder = release.load(Settings())
    searcher = Searcher(index, embedder)
    searcher.search = lru_cache(None)(searcher.search)  # both measures ask the same, more than is remembered
    report = {
        "retrieval": retrieval.measure(
            searcher, index.parameters.gate_threshold, questions.SETS_AND_USES[:1]
        ),
        "replies": answers.measure_search(searcher),
    }
    found = baselines.values(report)
    assert len(found) == 7 and all(name in baselines.read() for name in found)
    assert baselines.drops(found, baselines.read()) == []


@pytest.mark.parametrize(
    ("before", "now", "falls"),
    [(0.9, 0.9, False), (0.9, 0.895, False), (0.9, 0.885, True), (0.9, 0.95, False)],
)
def test_a_drop_is_more_than_the_tolerance(before, now, falls):
    name = "retrieval.dev.R@1"
    assert bool(baselines.drops({name: now}, {name: before})) is falls
    assert baselines.drops({}, {name: before}) == [], "what was not measured did not fall"


def test_recording_keeps_what_was_not_measured(tmp_path):
    file = tmp_path / "baselines.json"
    baselines.record({"a": 0.5, "b": 0.6}, file)
    baselines.record({"b": 0.7}, file)
    assert json.loads(file.read_text()) == {"a": 0.5, "b": 0.7}


def test_a_set_without_unanswerable_questions_has_no_silence_to_watch():
    graded = {"groups": {"all": {"right": 0.7}}, "silent": {}}
    assert baselines.values({"answers": {"dev_pieces": graded}}) == {"answers.dev_pieces.right": 0.7}
