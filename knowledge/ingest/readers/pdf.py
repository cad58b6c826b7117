"""PDF: the text of its pages as lines that may have been wrapped. Scans have none and are refused."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

from pypdf import PdfReader

from knowledge.ingest.errors import UnreadableDocument
from knowledge.ingest.lines import Line

_FEWEST_CHARACTERS = 10  # a page, on average; a scan has none, or a stamped page number
_MOST_UNKNOWN = (
    0.1  # share of characters without a meaning: fonts that do not tell which characters they draw
)
_GAP = re.compile(
    r"(?<=[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]) +(?=[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef])"
)

# Fonts draw 长 and the radical ⻓ with one glyph, and many files name the radical. Unicode's EquivalentUnifiedIdeograph,
# as far as the radical is a character of its own; the Kangxi radicals have the same as their compatibility form.
_RADICALS = {chr(code): unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)} | dict(
    zip(
        "⺁⺇⺈⺊⺌⺍⺎⺐⺒⺓⺛⺜⺝⺟⺠⺢⺩⺪⺫⺬⺮⺰⺶⺻⺼⺽⻁⻃⻄⻅⻆⻉⻊⻋⻑⻓⻔⻗⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳",
        "厂几刀卜小小兀尢巳幺旡日月母民水王疋目示竹纟羊聿肉臼虎西西见角贝足车長长门雨青韦页风飞食马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟",
        strict=True,
    )
)
_LIGATURES = {"⸺": "——"} | {
    chr(code): unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)
}
_CHARACTERS = str.maketrans(_RADICALS | _LIGATURES)


def read(file: Path) -> list[Line]:
    try:
        reader = PdfReader(file)
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnreadableDocument(file, "PDF 有密码保护，请去掉密码后再添加")
        pages = [page.extract_text().translate(_CHARACTERS) for page in reader.pages]
    except (UnreadableDocument, OSError):
        raise
    except Exception as failure:  # a damaged file fails in a dozen ways
        raise UnreadableDocument(file, "PDF 已损坏或不完整，打不开") from failure
    text = "".join(pages)
    if len(text.split()) == 0 or len("".join(text.split())) < _FEWEST_CHARACTERS * len(pages):
        raise UnreadableDocument(file, "PDF 里没有文字，看来是扫描件，请先用 OCR 软件识别成文字")
    if sum(map(_unknown, text)) > _MOST_UNKNOWN * len(text):
        raise UnreadableDocument(file, "PDF 的字体没有文字对照，取不出文字，请用原 Word 文件")
    return [
        Line(_GAP.sub("", line), number)
        for number, content in enumerate(pages, start=1)
        for line in content.splitlines() or [""]
    ]


def _unknown(char: str) -> bool:
    return char == "\ufffd" or unicodedata.category(char) in ("Co", "Cn")
