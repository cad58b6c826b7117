"""The knowledge service's commands: python -m knowledge add | build | search | check | releases | …"""

from __future__ import annotations

import argparse
import errno
import logging
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

from tqdm import tqdm

from knowledge.clock import today
from knowledge.ingest.add import add
from knowledge.ingest.build import build
from knowledge.ingest.check import check, described
from knowledge.ingest.edition import DOCUMENTS, folders
from knowledge.ingest.edits import Edits
from knowledge.ingest.errors import IngestError
from knowledge.ingest.merging import merged
from knowledge.ingest.release import ReleaseError, Releases
from knowledge.ports import IndexWriter
from knowledge.retrieve.errors import RetrieveError
from knowledge.settings import Settings

Command = Callable[[argparse.Namespace, Settings], int]


def main(arguments: Sequence[str] | None = None) -> int:
    """0 when the command did what it says, 1 when it says what is in the way."""
    options = _parser().parse_args(arguments)
    _keep_libraries_quiet()
    try:
        return options.run(options, Settings())
    except (IngestError, ReleaseError, RetrieveError) as refusal:
        _complain(str(refusal))
    except OSError as failure:
        reason = "磁盘已满，请腾出空间后再试" if failure.errno == errno.ENOSPC else failure.strerror
        _complain(f"读写文件时出错：{failure.filename or ''} {reason}")
    except KeyboardInterrupt:
        _complain("已中断")
    return 1


def _keep_libraries_quiet() -> None:
    """One of them sets logging up for everybody, down to its debugging, unless that has been done."""
    handler = logging.StreamHandler()
    handler.setLevel(logging.WARNING)
    logging.basicConfig(handlers=[handler])


def _complain(message: str) -> None:
    print(f"✗ {message}", file=sys.stderr)


def _warn(message: str) -> None:
    print(f"! {message}", file=sys.stderr)


class _Parser(argparse.ArgumentParser):
    """Explains itself in Chinese; argparse's own words are English."""

    def __init__(self, **settings) -> None:
        super().__init__(**settings, add_help=False)
        self.accepted = self.add_argument_group("参数")
        self.accepted.add_argument("-h", "--help", action="help", help="显示本说明")

    def format_help(self) -> str:
        return super().format_help().replace("usage: ", "用法：", 1)

    def error(self, message: str) -> NoReturn:
        _complain(f"参数不对（{message}）；用 {self.prog} -h 查看用法")
        self.exit(2)


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="python -m knowledge", description="管理质奖通的知识库")
    documents = {"type": Path, "default": DOCUMENTS, "metavar": "文件夹"}
    parser.accepted.add_argument(
        "--documents", **documents, help="各版次的文件所在，默认 knowledge/documents"
    )
    commands = parser.add_subparsers(title="命令", required=True, metavar="命令")

    def command(name: str, run: Command, says: str) -> Callable[..., argparse.Action]:
        added = commands.add_parser(name, help=says, description=says)
        added.set_defaults(run=run)
        return added.accepted.add_argument

    accept = command("add", _add, "添加文件（txt、md、docx、pdf、html）")
    accept("files", nargs="+", type=Path, metavar="文件")
    accept("--edition", metavar="版次", help="加入哪个版次，默认最新的；新的版次还要写 --title")
    accept("--title", metavar="标题", help="文件的标题，默认取文件首行或文件名")
    accept = command("build", _build, "文件、模型或程序有变化时，制作新的索引并启用")
    accept("--anew", action="store_true", help="没有变化也重新制作")
    accept = command("search", _search, "用现行索引检索")
    accept("question", metavar="问题")
    accept("-k", type=_count, default=5, metavar="条数", help="最多列出几条，1 到 50，默认 5")
    accept("--edition", metavar="版次", help="默认最新的")
    command("check", _check, "检查各版次：略去的文字、可疑的编号、缺少问题的段落、找不到的引文")
    command("releases", _releases, "列出索引的各次发布")
    accept = command("switch", _switch, "启用指定的发布")
    accept("release", metavar="发布")
    command("rollback", _rollback, "退回现行发布的前一次")
    command("model", _model, "准备向量模型（已有时不做任何事）")
    command("vectors", _vectors, "把现行索引的向量收进程序（省去首次制作索引时的大部分时间）")
    command("serve", _serve, "启动检索服务")
    return parser


def _count(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 50:
        raise argparse.ArgumentTypeError("1 到 50")
    return int(text)


def _add(options: argparse.Namespace, settings: Settings) -> int:
    refused = 0
    for file in tqdm(options.files, "添加", unit="个", disable=None, leave=False):
        try:
            added = add(file, options.documents, options.edition, options.title)
        except IngestError as refusal:
            _complain(str(refusal))
            refused += 1
            continue
        if added.document is None:
            tqdm.write(f"· {file.name}：已经添加过，内容与 {added.existing} 相同，没有改动")
        else:
            counts = [passage.kind for passage in added.document.passages]
            tqdm.write(
                f"✓ {file.name}：加入 {added.edition} 版，标题“{added.document.meta.title}”，"
                f"{counts.count('text')} 段、{counts.count('heading')} 个标题，略去版面文字 {len(added.document.dropped)} 处"
            )
    if refused < len(options.files):
        print("下一步：python -m knowledge check 看一遍，再 python -m knowledge build 更新索引")
    return 1 if refused else 0


def _build(options: argparse.Namespace, settings: Settings) -> int:
    releases = Releases(settings.index_dir)
    with (
        merged(options.documents, Edits(settings.edits_dir), today(), _warn) as documents,
        _Bar() as bar,
    ):
        outcome = build(documents, releases, _writer(documents, settings), bar.show, options.anew)
    made, current = outcome.manifest, releases.current()
    if outcome.made:
        print(f"✓ 索引 {made.id} 已启用：{'、'.join(made.editions)} 版，{made.passages} 段")
    elif current == made:
        print(f"· 没有变化，索引仍是 {made.id}")
    else:
        print(f"· 没有变化；现行的是 {current.id}，要启用最新的：python -m knowledge switch {made.id}")
    return 0


def _writer(documents: Path, settings: Settings) -> IndexWriter:
    from knowledge.retrieve import embedded
    from knowledge.retrieve.release_writer import ReleaseWriter

    model = embedded.ensure(settings)
    return ReleaseWriter(model, documents, _remembered(model, settings))


def _remembered(model: Path, settings: Settings) -> Path:
    return settings.model_dir / f"vectors-{model.name}.npz"


def _vectors(options: argparse.Namespace, settings: Settings) -> int:
    from knowledge.retrieve import description, embedded, packed, remembering

    about = description.read(embedded.folder(settings))
    vectors = remembering.read(_remembered(embedded.folder(settings), settings), about.fingerprint)
    if not vectors:
        _complain("还没有用这个向量模型做过索引，请先运行 python -m knowledge build")
        return 1
    packed.write(packed.FILE, about.name, vectors)
    print(f"✓ {packed.FILE.name}：{len(vectors)} 条，{packed.FILE.stat().st_size / 1e6:.1f} MB")
    return 0


class _Bar:
    """One progress bar for each thing that is done; silent where nobody watches."""

    def __enter__(self) -> _Bar:
        self._bar: tqdm | None = None
        self._doing = ""
        return self

    def show(self, doing: str, done: int, total: int) -> None:
        if self._bar is None or self._doing != doing:
            self.__exit__()
            self._bar, self._doing = tqdm(total=total, desc=doing, disable=None, leave=False), doing
        self._bar.update(done - self._bar.n)

    def __exit__(self, *failure: object) -> None:
        if self._bar is not None:
            self._bar.close()


def _search(options: argparse.Namespace, settings: Settings) -> int:
    from knowledge.retrieve import embedded, index
    from knowledge.retrieve.embed import Embedder
    from knowledge.retrieve.search import Searcher, UnknownEdition

    folder = Releases(settings.index_dir).current_folder()
    if folder is None:
        raise ReleaseError("还没有索引，请先运行 python -m knowledge build")
    embedder = Embedder(embedded.folder(settings))
    searcher = Searcher(index.load(folder, embedder), embedder)
    try:
        outcome = searcher.search(options.question, options.k, options.edition)
    except UnknownEdition as unknown:
        raise ReleaseError(f"索引里没有 {unknown} 版") from unknown
    print(
        f"{'可以回答' if outcome.answerable else '不足以回答'}（把握 {outcome.probability:.2f}，发布 {folder.name}）"
    )
    for nth, result in enumerate(outcome.results, start=1):
        print(
            f"{nth}. {result.score:.2f}  {' › '.join(result.passage.path)}  [{result.passage.id}]\n   {result.quote}"
        )
    if outcome.suggestions:
        print("相近的问题：" + "；".join(each.text for each in outcome.suggestions))
    return 0


def _check(options: argparse.Namespace, settings: Settings) -> int:
    lost = wrong = 0
    with merged(options.documents, Edits(settings.edits_dir), today(), _warn) as documents:
        for folder in tqdm(folders(documents), "检查", unit="版", disable=None, leave=False):
            report = check(folder)
            tqdm.write("\n".join(described(report)))
            lost += len(report.unfound)
            wrong += len(report.findings)
    if lost:
        _complain(f"有 {lost} 条引文在原文里找不到，改正后才能制作索引")
    if wrong:
        _complain(f"核定答案有 {wrong} 处要改")
    return 1 if lost or wrong else 0


def _releases(options: argparse.Namespace, settings: Settings) -> int:
    releases = Releases(settings.index_dir)
    current = releases.current_folder()
    for manifest in releases.all():
        mark = "▶" if current and manifest.id == current.name else " "
        print(
            f"{mark} {manifest.id}  {'、'.join(manifest.editions)} 版  {manifest.passages} 段  {manifest.inputs.model}"
        )
    if current is None:
        print("还没有索引，请先运行 python -m knowledge build")
    return 0


def _switch(options: argparse.Namespace, settings: Settings) -> int:
    releases = Releases(settings.index_dir)
    with releases.changing():
        releases.switch(options.release)
    print(f"✓ 已启用 {options.release}，服务会自行换用")
    return 0


def _rollback(options: argparse.Namespace, settings: Settings) -> int:
    releases = Releases(settings.index_dir)
    with releases.changing():
        manifest = releases.rollback()
    print(f"✓ 已退回 {manifest.id}，服务会自行换用；文件、模型或程序有变化之前，build 不会改回")
    return 0


def _model(options: argparse.Namespace, settings: Settings) -> int:
    from knowledge.retrieve import embedded

    print(f"✓ 向量模型在 {embedded.ensure(settings)}")
    return 0


def _serve(options: argparse.Namespace, settings: Settings) -> int:
    from knowledge.service.app import serve

    serve(settings)
    return 0


if __name__ == "__main__":
    sys.exit(main())
