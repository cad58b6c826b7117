"""Accounts of the desk, made by the command as an admin makes them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

PASSWORD = "a long enough password"


def add_account(data_dir: Path, name: str, role: str, *how: str) -> None:
    """`how` are further arguments of the command; without any the account has the password above."""
    subprocess.run(
        [
            sys.executable,
            "-m",
            "bot.gateway.staff",
            "add",
            name,
            "--role",
            role,
            *(how or ("--password-stdin",)),
        ],
        input=f"{PASSWORD}\n",
        text=True,
        check=True,
        capture_output=True,
        env={**os.environ, "MQA_DATA_DIR": str(data_dir), "MQA_DATABASE_URL": ""},
    )
