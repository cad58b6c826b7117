import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.retrieve.sentences import sentences


@given(st.text(st.sampled_from("奖金万元。！？”）\n 1.；，")))
def test_sentences_are_pieces_of_the_text_in_order(text):
    at = 0
    for sentence in sentences(text):
        at = text.index(sentence, at) + len(sentence)
    assert "".join("".join(sentences(text)).split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("没有句号的标题", ["没有句号的标题"]),
        ("第一句话在这里说完。第二句话也说完了！", ["第一句话在这里说完。", "第二句话也说完了！"]),
        ("回答“我是谁，我从哪里来。”这样的问题。", ["回答“我是谁，我从哪里来。”", "这样的问题。"]),
        ("注意。短的一句并入下一句，不会单独引用。", ["注意。短的一句并入下一句，不会单独引用。"]),
    ],
)
def test_where_sentences_end(text, expected):
    assert sentences(text) == expected
