"""Several of each process over one PostgreSQL and one Redis, on free ports of this machine."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.launch.processes import MAIN_PYTHON, RASA_PYTHON
from eval.faults.redis_server import RedisServer
from eval.product import ROOT, free_ports, own_data_dir, own_index
from telemetry import trace
from tests.gateway import postgres

START_LIMIT_S = 180
# Eight processes load and answer on the cores of one machine: being slow is not what these tests look at, and an apology for it
# would hide one for something else. The usual limits (3 and 10 s) are tested in tests/product and tests/gateway.
FAIR_LIMITS = {"MQA_KNOWLEDGE_TIMEOUT_SECONDS": "20", "MQA_TURN_TIMEOUT_SECONDS": "30"}
PASSED_ON = ("content-type", "retry-after", "traceparent", "x-release")
# One for all: making a client takes a second on a busy machine.
HTTP = httpx.Client(trust_env=False, timeout=40, limits=httpx.Limits(max_keepalive_connections=0))


def missing() -> str | None:
    if postgres.binaries() is None:
        return "PostgreSQL"
    return None if RedisServer.installed() else "redis-server"


@dataclass
class Part:
    """One process, and what it wrote."""

    name: str
    command: tuple[str, ...]
    settings: dict[str, str]
    health: str
    log: Path
    process: subprocess.Popen | None = None

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command, cwd=ROOT, env=os.environ | self.settings, stdout=log, stderr=log
            )

    def ready(self) -> bool:
        try:
            return HTTP.get(self.health, timeout=2).is_success
        except httpx.HTTPError:
            return False

    def signal(self, number: signal.Signals) -> None:
        self.process.send_signal(number)

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGCONT)
            self.process.terminate()
            try:
                self.process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()


@dataclass(frozen=True)
class PassedOn:
    """A request that a balancer handed on: of which turn, which release of the index it asked for and was answered from."""

    turn: str
    wanted: str | None
    given: str | None
    status: int


class AnyOf:
    """Hands each request to one of several servers, by chance, as a load balancer without sticky sessions does."""

    def __init__(self, urls: list[str], seed: int) -> None:
        self.chosen: list[str] = []
        self.passed_on: list[PassedOn] = []
        # Questions whether it is ready come by the clock; a chance of their own leaves that of the turns the same in every run.
        self._urls, self._chance, self._chance_of_probes = urls, random.Random(seed), random.Random(seed)
        routes = [Route("/{path:path}", self._pass_on, methods=["GET", "POST"])]
        self._server = uvicorn.Server(
            uvicorn.Config(
                Starlette(routes=routes, lifespan=self._running), port=0, log_config=None, access_log=False
            )
        )
        self._thread = threading.Thread(target=self._server.run, daemon=True)

    @asynccontextmanager
    async def _running(self, _app: Starlette) -> AsyncIterator[None]:
        async with httpx.AsyncClient(trust_env=False, timeout=30) as self._http:
            yield

    async def _pass_on(self, request: Request) -> Response:
        probe = request.method == "GET" and not request.url.query
        url = (self._chance_of_probes if probe else self._chance).choice(self._urls)
        if not probe:
            self.chosen.append(url)
        headers = {name: request.headers[name] for name in PASSED_ON if name in request.headers}
        try:
            got = await self._http.request(
                request.method,
                f"{url}{request.url.path}?{request.url.query}",
                content=await request.body(),
                headers=headers,
            )
        except httpx.HTTPError:
            return Response(status_code=502)
        turn = trace.read(headers.get(trace.HEADER)).trace_id
        given = got.headers.get("x-release")
        self.passed_on.append(PassedOn(turn, headers.get("x-release"), given, got.status_code))
        back = {name: got.headers[name] for name in PASSED_ON if name in got.headers}
        return Response(got.content, got.status_code, back)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.servers[0].sockets[0].getsockname()[1]}"

    def __enter__(self) -> AnyOf:
        self._thread.start()
        while not self._server.started:
            time.sleep(0.02)
        return self

    def __exit__(self, *_: object) -> None:
        self._server.should_exit = True
        self._thread.join(timeout=10)


@dataclass
class Cluster:
    gateways: list[str]
    rasas: AnyOf
    knowledges: AnyOf
    redis: RedisServer
    database: str
    data_dir: Path
    parts: dict[str, Part] = field(default_factory=dict)

    def logs(self) -> str:
        return "\n".join(f"{part.name}:\n{part.log.read_text()[-3000:]}" for part in self.parts.values())


def eventually(condition: Callable[[], object], limit_s: float = 60) -> None:
    deadline = time.monotonic() + limit_s
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError("waited in vain")
        time.sleep(0.1)


@contextmanager
def running(folder: Path, **settings: str) -> Iterator[Cluster]:
    """Two of each of the four processes, and someone before the inner ones who hands requests to either."""
    data_dir = own_data_dir(folder / "var")
    own_index(data_dir / "index")
    with ExitStack() as stack:
        database = stack.enter_context(postgres.cluster(postgres.binaries()))
        redis = RedisServer()
        stack.callback(redis.close)
        redis.start()
        ports = free_ports(8)
        urls = [f"http://127.0.0.1:{port}" for port in ports]
        rasas, actions, knowledges = (
            stack.enter_context(AnyOf(urls[at : at + 2], seed=8)) for at in (2, 4, 6)
        )
        common = {
            "MQA_DATA_DIR": str(data_dir),
            "MQA_DATABASE_URL": database,
            "MQA_REDIS_URL": redis.url,
            "MQA_RASA_URL": rasas.url,
            "MQA_ACTIONS_URL": actions.url,
            "MQA_KNOWLEDGE_URL": knowledges.url,
            "MQA_RATE_LIMIT_PER_MINUTE": "0",
            **FAIR_LIMITS,
            **settings,
        }
        cluster = Cluster(urls[:2], rasas, knowledges, redis, database, data_dir)

        def add(name: str, health: str, *command: str, **own: str) -> None:
            log = data_dir / f"{name}.log"
            cluster.parts[name] = Part(name, command, {**common, **own}, health, log)

        main, rasa = str(MAIN_PYTHON), str(RASA_PYTHON)
        for number in (0, 1):
            add(
                f"rasa-{number}",
                f"{urls[2 + number]}/",
                rasa,
                "-m",
                "bot.serve",
                MQA_RASA_URL=urls[2 + number],
            )
            add(
                f"gateway-{number}",
                f"{urls[number]}/healthz",
                main,
                "-m",
                "bot.gateway",
                MQA_PORT=str(ports[number]),
            )
            own = urls[4 + number]
            add(f"actions-{number}", f"{own}/health", rasa, "-m", "actions", MQA_ACTIONS_URL=own)
            own = urls[6 + number]
            add(
                f"knowledge-{number}",
                f"{own}/readyz",
                main,
                "-m",
                "knowledge",
                "serve",
                MQA_KNOWLEDGE_URL=own,
                MQA_KNOWLEDGE_POLL_SECONDS=str(0.5 + 2 * number),  # for a while they differ
            )
        for part in cluster.parts.values():
            part.start()
            stack.callback(part.stop)
        try:
            eventually(lambda: all(part.ready() for part in cluster.parts.values()), START_LIMIT_S)
        except AssertionError:
            raise AssertionError(
                json.dumps({n: p.ready() for n, p in cluster.parts.items()}) + cluster.logs()
            ) from None
        yield cluster
