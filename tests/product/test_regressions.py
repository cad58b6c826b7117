"""Bad replies that were mended stay mended; a logged reply becomes such a case."""

import pytest

from eval import regress
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


async def test_a_logged_reply_becomes_a_case(product, client, tmp_path):
    first = client.post("/api/v1/chat", json={"message": "银奖奖金多少"}).json()
    session = {"session_id": first["session_id"]}
    second = client.post("/api/v1/chat", json={"message": "那铜奖呢", **session}).json()
    turn = await regress.logged("", product.data_dir, second["trace_id"])
    assert (turn.text, turn.before) == ("那铜奖呢", ("银奖奖金多少",))
    assert turn.answers == ["prize-money-bronze"]
    edits = Edits(tmp_path)
    case = Case("2020", turn.text, "prize-money-bronze", turn.before)
    edits.keep_case(case)
    assert edits.cases() == [case]
    with pytest.raises(regress.NoSuchTurn):
        await regress.logged("", product.data_dir, "none")
