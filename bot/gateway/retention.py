"""`python -m bot.gateway.retention`: deletes what is older than it may be kept. Run it daily; `--dry-run` only counts."""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Sequence
from datetime import timedelta

from pydantic import ValidationError

from bot.gateway import migrations
from bot.gateway.console.retention import Swept, sweep
from bot.gateway.errors import PartUnavailable
from bot.gateway.forgetting import Forgetting
from bot.gateway.internal_http import InternalHttp
from bot.gateway.rasa_client import RasaClient
from bot.gateway.settings import Settings, mistakes
from bot.gateway.store import Store, database_url


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bot.gateway.retention", description=__doc__)
    parser.add_argument("--dry-run", action="store_true", help="count what would be deleted, delete nothing")
    options = parser.parse_args(arguments)
    try:
        settings = Settings()
        url = database_url(settings.database_url, settings.data_dir)
        migrations.upgrade(url)
        swept, left = asyncio.run(_sweep(Store(url), settings, options.dry_run))
    except ValidationError as error:
        print(*mistakes(error), sep="\n", file=sys.stderr)
        return 2
    except (ValueError, PartUnavailable) as error:
        print(error.__cause__ or error, file=sys.stderr)
        return 1
    done = "会删除" if options.dry_run else "已删除"
    counts = f"对话 {swept.sessions}，微信用户 {swept.contacts}，来电 {swept.calls}，审计记录 {swept.audit}"
    print(f"{done}：{counts}")
    if left:
        print(f"对话引擎现在没有回应，它记住的 {left} 个对话由网关在它恢复后删除。")
    return 0


async def _sweep(store: Store, settings: Settings, dry_run: bool) -> tuple[Swept, int]:
    """What was deleted, and how many conversations the dialogue still remembers."""
    rasa = InternalHttp("rasa", settings.rasa_url, settings.turn_timeout_seconds)
    try:
        swept = await sweep(
            store,
            timedelta(days=settings.keep_transcripts_days),
            timedelta(days=settings.keep_audit_days),
            dry_run=dry_run,
        )
        return swept, 0 if dry_run else await Forgetting(store, RasaClient(rasa).forget).finish()
    finally:
        await rasa.close()
        await store.close()


if __name__ == "__main__":
    sys.exit(main())
