"""python -m bot.gateway.wechat menu push|show|delete, doctor"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from httpx import AsyncBaseTransport
from pydantic import ValidationError

from bot.gateway.settings import Settings, mistakes
from bot.gateway.wechat import doctor
from bot.gateway.wechat.api import Api, ApiError, Refused, Token
from bot.gateway.wechat.customer_service import stable_token
from bot.gateway.wechat.menu import FILE, read_menu

NO_MENU = 46003


def main(arguments: Sequence[str] | None = None, transport: AsyncBaseTransport | None = None) -> int:
    """`transport` replaces the network in tests."""
    options = _parser().parse_args(arguments)
    try:
        settings = Settings()
        return asyncio.run(_run(options, settings, transport))
    except ValidationError as error:
        said = mistakes(error)
    except ValueError as error:
        said = [str(error)]
    except ApiError as error:
        said = [doctor.advice(error)]
    print("\n".join(f"✗ {line}" for line in said), file=sys.stderr)
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bot.gateway.wechat", description="公众号的菜单和设置。")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("doctor", help="检查设置，说明缺什么、错在哪里")
    menu = commands.add_parser("menu", help="发布、查看或删除公众号的菜单")
    menu.add_argument("action", choices=("push", "show", "delete"))
    menu.add_argument("--file", type=Path, default=FILE, help="菜单的 YAML 文件")
    return parser


async def _run(options: argparse.Namespace, settings: Settings, transport: AsyncBaseTransport | None) -> int:
    api = Api(settings.wechat_api_base, transport)
    fetch = stable_token(api, settings.wechat_app_id, settings.wechat_app_secret.get_secret_value())
    try:
        if options.command == "doctor":
            findings = [*doctor.settings_findings(settings), await doctor.api_finding(settings, fetch)]
            print(*findings, sep="\n")
            return int(any(finding.level == "wrong" for finding in findings))
        # Checked before anything is sent.
        body = read_menu(options.file).as_wechat(settings.public_url) if options.action == "push" else None
        if not settings.wechat_app_id or not settings.wechat_app_secret:
            raise ValueError("请先设置 MQA_WECHAT_APP_ID 和 MQA_WECHAT_APP_SECRET。")

        async def token(refused: str | None) -> str:
            return (await fetch(refused is not None))[0]

        if body:
            await api.call_with(token, "/cgi-bin/menu/create", body)
            print("✓ 菜单已发布。已经关注的人最多 24 小时内看到；重新关注可以马上看到。")
        elif options.action == "delete":
            await api.call_with(token, "/cgi-bin/menu/delete")
            print("✓ 菜单已删除。")
        else:
            print(await _shown(api, token))
        return 0
    finally:
        await api.close()


async def _shown(api: Api, token: Token) -> str:
    try:
        menu = await api.call_with(token, "/cgi-bin/menu/get")
    except Refused as refused:
        if refused.code != NO_MENU:
            raise
        return "– 现在没有菜单。"
    return json.dumps(menu, ensure_ascii=False, indent=2)


if __name__ == "__main__":
    sys.exit(main())
