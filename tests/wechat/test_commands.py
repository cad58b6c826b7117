"""`python -m bot.gateway.wechat menu …` and `doctor`."""

from __future__ import annotations

import pytest

from bot.gateway.wechat.__main__ import main
from bot.gateway.wechat.menu import read_menu
from tests.wechat.api import SECRET, WeChatApi
from tests.wechat.wire import AES_KEY, APP_ID, TOKEN

CONFIGURED = {
    "TOKEN": "atokenofthetests",
    "APP_ID": APP_ID,
    "ENCODING_AES_KEY": AES_KEY,
    "MODE": "safe",
    "APP_SECRET": SECRET,
}


@pytest.fixture
def api():
    return WeChatApi()


@pytest.fixture
def run(api, monkeypatch, tmp_path, capsys):
    """Runs a command with settings; its exit code, and what it says."""
    monkeypatch.chdir(tmp_path)  # no .env

    def begin(*arguments, public_url="https://mqa.example.gov.cn", **settings):
        monkeypatch.setenv("MQA_PUBLIC_URL", public_url)
        for name, value in {**CONFIGURED, **settings}.items():
            monkeypatch.setenv(f"MQA_WECHAT_{name}", value)
        code = main(arguments, api.transport())
        said = capsys.readouterr()
        return code, said.out + said.err

    return begin


def test_the_menu_is_pushed_shown_and_deleted(run, api):
    assert run("menu", "show") == (0, "– 现在没有菜单。\n")
    code, said = run("menu", "push")
    assert (code, "已发布" in said) == (0, True)
    assert "查指引".encode() in api.raw
    names = [group["name"] for group in api.menu["button"]]
    code, said = run("menu", "show")
    assert all(name in said for name in names)
    assert run("menu", "delete")[0] == 0
    assert api.menu is None


def test_pages_need_an_address(run, api):
    code, said = run("menu", "push", public_url="")
    assert (code, "MQA_PUBLIC_URL" in said) == (1, True)
    assert not api.fetched


def test_a_wrong_secret_is_said_with_what_to_do(run):
    code, said = run("menu", "push", APP_SECRET="wrong")
    assert (code, "40125" in said, "AppSecret" in said) == (1, True, True)


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ("- {name: 六个汉字太长, key: a, say: b}", "16"),
        ("\n".join(f"- {{name: 项{n}, key: k{n}, say: b}}" for n in range(4)), "3"),
        (
            "- name: 组\n  entries:\n" + "\n".join(f"  - {{name: 项, key: k{n}, say: b}}" for n in range(6)),
            "5",
        ),
        ("- name: 组\n  entries:\n  - {name: " + "长" * 21 + ", key: a, say: b}", "60"),
        ("- {name: 组, key: a, say: b}\n- {name: 组, key: a, say: b}", "key 重复"),
        ("- {name: 组}", "entries"),
        ("- {name: 组, key: a}", "组"),
        ("- [", "YAML"),
    ],
)
def test_a_menu_outside_the_limits_is_not_sent(run, api, tmp_path, content, named):
    file = tmp_path / "menu.yml"
    file.write_text(content, "utf-8")
    code, said = run("menu", "push", "--file", str(file))
    assert code == 1
    assert named in said and "menu.yml" in said
    assert not api.fetched


def test_the_menu_that_comes_with_it_leads_to_the_entry_points():
    menu = read_menu()
    assert menu.says("eligibility") == "核对申报条件"
    assert menu.says("unheard-of") is None


def test_doctor_finds_nothing_wrong(run):
    code, said = run("doctor")
    assert code == 0
    assert "✗" not in said
    assert SECRET not in said and AES_KEY not in said


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ({"TOKEN": ""}, "MQA_WECHAT_TOKEN"),
        ({"TOKEN": TOKEN}, "3 到 32 位"),
        ({"ENCODING_AES_KEY": ""}, "MQA_WECHAT_ENCODING_AES_KEY"),
        ({"ENCODING_AES_KEY": "short"}, "MQA_WECHAT_ENCODING_AES_KEY=…"),
        ({"APP_ID": "gh_0123"}, "MQA_WECHAT_APP_ID"),
        ({"APP_SECRET": "wrong"}, "AppSecret"),
        ({"MODE": "secret"}, "MQA_WECHAT_MODE"),
        ({"public_url": ""}, "MQA_PUBLIC_URL"),
    ],
)
def test_doctor_says_what_is_wrong(run, settings, named):
    code, said = run("doctor", **settings)
    assert code == 1
    assert any(line.startswith("✗") and named in line for line in said.splitlines())


def test_doctor_tells_of_an_address_that_is_not_on_the_list(run, api):
    api.token_failure = 40164
    code, said = run("doctor")
    assert (code, "IP 白名单" in said) == (1, True)
