"""python -m eval run | train | forgetting | fit | fit-answers | answers | bench | check | followups | …"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from eval import release
from knowledge.answers import parameters as choosing
from knowledge.ingest.release import ReleaseError
from knowledge.retrieve import adapter, parameters
from knowledge.retrieve.errors import RetrieveError
from knowledge.retrieve.search import Searcher
from knowledge.settings import Settings


def main(arguments: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    try:
        return options.run(options, Settings())
    except (ReleaseError, RetrieveError) as refusal:
        print(f"✗ {refusal}", file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m eval", description="Measures the product, and fits what it reads."
    )
    commands = parser.add_subparsers(required=True)
    running = commands.add_parser("run", help="retrieval and refusal on the development and test sets")
    running.set_defaults(run=_run)
    training = commands.add_parser(
        "train", help="train the embedded model's adapter on the authored questions"
    )
    training.set_defaults(run=_train)
    forgetting = commands.add_parser(
        "forgetting", help="what training cost elsewhere, beside the original model"
    )
    forgetting.set_defaults(run=_forgetting)
    fitting = commands.add_parser("fit", help="fit parameters.yml on the authored questions")
    fitting.set_defaults(run=_fit)
    answering = commands.add_parser(
        "fit-answers", help="fit choosing.yml on the authored questions, after fit"
    )
    answering.set_defaults(run=_fit_answers)
    replying = commands.add_parser(
        "answers", help="replies of the whole product, graded by facts and clauses"
    )
    replying.set_defaults(run=_answers)
    timing = commands.add_parser("bench", help="times and memory, with the same retrieval done plainly")
    timing.set_defaults(run=_bench)
    checking = commands.add_parser("check", help="questions, success and times of the eligibility check")
    checking.set_defaults(run=_check)
    leaning = commands.add_parser("followups", help="messages that lean on the one before them")
    leaning.set_defaults(run=_followups)
    reading = commands.add_parser(
        "materials", help="times and memory of the check of files, large and hostile"
    )
    reading.set_defaults(run=_materials)
    writing = commands.add_parser("wechat", help="times to the passive reply in WeChat")
    writing.set_defaults(run=_wechat)
    masking = commands.add_parser("masking", help="how well personal data is covered")
    masking.set_defaults(run=_masking)
    loading = commands.add_parser("load", help="many conversations at once against the whole product")
    loading.add_argument("--people", type=int, nargs="+", default=[10, 50, 200, 500])
    loading.add_argument("--seconds", type=int, default=60, help="for each number of people")
    loading.set_defaults(run=_load)
    return parser


def _run(_options: argparse.Namespace, settings: Settings) -> int:
    from eval import retrieval

    index, embedder = release.load(settings)
    report = retrieval.measure(Searcher(index, embedder), index.parameters.gate_threshold)
    print(retrieval.described(report))
    _write(settings, "retrieval", report)
    return 0


def _train(_options: argparse.Namespace, settings: Settings) -> int:
    from eval.train import train

    train.train(settings)
    print(f"✓ {adapter.FILE}; then python -m knowledge build, python -m eval fit, python -m knowledge build")
    return 0


def _forgetting(_options: argparse.Namespace, settings: Settings) -> int:
    from eval import forgetting

    report = forgetting.measure(settings)
    print(forgetting.described(report))
    _write(settings, "forgetting", report)
    return 0


def _fit(_options: argparse.Namespace, settings: Settings) -> int:
    from eval.fit import fit

    fitted = parameters.written(fit(*release.load(settings)))
    parameters.FILE.write_text(fitted, "utf-8")
    print(fitted + f"✓ {parameters.FILE}; python -m knowledge build takes it into the index")
    return 0


def _fit_answers(_options: argparse.Namespace, settings: Settings) -> int:
    from eval.fit_answers import fit

    fitted = choosing.written(fit(*release.load(settings)))
    choosing.FILE.write_text(fitted, "utf-8")
    print(fitted + f"✓ {choosing.FILE}; python -m knowledge build takes it into the index")
    return 0


def _answers(_options: argparse.Namespace, settings: Settings) -> int:
    from eval import answers

    report = answers.measure()
    print(answers.described(report))
    _write(settings, "answers", report)
    return 0


def _bench(_options: argparse.Namespace, settings: Settings) -> int:
    from eval import bench

    report = bench.measure(settings)
    print(bench.described(report))
    _write(settings, "bench", report)
    return 0


def _check(_options: argparse.Namespace, settings: Settings) -> int:
    from eval import eligibility_check

    report = eligibility_check.measure()
    print(eligibility_check.described(report))
    _write(settings, "check", report)
    return 0


def _followups(_options: argparse.Namespace, settings: Settings) -> int:
    from eval import followups

    report = followups.measure()
    print(followups.described(report))
    _write(settings, "followups", report)
    return 0


def _materials(_options: argparse.Namespace, settings: Settings) -> int:
    from eval import materials

    report = materials.measure()
    print(materials.described(report))
    _write(settings, "materials", report)
    return 0


def _wechat(_options: argparse.Namespace, settings: Settings) -> int:
    from eval import wechat

    report = wechat.measure()
    print(wechat.described(report))
    _write(settings, "wechat", report)
    return 0


def _masking(_options: argparse.Namespace, settings: Settings) -> int:
    from eval import masking

    report = masking.measure()
    print(masking.described(report))
    _write(settings, "masking", report)
    return 0


def _load(options: argparse.Namespace, settings: Settings) -> int:
    from eval import load

    report = load.measure(options.people, options.seconds)
    print(load.described(report))
    _write(settings, "load", report)
    return 0


def _write(settings: Settings, name: str, report: dict[str, Any]) -> None:
    folder = settings.data_dir / "eval"
    folder.mkdir(parents=True, exist_ok=True)
    file: Path = folder / f"{name}.json"
    content = {
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
        "release": release.current_folder(settings).name,
    }
    file.write_text(json.dumps(content | report, ensure_ascii=False, indent=2) + "\n", "utf-8")
    print(f"✓ {file}")


if __name__ == "__main__":
    sys.exit(main())
