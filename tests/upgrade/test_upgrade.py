"""Today's code on a data directory of an earlier state: nothing that was said is lost, and conversations go on."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from bot.gateway import migrations
from bot.gateway.errors import PartUnavailable
from bot.gateway.store import database_url
from bot.launch.processes import preparations
from eval.product import own_data_dir, running_product
from tests.upgrade.smaller import smaller_project

FIXTURE = Path(__file__).with_name("fixture")
TOKEN = "rwgmjQBE0jjuoGMJCHsse5eTbA6kYIou"
RELEASE = "20261126T233300.136979Z"
SAID = ["金奖奖金多少？", "我们公司能报吗", "企业"]
# What was said then is old by now, and nothing is to be deleted for its age here.
LONG = {"MQA_SESSION_IDLE_HOURS": "1000000", "MQA_KEEP_TRANSCRIPTS_DAYS": "36500"}


def earlier_database(file: Path) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(file)) as made:
        made.executescript((FIXTURE / f"{file.stem}.sql").read_text("utf-8"))
    return file


def rows(file: Path, query: str) -> list[tuple]:
    with closing(sqlite3.connect(file)) as database:
        return database.execute(query).fetchall()


def everything(file: Path, columns: dict[str, list[str]]) -> dict[str, list[tuple]]:
    return {
        table: sorted(rows(file, f'SELECT {", ".join(names)} FROM "{table}"'), key=repr)
        for table, names in columns.items()
    }


def columns(file: Path) -> dict[str, list[str]]:
    """By table."""
    tables = [name for (name,) in rows(file, "SELECT name FROM sqlite_master WHERE type = 'table'")]
    return {table: [each[1] for each in rows(file, f'PRAGMA table_info("{table}")')] for table in tables}


def test_every_row_is_kept(tmp_path):
    file = earlier_database(tmp_path / "db.sqlite3")
    known = columns(file)
    assert known.pop("alembic_version")
    before = everything(file, known)
    assert before["turns"] and before["feedback"] and before["staff"]
    migrations.upgrade(database_url("", tmp_path))
    assert everything(file, known) == before
    assert "forgotten_dialogues" in columns(file)


def test_an_upgrade_that_fails_half_way_changes_nothing(tmp_path):
    file = earlier_database(tmp_path / "db.sqlite3")
    with closing(sqlite3.connect(file)) as database, database:
        database.execute("CREATE TABLE switched_off (in_the_way)")  # which revision 0006 wants to make
    known = columns(file)
    before = everything(file, known)
    with pytest.raises(PartUnavailable):
        migrations.upgrade(database_url("", tmp_path))
    assert columns(file) == known  # nothing of revision 0005 either
    assert everything(file, known) == before

    with closing(sqlite3.connect(file)) as database, database:
        database.execute("DROP TABLE switched_off")
    migrations.upgrade(database_url("", tmp_path))
    assert "forgotten_dialogues" in columns(file)


def test_a_database_of_a_newer_version_is_refused_as_it_is(tmp_path):
    file = earlier_database(tmp_path / "db.sqlite3")
    with closing(sqlite3.connect(file)) as database, database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    known = columns(file)
    before = everything(file, known)
    with pytest.raises(PartUnavailable) as refused:
        migrations.upgrade(database_url("", tmp_path))
    assert "9999" in str(refused.value.__cause__)
    assert everything(file, known) == before


@pytest.fixture(scope="module")
def earlier(tmp_path_factory) -> Path:
    """The fixture with the models as they are now; the index is the earlier one."""
    data_dir = own_data_dir(tmp_path_factory.mktemp("upgrade") / "var")
    for name in ("model", "index"):
        prepared = (data_dir / name).resolve()
        (data_dir / name).unlink()
        if name == "model":  # a folder of its own, as the build writes into it
            (data_dir / name).mkdir()
            for each in prepared.iterdir():
                (data_dir / name / each.name).symlink_to(each)
    shutil.copytree(FIXTURE / "index", data_dir / "index/releases" / RELEASE)
    (data_dir / "index/current").symlink_to(f"releases/{RELEASE}")
    shutil.copytree(FIXTURE / "edits", data_dir / "edits")
    earlier_database(data_dir / "db.sqlite3")
    earlier_database(data_dir / "rasa/dialogues.sqlite3")
    return data_dir


def test_todays_product_goes_on_where_the_earlier_one_stopped(earlier, tmp_path):
    project = smaller_project(tmp_path / "project")
    # The start would do it too, but within the time that a start may take; a slow machine may take longer to make an index.
    for step in preparations():
        subprocess.run(step.command, cwd=project, env=os.environ | {"MQA_DATA_DIR": str(earlier)}, check=True)
    with (
        running_product(earlier, root=project, **LONG) as product,
        httpx.Client(base_url=product.url, timeout=30, trust_env=False) as client,
    ):
        kept = client.post("/api/v1/session/export", json={"session_id": TOKEN}).json()
        assert [turn["text"] for turn in kept["turns"]] == SAID
        assert kept["turns"][0]["feedback"]["comment"] == "很清楚"
        # The second question of the check is still open, and what was answered to the first is still known.
        went_on = client.post("/api/v1/chat", json={"message": "2015年3月", "session_id": TOKEN}).json()
        assert went_on["session_id"] == TOKEN
        assert went_on["messages"][-1]["card"]["progress"]["asked"] == 3
        # What the desk had written is part of the index that was made now.
        desk = client.post("/api/v1/chat", json={"message": "热线问过的：得了奖会不会发证书"}).json()
        assert "会。获奖组织（项目）都会得到证书和称号。" in desk["messages"][0]["text"]
        login = {"name": "lihua", "password": "earlier-release-7"}
        assert client.post("/staff/login", data=login).status_code == 303
    release = (earlier / "index/current").resolve().name
    assert release > RELEASE
    asked = rows(
        earlier / "db.sqlite3", "SELECT text, release FROM turns WHERE release IS NOT NULL ORDER BY at"
    )
    assert asked[0] == ("金奖奖金多少？", RELEASE) and asked[-1][1] == release
