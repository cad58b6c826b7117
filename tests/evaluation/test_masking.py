"""Personal data in messages as people write them is covered, and nothing else is."""

import json

from eval import masking


def test_all_of_the_list_is_covered_and_no_more():
    report = masking.measure()
    assert report["missed"] == [] and report["too_much"] == []
    assert report["personal"] >= 80


def test_what_is_missed_and_what_is_covered_too_much_is_found(tmp_path):
    file = tmp_path / "list.jsonl"
    rows = [{"text": "打13800138000", "personal": []}, {"text": "我是王小明", "personal": ["王小明"]}]
    file.write_text("\n".join(json.dumps(row) for row in [*rows, {"text": "a@b.cn", "personal": ["a@b.cn"]}]))
    report = masking.measure(file)
    assert (report["recall"], report["precision"]) == (0.5, 0.5)
    assert (report["missed"], report["too_much"]) == (["王小明"], ["打[手机号]"])
