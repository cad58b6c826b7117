"""`python -m bot.gateway`: bring the database up to date, then serve."""

from __future__ import annotations

import sys

import uvicorn
from pydantic import SecretStr, ValidationError

from bot.gateway import logs, migrations
from bot.gateway.app import create_app
from bot.gateway.settings import Settings
from bot.gateway.store import database_url


def main() -> int:
    try:
        settings = Settings()
        url = database_url(settings.database_url, settings.data_dir)
    except ValidationError as error:
        for mistake in error.errors():
            field = str(mistake["loc"][0])
            given = "…" if Settings.model_fields[field].annotation is SecretStr else repr(mistake["input"])
            print(f"MQA_{field.upper()}={given}：{mistake['msg']}", file=sys.stderr)
        return 2
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    logs.configure(settings.log_level)
    migrations.upgrade(url)
    uvicorn.run(
        create_app(settings),
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
        proxy_headers=False,  # the app looks at them itself, for trusted proxies only
        server_header=False,
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
