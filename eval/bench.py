"""How long things take and how much memory: `python -m eval bench`.

Searches are the development questions, each asked once so that nothing is remembered. The plain baseline embeds them
with the same checkpoint through sentence-transformers as it comes and searches the same flat FAISS indexes, in the same
run; what it finds is held against ours. The whole product is started, and measured through its public door.
"""

from __future__ import annotations

import subprocess
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import httpx
import numpy as np

from eval import metrics, questions, release
from eval.plain import PlainEmbedder
from eval.product import own_data_dir, running_product
from eval.questions import Question
from knowledge.ingest.edition import DOCUMENTS, folders, read_edition
from knowledge.retrieve import embedded
from knowledge.retrieve.embed import Embedder
from knowledge.retrieve.index import Index, Writer
from knowledge.retrieve.search import Searcher
from knowledge.settings import Settings

_WARM = 10  # searches before the clock starts
_CHATS = 40
_TYPED = 4  # characters after which suggestions are asked for; with fewer there are more to choose from
PROCESSES = ("gateway", "rasa", "actions", "knowledge")


def measure(settings: Settings) -> dict[str, Any]:
    asked = questions.read("dev")
    index, embedder = release.load(settings)
    report: dict[str, Any] = {"questions": len(asked), "ours": _searches(index, embedder, asked)}
    if not settings.embedding_model:
        plain = _searches(index, PlainEmbedder(str(embedded.trained_checkpoint(settings))), asked)
        report["plain"] = plain
        report["time_to_plain"] = round(report["ours"]["search_ms"]["p50"] / plain["search_ms"]["p50"], 3)
    report["build_s"] = _build(settings)
    report["product"] = _product(asked)
    return report


def _searches(index: Index, embedder: Any, asked: list[Question]) -> dict[str, Any]:
    searcher = Searcher(index, embedder)
    for question in asked[:_WARM]:
        searcher.search(f"{question.text}（预热）")
    embedding = _times(embedder.query, (question.text for question in asked))
    found = []
    searching = _times(lambda text: found.append(searcher.search(text, 10)), (each.text for each in asked))
    again = _times(searcher.search, (question.text for question in asked))
    ranks = [
        questions.gold_rank(question, [each.passage for each in outcome.results])
        for question, outcome in zip(asked, found, strict=True)
    ]
    return {
        "embed_ms": embedding,
        "search_ms": searching,
        "repeated_ms": again,
        "ranking": metrics.ranking(ranks),
    }


def _times(act: Callable[[str], object], texts: Iterable[str]) -> dict[str, float]:
    """Milliseconds: median and 95th percentile."""
    taken = []
    for text in texts:
        begun = time.perf_counter()
        act(text)
        taken.append((time.perf_counter() - begun) * 1000)
    return {"p50": round(float(np.median(taken)), 3), "p95": round(float(np.percentile(taken, 95)), 3)}


def _build(settings: Settings) -> float:
    """Seconds to make an index of all editions; it is thrown away."""
    writer = Writer(Embedder(embedded.folder(settings)))
    begun = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        writer.write(Path(folder), [read_edition(each) for each in folders(DOCUMENTS)], lambda *_: None)
    return round(time.perf_counter() - begun, 1)


def _product(asked: list[Question]) -> dict[str, Any]:
    """All four processes, started anew as `make run` starts them where everything has been prepared."""
    with tempfile.TemporaryDirectory() as folder:
        begun = time.perf_counter()
        with (
            running_product(own_data_dir(Path(folder) / "var")) as product,
            httpx.Client(base_url=product.url, timeout=30, trust_env=False) as http,
        ):
            ready = time.perf_counter() - begun
            searching = _times(
                lambda q: http.get("/api/v1/search", params={"q": q}).raise_for_status(),
                (each.text for each in asked),
            )
            chatting = _times(
                lambda text: http.post("/api/v1/chat", json={"message": text}).raise_for_status(),
                (each.text for each in asked[:: max(len(asked) // _CHATS, 1)]),
            )
            suggesting = _times(
                lambda begun: http.get("/api/v1/suggest", params={"q": begun}).raise_for_status(),
                dict.fromkeys(each.text[:_TYPED] for each in asked),
            )
            memories = {name: memory(product.pid(name)) for name in PROCESSES}
    return {
        "ready_s": round(ready, 1),
        "search_ms": searching,
        "chat_ms": chatting,
        "suggest_ms": suggesting,
        "memory_mb": memories,
        "total_mb": sum(memories.values()),
    }


def memory(pid: int) -> int:
    """Resident megabytes of a process and its children."""
    rows = subprocess.run(
        ["ps", "-A", "-o", "pid=,ppid=,rss="], capture_output=True, text=True, check=True
    ).stdout
    processes = [tuple(map(int, row.split())) for row in rows.splitlines()]
    family, grown = {pid}, True
    while grown:
        children = {child for child, parent, _ in processes if parent in family} - family
        family, grown = family | children, bool(children)
    return round(sum(kilobytes for each, _, kilobytes in processes if each in family) / 1024)


def described(report: dict[str, Any]) -> str:
    lines = [f"{report['questions']} searches, each asked once; milliseconds, median / 95th percentile"]
    for name in ("ours", "plain"):
        if name in report:
            times = report[name]
            lines.append(
                f"  {name:6} embed {_both(times['embed_ms'])}   search {_both(times['search_ms'])}   "
                f"again {_both(times['repeated_ms'])}   R@1 {times['ranking']['R@1']:.3f}  R@5 {times['ranking']['R@5']:.3f}"
            )
    if "plain" in report:
        lines.append(f"  ours takes {report['time_to_plain']:.2f} of the plain search's time (at most 0.50)")
    product = report["product"]
    lines += [
        f"index built in {report['build_s']} s",
        f"product: ready in {product['ready_s']} s, search {_both(product['search_ms'])}, chat {_both(product['chat_ms'])}, "
        f"suggestions {_both(product['suggest_ms'])}",
        "memory: "
        + ", ".join(f"{name} {size} MB" for name, size in product["memory_mb"].items())
        + f"; together {product['total_mb']} MB",
    ]
    return "\n".join(lines)


def _both(times: dict[str, float]) -> str:
    return f"{times['p50']} / {times['p95']}"
