"""Names of files, as they are shown and read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.materials import formats


@pytest.mark.parametrize(
    "name, shown, extension",
    [
        ("报告.PDF", "报告.PDF", "pdf"),
        ("../../etc/报告.docx", "报告.docx", "docx"),
        ("C:\\用户\\报告.doc", "报告.doc", "doc"),
        ("报告\u202efdp.exe", "报告fdp.exe", "exe"),
        ("a\x00b\r\n.pdf", "ab.pdf", "pdf"),
        ("报告.pdf ", "报告.pdf", "pdf"),
        ("报告.pdf.", "报告.pdf.", "pdf"),
        ("报告", "报告", ""),
        (".pdf", ".pdf", ""),
        ("", "未命名文件", ""),
        ("//", "未命名文件", ""),
    ],
)
def test_names(name, shown, extension):
    assert (formats.shown(name), formats.extension(name)) == (shown, extension)


@given(st.text(max_size=300))
def test_a_name_is_safe_to_show(name):
    shown = formats.shown(name)
    assert 0 < len(shown) <= 200
    assert not set("/\\\n\r\t\u2028\u202e\u200f") & set(shown)
