"""`python -m bot.gateway.migrations`: bring the database up to date, once, before several gateways start."""

from __future__ import annotations

import sys

from pydantic import ValidationError

from bot.gateway import migrations
from bot.gateway.errors import PartUnavailable
from bot.gateway.settings import Settings, mistakes
from bot.gateway.store import database_url


def main() -> int:
    try:
        settings = Settings()
        migrations.upgrade(database_url(settings.database_url, settings.data_dir))
    except ValidationError as error:
        print(*mistakes(error), sep="\n", file=sys.stderr)
        return 2
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    except PartUnavailable as error:
        print(
            f"数据库不能使用（{error.__cause__}）。请检查 MQA_DATABASE_URL 和 MQA_DATA_DIR。", file=sys.stderr
        )
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
