"""The deployment files: whole, and saying what the processes understand."""

from __future__ import annotations

import ast
import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
SCALE = {name: service for name, service in SERVICES.items() if "scale" in service["profiles"]}
OURS = {name: service for name, service in SCALE.items() if "build" in service}
LONG_RUNNING = ("gateways", "rasas", "actionses", "knowledges")
MANIFESTS = list(yaml.safe_load_all((ROOT / "deploy/kubernetes.yml").read_text(encoding="utf-8")))
KNOWN = (ROOT / ".env.example").read_text(encoding="utf-8")


def compose_plugin() -> bool:
    docker = shutil.which("docker")
    return (
        bool(docker) and subprocess.run((docker, "compose", "version"), capture_output=True).returncode == 0
    )


@pytest.mark.skipif(
    not compose_plugin(), reason="docker compose itself is not here to read docker-compose.yml"
)
@pytest.mark.parametrize("profile", ["embedded", "scale"])
def test_docker_compose_understands_it(profile):
    command = ("docker", "compose", "--profile", profile, "config", "--format", "json")
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert all(profile in SERVICES[name]["profiles"] for name in json.loads(done.stdout)["services"])


def test_the_profiles_are_apart():
    assert {name for name, service in SERVICES.items() if service["profiles"] == ["embedded"]} == {
        "gateway", "rasa", "actions", "knowledge",
    }  # fmt: skip
    assert set(LONG_RUNNING) | {"proxy", "postgres", "redis", "migrations", "index"} == set(SCALE)


@pytest.mark.parametrize("name", SERVICES)
def test_what_it_waits_for_exists_in_its_profile(name):
    for other, how in SERVICES[name].get("depends_on", {}).items():
        assert set(SERVICES[name]["profiles"]) <= set(SERVICES[other]["profiles"])
        once = other in ("migrations", "index")
        assert how == {"condition": "service_completed_successfully" if once else "service_healthy"}


@pytest.mark.parametrize("name", SCALE)
def test_everything_of_the_scale_profile_is_bounded_and_watched(name):
    service = SCALE[name]
    assert set(service["deploy"]["resources"]["limits"]) == {"cpus", "memory"}
    watched = "healthcheck" in service or "HEALTHCHECK" in dockerfile(service)
    assert watched


def dockerfile(service: dict[str, Any]) -> str:
    return (ROOT / service["build"]["dockerfile"]).read_text(encoding="utf-8") if "build" in service else ""


def test_only_the_door_is_public():
    assert {name for name, service in SERVICES.items() if "ports" in service} == {"gateway", "proxy"}
    assert COMPOSE["networks"]["back"] == {"internal": True}
    assert all(SCALE[name]["networks"] == ["back"] for name in ("postgres", "redis", "rasas", "knowledges"))
    assert "/metrics /readyz" in (ROOT / "deploy/Caddyfile").read_text(encoding="utf-8")


def test_the_proxys_word_on_addresses_counts_and_only_its():
    (network,) = COMPOSE["networks"]["front"]["ipam"]["config"]
    assert SCALE["gateways"]["environment"]["MQA_TRUSTED_PROXIES"] == network["subnet"]
    assert [name for name, service in SCALE.items() if "front" in service.get("networks", [])] == [
        "proxy",
        "gateways",
    ]


@pytest.mark.parametrize("name", LONG_RUNNING)
def test_there_are_several_on_shared_stores(name):
    service = SCALE[name]
    assert service["deploy"]["replicas"] >= 2
    assert service["environment"]["MQA_DATABASE_URL"].startswith("postgresql://")
    assert service["environment"]["MQA_REDIS_URL"].startswith("redis://")


@pytest.mark.parametrize("name", OURS)
def test_its_settings_are_known_ones(name):
    assert all(f"{key}=" in KNOWN for key in OURS[name]["environment"])


def test_no_password_is_written_down():
    passwords = [
        line for line in (ROOT / "docker-compose.yml").read_text().splitlines() if "PASSWORD" in line
    ]
    assert passwords and all("${MQA_POSTGRES_PASSWORD:-}" in line for line in passwords)


def pods() -> dict[str, dict[str, Any]]:
    return {
        manifest["metadata"]["name"]: manifest["spec"]["template"]["spec"]["containers"][0]
        | {"replicas": manifest["spec"].get("replicas")}
        for manifest in MANIFESTS
        if manifest["kind"] in ("Deployment", "Job")
    }


def test_kubernetes_runs_what_compose_proves():
    assert set(pods()) == set(OURS)


@pytest.mark.parametrize("name", OURS)
def test_by_the_same_command_and_settings(name):
    pod, service = pods()[name], OURS[name]
    assert pod.get("command") == service.get("command")
    config = next(manifest["data"] for manifest in MANIFESTS if manifest["kind"] == "ConfigMap")
    told = config | {each["name"]: each["value"] for each in pod.get("env", [])}
    ours = {
        key: re.sub(r"\$\{\w+:-(\w*)\}", r"\1", str(value)) for key, value in service["environment"].items()
    }
    secret = {"MQA_DATABASE_URL", "MQA_REDIS_URL"}
    different = {key for key in ours if key not in secret and told.get(key) != ours[key]}
    assert different <= {"MQA_TRUSTED_PROXIES"}
    assert pod["replicas"] == service["deploy"].get("replicas")
    assert set(pod["resources"]["limits"]) == {"cpu", "memory"}


@pytest.mark.parametrize("name", LONG_RUNNING)
def test_kubernetes_sends_nobody_to_what_is_not_ready(name):
    pod = pods()[name]
    port = pod["ports"][0]["containerPort"]
    assert pod["readinessProbe"]["httpGet"]["port"] == port
    services = {m["metadata"]["name"]: m["spec"] for m in MANIFESTS if m["kind"] == "Service"}
    assert services[name] == {"selector": {"app": name}, "ports": [{"port": port}]}


ENTRIES = {
    "bot/gateway/Dockerfile": "bot/gateway/__main__.py",
    "bot/Dockerfile": "bot/serve.py",
    "actions/Dockerfile": "actions/__main__.py",
    "knowledge/Dockerfile": "knowledge/__main__.py",
}


def needed(entry: str) -> set[str]:
    """The entry's file and every file of ours that it imports, or that those import."""
    found, waiting = set(), [entry]
    while waiting:
        if (file := waiting.pop()) in found:
            continue
        found.add(file)
        for node in ast.walk(ast.parse((ROOT / file).read_text(encoding="utf-8"))):
            names = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.module:
                names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
            for path in (name.replace(".", "/") for name in names):
                waiting += [f for f in (f"{path}.py", f"{path}/__init__.py") if (ROOT / f).is_file()]
    return found


@pytest.mark.parametrize("image, entry", ENTRIES.items())
def test_an_image_holds_what_its_process_imports(image, entry):
    text = (ROOT / image).read_text(encoding="utf-8")
    copied = tuple(re.findall(r"^COPY (?!--)(\S+) ", text, re.MULTILINE))
    assert {file for file in needed(entry) if not file.startswith(copied)} == set()
