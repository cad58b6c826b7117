"""The report's pictures, as SVG. The only module that knows matplotlib, which comes with the test tools."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any

import matplotlib

matplotlib.use("svg")
matplotlib.rcParams.update(
    {
        "svg.hashsalt": "eval",  # the same figures make the same file
        "svg.fonttype": "none",
        "font.family": "sans-serif",
        "font.size": 9,
        "axes.spines.top": False,
        "axes.spines.right": False,
    }
)
from matplotlib import pyplot  # noqa: E402  # the backend is chosen first
from matplotlib.axes import Axes  # noqa: E402
from matplotlib.figure import Figure  # noqa: E402

_COLOURS = {
    "dev": "#9aa5b1",
    "sealed": "#4b8f8c",
    "blind": "#c2703d",
    "veiled": "#8a5a8f",
    "fresh": "#7a8b3a",
    "unread": "#b0486a",
    "edge": "#5566a8",
    "clear": "#8a6d3b",
    "test": "#0b4f6c",
}
_RIGHT, _HALF, _WRONG = "#2f7d5b", "#d9a441", "#c9cdd2"
Report = Mapping[str, Any]


def ranking(retrieval: Report) -> str:
    """R@1 and R@5 of each set, in all and by language, type and style."""
    groups = list(dict.fromkeys(group for found in retrieval.values() for group in found["groups"]))
    figure, axes = pyplot.subplots(1, 2, figsize=(9, 0.24 * len(groups) + 1), sharey=True)
    for axis, cut in zip(axes, ("R@1", "R@5"), strict=True):
        for name, found in retrieval.items():
            rows = {"all": found["ranking"]} | found["groups"]
            known = [
                (place, rows[group][cut]) for place, group in enumerate(["all", *groups]) if group in rows
            ]
            _points(axis, name, known)
        axis.set(title=cut, yticks=range(len(groups) + 1), yticklabels=["all", *groups], xlim=(0.6, 1.01))
        axis.grid(axis="both", color="#eceff1")
        axis.set_axisbelow(True)
    axes[0].invert_yaxis()
    axes[0].legend(frameon=False, loc="lower left")
    return _svg(figure)


def refusal(retrieval: Report) -> str:
    """What answering more costs; the dots are the setting in use."""
    figure, axis = pyplot.subplots(figsize=(6, 3.2))
    for name, found in retrieval.items():
        curve = found["whole_curve"]
        axis.plot(
            [point["coverage"] for point in curve],
            [point["unanswerable_answered"] for point in curve],
            color=_COLOURS[name],
            label=name,
        )
        used = found["operating_point"]
        axis.plot(used["coverage"], used["unanswerable_answered"], "o", color=_COLOURS[name])
    axis.set(xlabel="answerable questions answered", ylabel="unanswerable ones answered", xlim=(0.5, 1.005))
    axis.set_ylim(bottom=0)
    axis.grid(color="#eceff1")
    axis.legend(frameon=False)
    return _svg(figure)


def grades(answers: Report) -> str:
    """Shares of replies that are right, half right and wrong, by language."""
    rows = [
        (f"{name} {group.removeprefix('language=')}", values)
        for name, found in answers.items()
        for group, values in found["groups"].items()
        if group == "all" or group.startswith("language=")
    ]
    figure, axis = pyplot.subplots(figsize=(7, 0.28 * len(rows) + 0.8))
    right = [values["right"] for _, values in rows]
    half = [values["half"] for _, values in rows]
    places = range(len(rows))
    axis.barh(places, right, color=_RIGHT, label="right")
    axis.barh(places, half, left=right, color=_HALF, label="half")
    both = [one + other for one, other in zip(right, half, strict=True)]
    axis.barh(places, [1 - share for share in both], left=both, color=_WRONG, label="wrong or refused")
    axis.set(
        yticks=places, yticklabels=[f"{name} ({values['questions']})" for name, values in rows], xlim=(0, 1)
    )
    axis.invert_yaxis()
    axis.legend(frameon=False, ncols=3, loc="upper center", bbox_to_anchor=(0.5, -0.06))
    return _svg(figure)


def silence(answers: Report) -> str:
    """Shares of unanswerable questions that were refused, or whose false premise was corrected, by kind."""
    # Not every set has such questions.
    asked = {name: found for name, found in answers.items() if found["silent"]}
    kinds = list(dict.fromkeys(kind for found in asked.values() for kind in found["silent"]))
    figure, axis = pyplot.subplots(figsize=(7, 0.28 * len(kinds) + 0.8))
    for name, found in asked.items():
        known = [
            (place, found["silent"][kind]) for place, kind in enumerate(kinds) if kind in found["silent"]
        ]
        _points(axis, name, known)
    axis.set(yticks=range(len(kinds)), yticklabels=kinds, xlim=(0.5, 1.01), xlabel="refused or corrected")
    axis.grid(color="#eceff1")
    axis.invert_yaxis()
    axis.legend(frameon=False, loc="lower left")
    return _svg(figure)


def confusion(nlu: Report) -> str:
    """Rows: what was meant. Columns: what was understood. Darkness is the share of the row."""
    rows, columns, counts = (nlu["confusion"][key] for key in ("rows", "columns", "counts"))
    shares = [[count / (sum(row) or 1) for count in row] for row in counts]
    figure, axis = pyplot.subplots(figsize=(0.5 * len(columns) + 2, 0.36 * len(rows) + 1.6))
    axis.imshow(shares, cmap="GnBu", vmin=0, vmax=1, aspect="auto")
    for place, row in enumerate(counts):
        for column, count in enumerate(row):
            if count:
                light = shares[place][column] > 0.6
                axis.text(
                    column, place, count, ha="center", va="center", fontsize=7, color="w" if light else "k"
                )
    axis.set(yticks=range(len(rows)), yticklabels=rows, xticks=range(len(columns)))
    axis.set_xticklabels(columns, rotation=60, ha="right")
    axis.spines[:].set_visible(False)
    return _svg(figure)


def shares(values: Mapping[str, float], goal: float) -> str:
    """One bar a name, with the goal as a line."""
    figure, axis = pyplot.subplots(figsize=(7, 0.3 * len(values) + 0.8))
    names: Sequence[str] = list(values)
    axis.barh(range(len(names)), list(values.values()), color="#4b8f8c")
    axis.axvline(goal, color="#0b4f6c", linewidth=1, linestyle="--")
    axis.set(yticks=range(len(names)), yticklabels=names, xlim=(0, 1))
    axis.invert_yaxis()
    return _svg(figure)


def _svg(figure: Figure) -> str:
    """The element alone, to stand in a page."""
    written = io.StringIO()
    figure.savefig(written, format="svg", bbox_inches="tight", metadata={"Date": None})
    pyplot.close(figure)
    text = written.getvalue()
    return text[text.index("<svg") :]


def _points(axis: Axes, name: str, known: Sequence[tuple[int, float]]) -> None:
    """One point a line of the plot: its place, and the share there."""
    places, shares = [place for place, _ in known], [share for _, share in known]
    axis.plot(shares, places, "o", markersize=4, color=_COLOURS[name], label=name)
