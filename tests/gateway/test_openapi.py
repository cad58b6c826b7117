"""The OpenAPI description agrees with the contract, and the gateway with its description."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import schemathesis
import uvicorn
from hypothesis import HealthCheck, settings
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

from bot.gateway import migrations
from bot.gateway.app import create_app
from bot.gateway.store import database_url
from tests.gateway.conftest import Neighbours, settings_for


@pytest.fixture(scope="module")
def base_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The gateway on a port of its own, over fake neighbours."""
    chosen = settings_for(tmp_path_factory.mktemp("gateway"))
    migrations.upgrade(database_url("", chosen.data_dir))
    app = create_app(chosen, Neighbours().transports())
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_config=None, access_log=False))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join()


# Described without a running gateway: schemathesis' own lazy loading does not know this pytest.
OPENAPI = create_app(settings_for(Path("unused"))).openapi()
schema = schemathesis.openapi.from_dict(OPENAPI)


@schema.parametrize()
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_the_gateway_keeps_to_its_description(case, base_url):
    # A schema cannot say that a date lies before another, that two facts contradict each other, or that there are as
    # many kinds as files; and of a request that is too large, 413 is said first.
    judged = (
        [positive_data_acceptance] if case.path.endswith(("/eligibility", "/materials", "/check")) else []
    )
    if case.path.endswith("/check"):
        judged.append(negative_data_rejection)
    case.call_and_validate(base_url=base_url, excluded_checks=judged)


def test_the_routes_are_the_contracts():
    described = {
        f"{method.upper()} {path}": set(operation["responses"])
        for path, methods in OPENAPI["paths"].items()
        for method, operation in methods.items()
    }
    usual = {"200", "400", "404", "413", "415", "422", "429", "503"}
    assert described["POST /api/v1/chat"] == usual
    assert described["POST /api/v1/chat/stream"] == usual
    assert described["POST /api/v1/feedback"] == usual - {"200"} | {"204"}
    assert described["GET /api/v1/search"] == usual - {"413", "415"}
    assert described["GET /api/v1/passages/{passage_id}"] == usual - {"413", "415"}
    assert described["POST /api/v1/eligibility"] == usual
    assert described["GET /api/v1/materials"] == usual - {"404", "413", "415", "503"}
    assert described["POST /api/v1/materials/check"] == usual - {"404"}
    assert {
        "GET /",
        "GET /widget.js",
        "GET /guide/{edition}",
        "GET /healthz",
        "GET /readyz",
        "GET /metrics",
    } <= set(described)


def test_messages_are_the_contracts():
    schemas = OPENAPI["components"]["schemas"]
    assert set(schemas["Message"]["properties"]) == {"text", "citations", "buttons", "card", "kind"}
    assert set(schemas["Citation"]["properties"]) == {"passage_id", "edition", "path", "quote", "url"}
    kinds = ["answer", "no_answer", "question", "report", "step", "smalltalk", "handoff", "error"]
    assert schemas["Message"]["properties"]["kind"]["enum"] == kinds
    assert "HTTPValidationError" not in schemas
