"""Without a network: what was saved from a running product, restored into an empty folder, goes on where the other was."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from eval.product import ROOT
from tests.product.offline import asked, namespaces_permitted


def backup(what: str, file: Path, data_dir: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "bot.backup", what, str(file)],
        cwd=ROOT,
        env=os.environ | {"MQA_DATA_DIR": str(data_dir), "MQA_DATABASE_URL": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.skipif(
    not namespaces_permitted(), reason="NOT PROVED HERE that the product runs offline: no network namespaces"
)
def test_what_is_restored_goes_on_with_a_conversation(product, client, tmp_path):
    begun = client.post("/api/v1/chat", json={"message": "金奖奖金多少？"}).json()
    assert "MB" in backup("save", tmp_path / "saved.tar.gz", product.data_dir)
    # What "银奖呢" asks for is known from the turn before only.
    following = {"message": "那银奖呢", "session_id": begun["session_id"]}
    lasting = client.post("/api/v1/chat", json=following).json()
    assert [m["kind"] for m in lasting["messages"]] == ["answer"] and lasting["messages"][0]["citations"]

    backup("restore", tmp_path / "saved.tar.gz", tmp_path / "empty")
    seen = asked(tmp_path / "empty", **following)
    assert seen["page"] == 200
    restored = seen["reply"]
    assert restored["messages"] == lasting["messages"]  # words, citations and the release that they are from
    assert restored["session_id"] == lasting["session_id"]
    said = (tmp_path / "empty/launcher.log").read_text()
    assert "没有变化" in said and "制作" not in said and "training" not in said
