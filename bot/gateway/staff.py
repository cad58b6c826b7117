"""`python -m bot.gateway.staff`: accounts of the hotline desk. There is none until one is made here."""

from __future__ import annotations

import argparse
import asyncio
import getpass
import sys
from collections.abc import Sequence

from pydantic import ValidationError

from bot.gateway import migrations
from bot.gateway.clock import local
from bot.gateway.console import audit
from bot.gateway.console.accounts import AccountError, Accounts
from bot.gateway.console.roles import ROLES
from bot.gateway.errors import PartUnavailable
from bot.gateway.settings import Settings, mistakes
from bot.gateway.store import Store, database_url


def main(arguments: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    try:
        settings = Settings()
        url = database_url(settings.database_url, settings.data_dir)
        migrations.upgrade(url)
        return asyncio.run(_do(options, Store(url)))
    except ValidationError as error:
        print(*mistakes(error), sep="\n", file=sys.stderr)
        return 2
    except (AccountError, ValueError) as error:
        print(error, file=sys.stderr)
        return 2
    except PartUnavailable as error:
        print(f"数据库不能使用（{error.__cause__}）。", file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bot.gateway.staff", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    add = commands.add_parser("add", help="make an account; asks for its password")
    add.add_argument("name")
    add.add_argument("--role", choices=ROLES, required=True)
    add.add_argument(
        "--oidc", metavar="SUBJECT", help="log in with this account of the organization, without a password"
    )
    add.add_argument("--password-stdin", action="store_true", help="read the password from standard input")
    passwd = commands.add_parser("passwd", help="set a new password; ends the account's log-ins")
    passwd.add_argument("name")
    passwd.add_argument("--password-stdin", action="store_true", help="read the password from standard input")
    role = commands.add_parser("role", help="give another role")
    role.add_argument("name")
    role.add_argument("role", choices=ROLES)
    for command, meaning in (("disable", "nobody can log in with it"), ("enable", "use it again")):
        commands.add_parser(command, help=meaning).add_argument("name")
    link = commands.add_parser("oidc", help="the account of the organization that somebody logs in with")
    link.add_argument("name")
    link.add_argument("subject", nargs="?", help="its subject or verified address; without it, none any more")
    commands.add_parser("list", help="all accounts")
    return parser


async def _do(options: argparse.Namespace, store: Store) -> int:
    accounts, by = Accounts(store), audit.COMMAND_LINE
    try:
        match options.command:
            case "add":
                without = options.oidc and not options.password_stdin
                password = None if without else _password(options.password_stdin)
                await accounts.add(options.name, options.role, password, by, options.oidc)
            case "oidc":
                await accounts.link(options.name, options.subject, by)
            case "passwd":
                await accounts.set_password(options.name, _password(options.password_stdin), by)
            case "role":
                await accounts.set_role(options.name, options.role, by)
            case "disable" | "enable":
                await accounts.set_active(options.name, options.command == "enable", by)
            case "list":
                for staff in await accounts.all():
                    state = "" if staff.active else "（已停用）"
                    linked = f"\t{staff.oidc}" if staff.oidc else ""
                    print(f"{staff.name}\t{staff.role}\t{local(staff.created_at):%Y-%m-%d}{linked}{state}")
                return 0
    finally:
        await store.close()
    print(f"✓ {options.name}")
    return 0


def _password(from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\n")
    password = getpass.getpass("密码：")
    if password != getpass.getpass("再输一次："):
        raise AccountError("两次输入的密码不一样")
    return password


if __name__ == "__main__":
    sys.exit(main())
