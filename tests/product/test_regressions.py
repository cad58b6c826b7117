"""Bad replies that were mended stay mended; a logged reply becomes such a case."""

from eval import regress
from eval.__main__ import main
from knowledge.ingest.edits import Case, Edits


async def test_the_shipped_cases_hold(product):
    cases = regress.read_cases(regress.SHIPPED)
    found = await regress.hold_all(product.url, product.data_dir, cases)
    assert found["cases"] == len(cases) >= 3
    assert found["failed"] == []


async def test_a_case_that_does_not_hold_is_named(product):
    wrong = [Case("2020", "银奖奖金多少", "material-list"), Case("2020", "金奖奖金多少", "")]
    found = await regress.hold_all(product.url, product.data_dir, wrong)
    assert [each["wanted"] for each in found["failed"]] == ["material-list", ""]


def test_a_logged_reply_becomes_a_case(product, client, monkeypatch, capsys):
    first = client.post("/api/v1/chat", json={"message": "银奖奖金多少"}).json()
    session = {"session_id": first["session_id"]}
    trace = client.post("/api/v1/chat", json={"message": "那铜奖呢", **session}).json()["trace_id"]
    monkeypatch.setenv("MQA_DATA_DIR", str(product.data_dir))
    monkeypatch.setenv("MQA_DATABASE_URL", "")
    assert main(["regress", trace]) == 0
    shown = capsys.readouterr().out
    assert "before: 银奖奖金多少" in shown and "prize-money-bronze: " in shown
    assert main(["regress", trace, "--answer", "nothing-like-it"]) == 1
    assert main(["regress", "no-such-trace", "--silent"]) == 1
    assert main(["regress", trace, "--answer", "prize-money-bronze"]) == 0
    case = Case("2020", "那铜奖呢", "prize-money-bronze", ("银奖奖金多少",))
    assert Edits(product.data_dir / "edits").cases() == [case]
