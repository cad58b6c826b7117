import json
import shutil
import subprocess
import sys

import pytest

from eval.product import ROOT, own_data_dir

NAMESPACE = ("unshare", "--user", "--map-root-user", "--net")


def namespaces_permitted() -> bool:
    if not all(shutil.which(tool) for tool in ("unshare", "ip")):
        return False
    return subprocess.run([*NAMESPACE, "true"], capture_output=True, check=False).returncode == 0


@pytest.mark.skipif(
    not namespaces_permitted(), reason="NOT PROVED HERE that the product runs offline: no network namespaces"
)
def test_the_product_starts_and_answers_without_a_network(tmp_path):
    data_dir = own_data_dir(tmp_path / "var")
    done = subprocess.run(
        [*NAMESPACE, sys.executable, "-m", "tests.product.ask_offline", str(data_dir)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout.splitlines()[-1])
    assert seen["links"] == ["lo"]
    assert seen["page"] == 200
    assert [m["kind"] for m in seen["reply"]["messages"]] == ["answer"]
