"""Whether an approved answer says what its quotes say, quotes the guide verbatim, and is told apart by its questions.

The same checks for the shipped answers, for `python -m knowledge check`, and for the desk while an editor types.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from knowledge.ingest.answers import Entry
from knowledge.ingest.lines import squeezed
from knowledge.model import Passage

LEAST_QUESTIONS = 8
LEAST_NEAR_MISSES = 2
LANGUAGES = ("zh-Hans", "en")
ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST_ID = 64
_CHINESE_DIGITS = {"二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
# A Chinese numeral counts something only before one of these; 一 is left out, it is mostly an article.
_COUNTED = "年类种大个项步名人家天位条点层方面"
_SHOWN = 20  # characters of a quote or question that a finding names


@dataclass(frozen=True)
class Finding:
    """What is wrong with which field, `quotes.2` for the second quote, and how to mend it; in Chinese, for the editor."""

    field: str
    message: str


def question_key(question: str) -> str:
    """The key under which two spellings of one question meet: no case, width, spaces or marks."""
    return re.sub(r"\W", "", unicodedata.normalize("NFKC", question).casefold())


def numbers(text: str) -> set[float]:
    """The numbers in a text, 200 万 as two million besides 200, Chinese numerals where they count something."""
    plain = text.replace(",", "")
    if re.search(r"[一-鿿]", text):
        plain = squeezed(plain)
    found: set[float] = set()
    for figure, unit in re.findall(r"(\d+(?:\.\d+)?)(万?)", plain):
        found |= {float(figure), float(figure) * (10_000 if unit else 1)}
    return found | {
        float(_CHINESE_DIGITS[sign]) for sign in re.findall(rf"([二两三四五六七八九十])[{_COUNTED}]", plain)
    }


def proper_terms(answer: dict[str, str]) -> list[str]:
    """Titles and words in quotation marks; Latin terms; and in English the Chinese terms in brackets."""
    chinese, english = answer.get("zh-Hans", ""), answer.get("en", "")
    found = [
        *re.findall(r"《([^》]+)》", chinese),
        *re.findall(r"“([^”]+)”", chinese),
        *re.findall(r"[A-Za-z][A-Za-z0-9./:-]*", chinese),
        *re.findall(r"[一-鿿][^,;()\x41-\x7a]*", english),
    ]
    return list(dict.fromkeys(found))


class Checker:
    """Prepared once for an edition: its passages, and the answers that are approved."""

    def __init__(self, passages: Sequence[Passage], approved: Iterable[Entry]) -> None:
        self._passages = [(passage, squeezed(passage.text)) for passage in passages]
        self._approved = {entry.id: entry for entry in approved}
        self._owners: dict[str, dict[str, None]] = {}
        for entry in self._approved.values():
            for question in entry.questions:
                self._owners.setdefault(question_key(question), {})[entry.id] = None

    def findings(self, entry: Entry, instead_of: str = "") -> list[Finding]:
        """Of an entry that is new, or takes the place of the approved one with the id `instead_of`; none when it is right."""
        return [
            *self._identity(entry, instead_of),
            *_texts(entry),
            *self._quotes(entry),
            *self._said(entry),
            *self._questions(entry, instead_of),
            *_dates(entry),
        ]

    def unreached(self) -> list[Passage]:
        """Passages with text that no approved answer quotes."""
        quotes = [squeezed(quote) for entry in self._approved.values() for quote in entry.quotes]
        return [
            passage
            for passage, text in self._passages
            if passage.kind != "heading" and not any(quote in text for quote in quotes)
        ]

    def holders(self, quote: str) -> list[Passage]:
        """The passages that a quote is in; headings count only where nothing under them says the same."""
        wanted = squeezed(quote)
        found = [passage for passage, text in self._passages if wanted and wanted in text]
        return [passage for passage in found if passage.kind != "heading"] or found

    def _identity(self, entry: Entry, instead_of: str) -> list[Finding]:
        if not ID.fullmatch(entry.id) or len(entry.id) > LONGEST_ID:
            return [Finding("id", "编号只用小写英文、数字和短横线，说出答的是什么，例如 one-application")]
        if entry.id != instead_of and entry.id in self._approved:
            return [Finding("id", f"已有编号为 {entry.id} 的答案，请换一个")]
        return []

    def _quotes(self, entry: Entry) -> list[Finding]:
        if not entry.quotes:
            return [Finding("quotes", "至少从指引里选一段原文")]
        found = []
        for nth, quote in enumerate(entry.quotes, start=1):
            places = len(self.holders(quote))
            if places == 0:
                found.append(Finding(f"quotes.{nth}", f"指引里没有这段原文“{_short(quote)}”，请重新选"))
            elif places > 1:
                found.append(
                    Finding(f"quotes.{nth}", f"这段原文在指引里有 {places} 处“{_short(quote)}”，请选得长一些")
                )
        return found

    def _said(self, entry: Entry) -> list[Finding]:
        """Numbers and terms; the headings above a quoted passage count for terms, as they are shown with it."""
        proof = "\n".join(entry.quotes)
        proven = numbers(squeezed(proof)).union(*map(numbers, entry.explained))
        found = [
            Finding(f"answer.{language}", f"数字 {number:g} 不在所选的原文里，请删去或补选写明它的原文")
            for language, text in entry.answer.items()
            for number in sorted(numbers(text) - proven)
        ]
        headings = [step for quote in entry.quotes for held in self.holders(quote) for step in held.path]
        said = squeezed(proof) + squeezed("".join(headings))
        for term in proper_terms(entry.answer):
            if term not in entry.explained and squeezed(term).strip("./-：") not in said:
                language = "zh-Hans" if term in entry.answer.get("zh-Hans", "") else "en"
                found.append(
                    Finding(f"answer.{language}", f"“{term}”不在所选的原文里，请照原文写或补选写有它的原文")
                )
        return found

    def _questions(self, entry: Entry, instead_of: str) -> list[Finding]:
        keys: dict[str, int] = {}
        near_misses = {question_key(each) for each in entry.not_for}
        found = []
        for nth, question in enumerate(entry.questions, start=1):
            key = question_key(question)
            field = f"questions.{nth}"
            if not key:
                found.append(Finding(field, "这一行没有文字"))
                continue
            if (first := keys.setdefault(key, nth)) != nth:
                found.append(Finding(field, f"与第 {first} 个问法相同“{_short(question)}”，请删去一个"))
            for owner in self._owners.get(key, ()):
                if owner not in (instead_of, entry.id):
                    found.append(
                        Finding(field, f"“{_short(question)}”已经由答案 {owner} 回答，请改那一条或删去")
                    )
            if key in near_misses:
                found.append(Finding(field, f"“{_short(question)}”又写在“不适用”里，只能留一处"))
        if len(keys) < LEAST_QUESTIONS:
            found.append(
                Finding("questions", f"至少要 {LEAST_QUESTIONS} 种不同的问法，现在有 {len(keys)} 种")
            )
        if len(near_misses - {""}) < LEAST_NEAR_MISSES:
            found.append(Finding("not_for", f"至少写 {LEAST_NEAR_MISSES} 个相近但不该用这条回答的问题"))
        return found


def _texts(entry: Entry) -> list[Finding]:
    found = [
        Finding(f"answer.{language}", "请写中文口径" if language == "zh-Hans" else "请写英文口径")
        for language in LANGUAGES
        if not entry.answer.get(language, "").strip()
    ]
    found += [
        Finding(f"answer.{language}", "没有这种语言，只写 zh-Hans 和 en")
        for language in entry.answer
        if language not in LANGUAGES
    ]
    fields = [(f"answer.{language}", text) for language, text in entry.answer.items()]
    for name in ("quotes", "questions", "not_for", "explained"):
        fields += [(f"{name}.{nth}", text) for nth, text in enumerate(getattr(entry, name), start=1)]
    return found + [
        Finding(field, "前后有空白，请删去") for field, text in fields if text and text != text.strip()
    ]


def _dates(entry: Entry) -> list[Finding]:
    if entry.valid_from and entry.valid_until and entry.valid_from > entry.valid_until:
        return [Finding("valid_until", "失效日期早于生效日期")]
    return []


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
