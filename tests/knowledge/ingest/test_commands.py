"""The command line as staff see it: what it prints, and that a refusal is a sentence, not a stack trace."""

import pytest

from knowledge import __main__ as commands


@pytest.fixture
def run(tmp_path, documents, new_writer, monkeypatch, capsys):
    """Runs a command on a copy of the documents; gives its code, and what it printed for good and for ill."""
    monkeypatch.setenv("MQA_DATA_DIR", str(tmp_path))
    writer = new_writer()
    monkeypatch.setattr(commands, "_writer", lambda documents, settings: writer)

    def run(*arguments):
        code = commands.main(["--documents", str(documents), *map(str, arguments)])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    run.writer = writer
    return run


@pytest.fixture
def notice(write_bytes):
    return write_bytes("关于申报工作的通知\n一、时间\n另行公布。\n二、方式\n网上申报。".encode(), "通知.txt")


def test_a_document_is_added_checked_and_built(run, notice):
    code, printed, _ = run("add", notice)
    assert code == 0
    assert "✓ 通知.txt：加入 2020 版，标题“关于申报工作的通知”，2 段、3 个标题，略去版面文字 0 处" in printed
    code, printed, _ = run("check")
    assert code == 0 and "通知.txt：标题 3 个，段落 2 段" in printed
    code, printed, _ = run("build")
    assert code == 0 and "已启用：2020 版" in printed
    code, printed, _ = run("build")
    assert code == 0 and "没有变化，索引仍是" in printed


def test_a_document_is_added_twice(run, notice):
    run("add", notice)
    code, printed, _ = run("add", notice, notice)
    assert code == 0
    assert (
        printed.count("· 通知.txt：已经添加过，内容与 2020 版 关于申报工作的通知（通知.txt） 相同，没有改动")
        == 2
    )


def test_one_bad_file_does_not_keep_out_the_others(run, notice, write_bytes):
    code, printed, complaint = run("add", write_bytes(b"", "空.txt"), notice)
    assert code == 1
    assert complaint == "✗ 空.txt：文件是空的\n"
    assert "✓ 通知.txt" in printed


def test_a_new_edition(run, notice):
    code, _, complaint = run("add", notice, "--edition", "2021")
    assert code == 1 and "现有版次：2020" in complaint
    code, printed, _ = run("add", notice, "--edition", "2021", "--title", "《指引》（2021）")
    assert code == 0 and "加入 2021 版" in printed
    assert "2020、2021 版" in run("build")[1]


def test_check_fails_where_a_quote_is_lost(run, documents):
    guide = documents / "2020/szmqa-guide-2020.txt"
    guide.write_text(
        guide.read_text(encoding="utf-8").replace("秘书处设在市", "秘书处位于市"), encoding="utf-8"
    )
    code, printed, complaint = run("check")
    assert code == 1
    assert "秘书处设在市市场监管局" in printed
    assert "条引文在原文里找不到" in complaint
    assert run("build")[0] == 1


def test_releases_are_listed_switched_and_rolled_back(run):
    assert "还没有索引" in run("releases")[1]
    run("build")
    run.writer.model = "large"
    run("build")
    listed = run("releases")[1].splitlines()
    assert [line[0] for line in listed] == [" ", "▶"]
    assert run("rollback")[1].startswith("✓ 已退回")
    assert [line[0] for line in run("releases")[1].splitlines()] == ["▶", " "]
    newest = listed[1].split()[1]
    assert f"要启用最新的：python -m knowledge switch {newest}" in run("build")[1]
    assert run("switch", newest)[0] == 0
    assert [line[0] for line in run("releases")[1].splitlines()] == [" ", "▶"]


@pytest.mark.parametrize(
    "arguments, complaint",
    [
        (["rollback"], "✗ 没有更早的发布可以退回"),
        (["switch", "x"], "✗ 没有发布 x"),
        (["search", "谁可以申报"], "✗ 还没有索引，请先运行 python -m knowledge build"),
        (["add", "/nowhere/没有.txt"], "✗ 没有.txt：找不到这个文件"),
    ],
)
def test_refusals(run, arguments, complaint):
    code, _, complained = run(*arguments)
    assert code == 1
    assert complained.startswith(complaint)


def test_a_full_disk_is_named(run, monkeypatch):
    def fail(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(run.writer, "write", fail)
    assert run("build") == (1, "", "✗ 读写文件时出错： 磁盘已满，请腾出空间后再试\n")


@pytest.mark.parametrize(
    "arguments", [[], ["fly"], ["search"], ["search", "-k", "0", "问"], ["search", "-k", "x", "问"]]
)
def test_wrong_arguments(run, arguments, capsys):
    with pytest.raises(SystemExit) as stopped:
        run(*arguments)
    assert stopped.value.code == 2
    assert capsys.readouterr().err.startswith("✗ 参数不对")


def test_help_is_chinese(run, capsys):
    with pytest.raises(SystemExit):
        run("-h")
    shown = capsys.readouterr().out
    assert shown.startswith("用法：python -m knowledge")
    assert "options" not in shown
