import socket

import pytest

from bot.launch import preflight
from bot.launch.processes import Process, processes
from bot.launch.settings import LaunchSettings, address


def listening_on(port: int) -> Process:
    return Process("gateway", (), ("127.0.0.1", port), "MQA_PORT", "")


def test_a_taken_port_names_the_setting():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(preflight.PreflightError, match=f"端口 {port} 已被占用.*MQA_PORT"):
            preflight.check_port(listening_on(port))


def test_a_free_port_passes():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        port = other.getsockname()[1]
    preflight.check_port(listening_on(port))


def test_a_foreign_address_is_refused():
    with pytest.raises(preflight.PreflightError, match="MQA_PORT"):
        preflight.check_port(Process("gateway", (), ("192.0.2.1", 8000), "MQA_PORT", ""))


def test_too_little_disk_space(tmp_path):
    with pytest.raises(preflight.PreflightError, match="磁盘空间不足"):
        preflight.check_disk(tmp_path, needed_mb=2**40)


def test_a_data_dir_that_cannot_be_made(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(preflight.PreflightError, match="MQA_DATA_DIR"):
        preflight.check_disk(tmp_path / "file" / "var")


def test_a_missing_environment(tmp_path, monkeypatch):
    monkeypatch.setattr(preflight, "RASA_PYTHON", tmp_path / ".venv-rasa/bin/python")
    monkeypatch.setattr(preflight, "MAIN_PYTHON", tmp_path)
    with pytest.raises(preflight.PreflightError, match="make setup"):
        preflight.check(tmp_path, [])


def test_each_process_listens_where_its_setting_says():
    settings = LaunchSettings(_env_file=None, rasa_url="http://127.0.0.1:7005", port=7000, host="0.0.0.0")
    ports = {p.name: p.listens for p in processes(settings)}
    assert ports["rasa"] == ("127.0.0.1", 7005)
    assert ports["gateway"] == ("0.0.0.0", 7000)
    assert settings.gateway_url == "http://127.0.0.1:7000"


@pytest.mark.parametrize("url", ["", "localhost:8001", "http://127.0.0.1", "http://:80"])
def test_an_address_without_host_or_port(url):
    with pytest.raises(ValueError):
        address(url)
