"""A product in a network namespace without any network, asked one question."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from eval.product import ROOT

NAMESPACE = ("unshare", "--user", "--map-root-user", "--net")


def namespaces_permitted() -> bool:
    if not all(shutil.which(tool) for tool in ("unshare", "ip")):
        return False
    return subprocess.run([*NAMESPACE, "true"], capture_output=True, check=False).returncode == 0


def asked(data_dir: Path, **body: str) -> dict[str, Any]:
    done = subprocess.run(
        [*NAMESPACE, sys.executable, "-m", "tests.product.ask_offline", str(data_dir), json.dumps(body)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout.splitlines()[-1])
    assert seen["links"] == ["lo"]
    return seen
