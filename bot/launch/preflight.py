"""Checks before anything is started; each failure says what to do about it."""

from __future__ import annotations

import errno
import os
import shutil
import socket
from pathlib import Path

from bot.launch.processes import MAIN_PYTHON, RASA_PYTHON, Process

# Checkpoint, ONNX file, index releases and Rasa model take about 400 MB; the rest is room for conversations.
NEEDED_MB = 1000


class PreflightError(Exception):
    """The machine is not ready; the message says what to do."""


def check(data_dir: Path, processes: list[Process]) -> None:
    """Raises `PreflightError` when an environment, disk space, or a port is missing."""
    for python in (MAIN_PYTHON, RASA_PYTHON):
        if not python.exists():
            raise PreflightError(f"缺少 Python 环境 {python.parent.parent.name}：请先运行 make setup。")
    check_disk(data_dir)
    for process in processes:
        check_port(process)


def check_disk(data_dir: Path, needed_mb: int = NEEDED_MB) -> None:
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise PreflightError(
            f"无法创建数据目录 {data_dir}（{error.strerror}）：请换一个 MQA_DATA_DIR。"
        ) from error
    if not os.access(data_dir, os.W_OK):
        raise PreflightError(f"数据目录 {data_dir} 不可写：请修改权限，或换一个 MQA_DATA_DIR。")
    free_mb = shutil.disk_usage(data_dir).free // 2**20
    if free_mb < needed_mb:
        raise PreflightError(
            f"磁盘空间不足：{data_dir} 所在磁盘只剩 {free_mb} MB，需要 {needed_mb} MB。"
            "请清理磁盘，或把 MQA_DATA_DIR 指到别的磁盘。"
        )


def check_port(process: Process) -> None:
    host, port = process.listens
    try:
        family, kind, _, _, where = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except socket.gaierror as error:
        raise PreflightError(f"地址 {host} 无法解析（{process.port_setting}）：请改成本机地址。") from error
    with socket.socket(family, kind) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(where)
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise PreflightError(
                    f"端口 {port} 已被占用（{process.name}）：请停掉占用它的程序，或设置 {process.port_setting} 换一个端口。"
                ) from error
            raise PreflightError(
                f"无法监听 {host}:{port}（{process.name}，{error.strerror}）：请检查 {process.port_setting}。"
            ) from error
