"""`python -m bot.gateway`: take the port, bring the database up to date, then serve."""

from __future__ import annotations

import contextlib
import socket
import sys

import uvicorn
from pydantic import ValidationError

from bot.gateway import migrations
from bot.gateway.app import create_app
from bot.gateway.errors import PartUnavailable
from bot.gateway.settings import Settings, mistakes
from bot.gateway.store import database_url
from telemetry import logs, spans

# Somewhat more than a turn may take: on stopping, those under way are finished.
SHUTDOWN_SECONDS = 12
# Longer than a proxy lets a connection rest, or the message that comes next meets a connection that is just being closed.
KEEP_ALIVE_SECONDS = 75


def main() -> int:
    try:
        settings = Settings()
        url = database_url(settings.database_url, settings.data_dir)
    except ValidationError as error:
        print(*mistakes(error), sep="\n", file=sys.stderr)
        return 2
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    logs.configure("gateway", settings.log_level)
    spans.configure("gateway", settings.otlp_endpoint)
    try:
        listening = _listen(settings)
    except OSError as error:
        print(
            f"不能使用 {settings.host}:{settings.port}（{error.strerror}）。"
            "请停止占用它的程序，或用 MQA_HOST、MQA_PORT 换一个地址或端口。",
            file=sys.stderr,
        )
        return 1
    try:
        migrations.upgrade(url)
    except PartUnavailable as error:
        print(
            f"数据库不能使用（{error.__cause__}）。请检查 MQA_DATABASE_URL 和 MQA_DATA_DIR。", file=sys.stderr
        )
        return 1
    _serve(settings, listening)
    return 0


def _listen(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    return socket.create_server((settings.host, settings.port), family=family)


def _serve(settings: Settings, listening: socket.socket) -> None:
    config = uvicorn.Config(
        create_app(settings),
        log_config=None,
        access_log=False,
        proxy_headers=False,  # the app looks at them itself, for trusted proxies only
        server_header=False,
        timeout_graceful_shutdown=SHUTDOWN_SECONDS,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
    )
    with contextlib.suppress(KeyboardInterrupt):
        uvicorn.Server(config).run(sockets=[listening])


if __name__ == "__main__":
    sys.exit(main())
