"""Run inside a network namespace without any network: start the product, ask, print the reply as JSON."""

import json
import subprocess
import sys
from pathlib import Path

import httpx

from eval.product import running_product

if __name__ == "__main__":
    data_dir, body = Path(sys.argv[1]), json.loads(sys.argv[2])
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    links = json.loads(subprocess.run(["ip", "-j", "link"], check=True, capture_output=True).stdout)
    with running_product(data_dir) as product:
        page = httpx.get(f"{product.url}/", trust_env=False)
        reply = httpx.post(f"{product.url}/api/v1/chat", json=body, timeout=20, trust_env=False)
    print(
        json.dumps(
            {"links": [link["ifname"] for link in links], "page": page.status_code, "reply": reply.json()}
        )
    )
