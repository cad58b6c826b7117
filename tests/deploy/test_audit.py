"""The audit of the lock files, with stored advisories in OSV's own format and without any."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from deploy.audit import locks
from deploy.audit.__main__ import FINDINGS, NO_DATA, NO_FINDING, main
from deploy.audit.advisories import Advisories, NoAdvisories

ROOT = Path(__file__).resolve().parents[2]
LOCKS = [ROOT / "requirements.lock", ROOT / "bot/requirements.lock", ROOT / "tests/requirements.lock"]
# As OSV has it, shortened.
JINJA = {
    "schema_version": "1.6.0",
    "id": "GHSA-462w-v97r-4m45",
    "modified": "2024-09-24T21:03:33.475432Z",
    "published": "2019-04-10T14:30:24Z",
    "aliases": ["CVE-2019-10906", "PYSEC-2019-217"],
    "summary": "Jinja2 sandbox escape via string formatting",
    "affected": [
        {
            "package": {"name": "jinja2", "ecosystem": "PyPI", "purl": "pkg:pypi/jinja2"},
            "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "2.10.1"}]}],
            "versions": ["2.0", "2.0rc1", "2.10", "2.9.6"],
        }
    ],
}


@pytest.fixture
def stored(tmp_path: Path):
    def make(*advisories: dict) -> Path:
        file = tmp_path / "all.zip"
        with zipfile.ZipFile(file, "w") as written:
            for advisory in advisories:
                written.writestr(f"{advisory['id']}.json", json.dumps(advisory))
        return file

    return make


@pytest.fixture
def lock(tmp_path: Path):
    def make(*lines: str) -> Path:
        file = tmp_path / "requirements.lock"
        file.write_text("".join(f"{line} \\\n    --hash=sha256:{'0' * 64}\n" for line in lines))
        return file

    return make


def test_a_known_vulnerability_is_named_whatever_platform_it_is_locked_for(stored, lock, capsys):
    locked = lock("Jinja2==2.10 ; python_full_version < '3.0' and sys_platform == 'win32'", "six==1.17.0")
    assert main([str(locked), "--advisories", str(stored(JINJA))]) == FINDINGS
    said = capsys.readouterr()
    assert "PYSEC-2019-217" in said.out and "2.10.1" in said.out
    assert "1 stored advisories, the newest of 2024-09-24" in said.out
    assert "is not in them" in said.err  # they are old


def test_nothing_known_is_said_with_the_age_of_what_is_known(stored, lock, capsys):
    assert main([str(lock("jinja2==3.1.6")), "--advisories", str(stored(JINJA))]) == NO_FINDING
    assert "days old" in capsys.readouterr().out


def test_without_a_service_it_does_not_pass(lock, capsys):
    assert main([str(lock("jinja2==2.10"))], online="http://127.0.0.1:9/v1/query") == NO_DATA
    assert "NOT AUDITED" in capsys.readouterr().err


@pytest.mark.parametrize("content", [None, b"no zip"])
def test_a_file_without_advisories_does_not_pass(stored, lock, tmp_path, capsys, content):
    elsewhere = {**JINJA, "affected": [{"package": {"name": "jinja2", "ecosystem": "npm"}}]}
    file = stored(elsewhere)
    if content:
        file.write_bytes(content)
    assert main([str(lock("jinja2==2.10")), "--advisories", str(file)]) == NO_DATA
    assert "NOT AUDITED" in capsys.readouterr().err
    with pytest.raises(NoAdvisories):
        Advisories.read(tmp_path / "nowhere.zip")


@pytest.mark.parametrize(
    "events, affected, safe",
    [
        ([{"introduced": "0"}], ["0.1", "9"], []),
        ([{"introduced": "1.2"}, {"fixed": "1.10"}], ["1.2", "1.9"], ["1.1", "1.10", "2"]),
        ([{"fixed": "2"}, {"introduced": "0"}, {"introduced": "3"}, {"last_affected": "3.1"}],
         ["1", "3", "3.1"], ["2", "2.9", "3.2"]),
    ],
)  # fmt: skip
def test_ranges_are_read_as_the_schema_says(stored, events, affected, safe):
    package = {**JINJA["affected"][0], "versions": [], "ranges": [{"type": "ECOSYSTEM", "events": events}]}
    known = Advisories.read(stored({**JINJA, "affected": [package]}))
    assert [version for version in affected + safe if known.on("Jinja2", version)] == affected


def test_a_withdrawn_advisory_counts_no_more(stored):
    known = Advisories.read(stored({**JINJA, "withdrawn": "2025-01-01T00:00:00Z"}))
    assert known.on("jinja2", "2.10") == []


def test_all_that_is_locked_is_audited(tmp_path):
    found = locks.pinned(LOCKS)
    assert found["rasa"] == ["3.6.21"] and found["torch"] == ["2.13.0"] and found["pytest"]
    assert len(found["httpx"]) == 1 < len(found["pydantic"])  # the two environments differ
    written = [set(file.read_text().splitlines()) for file in locks.files(found, tmp_path)]
    assert {f"pydantic=={version}" for version in found["pydantic"]} <= set.union(*written)


def test_a_file_that_names_nothing_is_no_lock(lock):
    with pytest.raises(ValueError, match="names no version"):
        locks.pinned([lock()])
