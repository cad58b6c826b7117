"""The dependency arrows of the design, read off the import statements."""

import ast
import functools
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@functools.cache
def imports(file: Path) -> set[str]:
    """Dotted names of the modules that a file imports, anywhere in it."""
    found = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module if node.level == 0 else _absolute(file, node))
    return found


def _absolute(file: Path, node: ast.ImportFrom) -> str:
    parts = file.relative_to(ROOT).parts[: -node.level]
    return ".".join((*parts, node.module or ""))


def files(*folders: str) -> Iterator[Path]:
    for folder in folders:
        yield from (ROOT / folder).rglob("*.py")


def offenders(folder: str, forbidden: tuple[str, ...]) -> list[str]:
    return [
        f"{file.relative_to(ROOT)}: {name}"
        for file in files(folder)
        for name in sorted(imports(file))
        if name.startswith(tuple(f"{f}." for f in forbidden)) or name in forbidden
    ]


def test_the_rule_engine_needs_the_standard_library_only():
    allowed = sys.stdlib_module_names | {"actions"}
    found = [
        f"{file.relative_to(ROOT)}: {name}"
        for file in files("actions/eligibility")
        for name in imports(file)
        if name.split(".")[0] not in allowed
        or (name.startswith("actions.") and not name.startswith("actions.eligibility"))
    ]
    assert found == []


def test_knowledge_knows_nothing_of_conversations():
    assert offenders("knowledge", ("bot", "actions", "eval", "rasa", "rasa_sdk")) == []


def test_the_gateway_never_imports_rasa_nor_its_neighbours():
    assert offenders("bot/gateway", ("rasa", "rasa_sdk", "knowledge", "eval")) == []
    of_actions = offenders("bot/gateway", ("actions",))
    # All are pure, and what opens files runs in a process of its own (tests/materials/test_content.py proves it).
    allowed = (
        "actions.eligibility",
        "actions.materials",
        "actions.portal.guide",
        "actions.understanding.several",
    )
    assert [line for line in of_actions if not line.split(": ")[1].startswith(allowed)] == []


def test_material_is_judged_without_its_neighbours():
    found = offenders("actions/materials", ("actions",))
    assert [line for line in found if not line.split(": ")[1].startswith("actions.materials")] == []


def test_what_all_processes_share_needs_the_standard_library_only():
    allowed = ("telemetry", "opentelemetry", *sys.stdlib_module_names)
    found = {name.split(".")[0] for file in files("telemetry") for name in imports(file)}
    assert found <= set(allowed)


def test_the_actions_talk_to_knowledge_over_http_only():
    assert offenders("actions", ("bot", "knowledge", "eval")) == []


# Libraries of weight and the places that may know them.
WEIGHTY = {
    "faiss": "knowledge/retrieve",
    "bm25s": "knowledge/retrieve",
    "onnxruntime": "knowledge/retrieve",
    "pypdf": "knowledge/ingest",
    "openpyxl": "bot/gateway/console/editorial",
    "docx": ("knowledge/ingest", "bot/gateway/materials"),
    "pypdfium2": "actions/materials",
    "olefile": "actions/materials",
    "rarfile": "actions/materials",
    "bs4": "knowledge/ingest",
    "sqlalchemy": ("bot/gateway", "bot/dialogue_store.py", "bot/settings.py"),
    "limits": "bot/gateway",
    "redis": "bot/gateway",
    "authlib": "bot/gateway/console/oidc.py",
    "httpx2": "bot/gateway/console/oidc.py",
    "prometheus_client": "bot/gateway",
    "opentelemetry": "telemetry/spans.py",
}


@pytest.mark.parametrize("library, home", WEIGHTY.items())
def test_a_weighty_library_is_imported_in_its_part_only(library, home):
    users = {
        str(file.relative_to(ROOT))
        for file in files("bot", "actions", "knowledge", "telemetry")
        if any(name.split(".")[0] == library for name in imports(file))
    }
    assert all(user.startswith(home) for user in users), users


def test_the_environment_is_read_in_settings_only():
    readers = {
        str(file.relative_to(ROOT))
        for file in files("bot", "actions", "knowledge", "telemetry")
        if file.name != "settings.py"
        and any(word in file.read_text(encoding="utf-8") for word in ("os.environ", "os.getenv"))
    }
    assert readers == set()
