"""python -m eval run | score | regress | bench | fit | …: README.md says which measures what."""

from __future__ import annotations

import argparse
import asyncio
import importlib
import json
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from knowledge.settings import Settings

# isort: split
# Below, numpy is loaded, whose threads the settings tell how to wait.
from eval import release
from eval.nlu import NluError
from eval.score import BadReplies
from knowledge.answers import parameters as choosing
from knowledge.ingest.errors import IngestError
from knowledge.ingest.release import ReleaseError
from knowledge.retrieve import adapter, metric, parameters
from knowledge.retrieve.errors import RetrieveError

# Commands that take no options and are one module with `measure` and `described`; `measure` of these gets the settings.
_WITH_SETTINGS = {
    "forgetting": "what training cost elsewhere, beside the original model",
    "bench": "times and memory, with the same retrieval done plainly",
}
_ALONE = {
    "masking": ("masking", "how well personal data is covered"),
    "check": ("eligibility_check", "questions, success and times of the eligibility check"),
    "materials": ("materials", "times and memory of the check of files, large and hostile"),
    "wechat": ("wechat", "times to the passive reply in WeChat"),
}


def main(arguments: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    try:
        return options.run(options, Settings())
    except (ReleaseError, RetrieveError, IngestError, BadReplies, NluError) as refusal:
        print(f"✗ {refusal}", file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    from eval.questions import SETS_AND_USES
    from eval.run import PARTS

    parser = argparse.ArgumentParser(
        prog="python -m eval", description="Measures the product, and fits what it reads."
    )
    commands = parser.add_subparsers(required=True, dest="command")

    def command(name: str, run: Any, said: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=said)
        added.set_defaults(run=run)
        return added

    running = command("run", _run, "measure all, write a report (HTML and JSON), fail where a number dropped")
    running.add_argument("parts", nargs="*", metavar="PART", help=f"only these: {', '.join(PARTS)}")
    running.add_argument("--record", action="store_true", help="make the numbers the baselines from now on")
    scoring = command("score", _score, "grade anyone's replies to a question set (sets/README.md)")
    scoring.add_argument("file", type=Path)
    scoring.add_argument("--set", default="test", choices=[name for name, _ in SETS_AND_USES])
    regressing = command("regress", _regress, "run all regression cases, or make one of a logged reply")
    regressing.add_argument("trace_id", nargs="?", help="of the reply, as the desk and the log show it")
    wanted = regressing.add_mutually_exclusive_group()
    wanted.add_argument("--answer", metavar="ID", help="the approved answer that it must get")
    wanted.add_argument("--silent", action="store_true", help="it must be refused")
    loading = command("load", _load, "many conversations at once against the whole product")
    loading.add_argument("--people", type=int, nargs="+", default=[10, 50, 200, 500])
    loading.add_argument("--seconds", type=int, default=60, help="for each number of people")
    growing = command("growth", _growth, "retrieval in corpora of many sizes, beside exact search")
    growing.add_argument("--sizes", type=int, nargs="+", default=[1_000, 100_000, 1_000_000])
    sizing = command(
        "capacity", _capacity, "machines for so many conversations a day, from what load measured"
    )
    sizing.add_argument("--turns", type=float, help="of a conversation")
    sizing.add_argument("--busiest-hour", type=float, help="its share of the day's conversations")
    sizing.add_argument("--burst", type=float, help="of the busiest minute above that hour's mean")
    for name, said in _WITH_SETTINGS.items():
        command(name, _measure, said).set_defaults(module=name, with_settings=True)
    for name, (module, said) in _ALONE.items():
        command(name, _measure, said).set_defaults(module=module, with_settings=False)
    breaking = command(
        "faults", _faults, "what people see while something breaks, what is lost, how long until normal"
    )
    breaking.add_argument(
        "--only", default="", metavar="WORDS", help="the faults that have this in their names"
    )
    command("train", _train, "train the embedded model's adapter on the authored questions")
    command("train-metric", _train_metric, "learn how near two questions are, after build")
    command("fit", _fit, "fit parameters.yml on the authored questions")
    command("fit-answers", _fit_answers, "fit choosing.yml on the authored questions, after fit")
    return parser


def _run(options: argparse.Namespace, settings: Settings) -> int:
    from eval import baselines, report, run

    parts = options.parts or run.PARTS
    if unknown := set(parts) - set(run.PARTS):
        print(f"✗ no part {sorted(unknown)[0]}: {', '.join(run.PARTS)}", file=sys.stderr)
        return 2
    found = run.measure(settings, parts, print)
    numbers = baselines.values(found)
    if options.record:
        baselines.record(numbers)
        print(f"✓ {baselines.FILE}")
    drops = baselines.drops(numbers, baselines.read())
    _write(settings, "report", found)
    page = settings.data_dir / "eval" / "report.html"
    page.write_text(report.page(found, _made(settings), drops), "utf-8")
    print(f"✓ {page}")
    for line in drops:
        print(f"✗ below the baseline: {line}", file=sys.stderr)
    return bool(drops)


def _score(options: argparse.Namespace, settings: Settings) -> int:
    from eval import grading, score

    found = score.measure(options.file, options.set)
    print(grading.described(found))
    _write(settings, f"score-{options.file.stem}", found)
    return 0


def _regress(options: argparse.Namespace, settings: Settings) -> int:
    from bot.gateway.settings import Settings as GatewaySettings
    from eval import regress
    from knowledge.ingest.edits import Case, Edits

    if options.trace_id is None:
        found = asyncio.run(regress.measure(settings))
        print(regress.described(found))
        _write(settings, "regress", found)
        return bool(found["failed"])
    gateway = GatewaySettings()
    try:
        turn = asyncio.run(regress.logged(gateway.database_url, gateway.data_dir, options.trace_id))
    except regress.NoSuchTurn:
        print("✗ the log holds no turn of that trace", file=sys.stderr)
        return 1
    index, embedder = release.load(settings)
    newest = next(reversed(index.editions.values()))
    if options.answer is None and not options.silent:
        print(regress.choices(turn, index, embedder))
        return 0
    if options.answer and options.answer not in {each.id for each in newest.answers.answers}:
        print(f"✗ the edition {newest.edition.id} has no answer {options.answer}", file=sys.stderr)
        return 1
    edits = Edits(settings.edits_dir)
    edits.keep_case(Case(newest.edition.id, turn.text, options.answer or "", turn.before))
    print(f"✓ {edits.folder}; python -m eval regress runs it")
    return 0


def _measure(options: argparse.Namespace, settings: Settings) -> int:
    module = importlib.import_module(f"eval.{options.module}")
    found = module.measure(settings) if options.with_settings else module.measure()
    print(module.described(found))
    _write(settings, options.command, found)
    return 0


def _faults(options: argparse.Namespace, settings: Settings) -> int:
    from eval.faults import matrix

    found = matrix.measure(options.only)
    print(matrix.described(found))
    _write(settings, options.command, found)
    return 0


def _train(_options: argparse.Namespace, settings: Settings) -> int:
    from eval.train import train

    train.train(settings)
    print(f"✓ {adapter.FILE}; then python -m knowledge build, python -m eval fit, python -m knowledge build")
    return 0


def _train_metric(_options: argparse.Namespace, settings: Settings) -> int:
    from eval.train.metric import learnt

    index, _ = release.load(settings)
    metric.write(learnt(next(reversed(index.editions.values()))))
    print(f"✓ {metric.FILE}; python -m knowledge build takes it into the index")
    return 0


def _fit(_options: argparse.Namespace, settings: Settings) -> int:
    from eval.fit import fit

    fitted = parameters.written(fit(*release.load(settings)))
    parameters.FILE.write_text(fitted, "utf-8")
    print(fitted + f"✓ {parameters.FILE}; python -m knowledge build takes it into the index")
    return 0


def _fit_answers(_options: argparse.Namespace, settings: Settings) -> int:
    from eval.fit_answers import fit

    index, _ = release.load(settings)
    fitted = choosing.written(fit(index))
    choosing.FILE.write_text(fitted, "utf-8")
    print(fitted + f"✓ {choosing.FILE}; python -m knowledge build takes it into the index")
    return 0


def _made(settings: Settings) -> dict[str, str]:
    return {
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
        "release": release.current_folder(settings).name,
    }


def _load(options: argparse.Namespace, settings: Settings) -> int:
    from eval import load

    report = load.measure(options.people, options.seconds)
    print(load.described(report))
    _write(settings, "load", report)
    return 0


def _capacity(options: argparse.Namespace, settings: Settings) -> int:
    from eval import capacity

    file = settings.data_dir / "eval" / "load.json"
    if not file.is_file():
        print(f"✗ no {file}: run make load", file=sys.stderr)
        return 1
    given = {name: getattr(options, name) for name in ("turns", "busiest_hour", "burst")}
    assumed = capacity.Assumed(**{name: value for name, value in given.items() if value is not None})
    try:
        report = capacity.measure(json.loads(file.read_text("utf-8")), assumed)
    except capacity.NothingMeasured as refusal:
        print(f"✗ {refusal}", file=sys.stderr)
        return 1
    print(capacity.described(report))
    _write(settings, "capacity", report)
    return 0


def _growth(options: argparse.Namespace, settings: Settings) -> int:
    from eval import growth

    report = growth.measure(settings.data_dir, options.sizes, lambda row: print(row, flush=True))
    print(growth.described(report))
    _write(settings, "growth", report)
    return 0


def _write(settings: Settings, name: str, report: dict[str, Any]) -> None:
    folder = settings.data_dir / "eval"
    folder.mkdir(parents=True, exist_ok=True)
    file: Path = folder / f"{name}.json"
    file.write_text(json.dumps(_made(settings) | report, ensure_ascii=False, indent=2) + "\n", "utf-8")
    print(f"✓ {file}")


if __name__ == "__main__":
    sys.exit(main())
