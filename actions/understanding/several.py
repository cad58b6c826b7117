"""Sees two questions in one message, and the pieces of one that may ask for more than one answer holds."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from .lexicon import listed
from .spoken import plain

MOST = 3
_MOST_PIECES = 5  # that are searched
HARDLY_SETTLED = 0.2  # probability, within the message, from which a piece is left to the answer of the whole
_SENTENCE = re.compile(r"(?<=[?？;；。！!\n])")
_COMMA = re.compile(r"[,，]")
_PIECE = re.compile(r"(?<=[?？])|[;；。！!\n]|\.\s")
_MARKS = " ,，.。;；!！\n"
_HAN = "[\u3400-\u9fff]"
_ANY_PIECE = re.compile(
    r"(?<=[?？])|[;；。！!\n，…]|,(?!\d{3})|\.\s|\.\.+|\s[/+]\s"
    rf"|(?<={_HAN}{{3}})/(?={_HAN}{{3}})"
)
_CLAUSE = re.compile(r"(?<=[?？。\n；;，,])")
# 两个问题：一、谁来打分 二、打完还审不审; not the comma in 十二、三家
_NUMBERED = re.compile(
    r"(?:^|(?<=[:：,，.。;；?？!！\s]))(?:[一二三四]|[1-4])(?:[、，．.)）]|(?<=[:：;；][1-4])\s+|(?<=[:：;；] [1-4])\s+)(?!\d)"
)
_ANNOUNCES = re.compile(
    "(?:我|想|还|還|要)*(?:有|问|問)?(?:[两兩三几幾二23]|[一1])[个個](?:问题|問題|事情?|疑问)(?:想?[问問]|请教)?[:：]?"
)
_BLANK = re.compile(rf"(?<={_HAN})\s+(?={_HAN})")
_BLANK_BESIDE_LATIN = re.compile(rf"(?<={_HAN})\s+(?=\w)|(?<=\w)\s+(?={_HAN})")
_LONGEST_KEYWORD = 6  # characters
_STATED = re.compile(r"[\d一二三四五六七八九十两]")
_THEN = re.compile("然后|然後|接着问|跟住")
_ALTERNATIVE = re.compile("还是|還是|或者|抑或|or ", re.I)
_LISTED = re.compile("、")
_LEAST_LISTED = 4  # characters of each where 、 parts questions; shorter ones are names
_LEAST_BESIDE = 4  # characters of each where a blank parts what does not ask; shorter ones are keywords of one: 材料评审 谁组织
_LEAST = 3  # characters of a piece that says something
_LEAST_ASKED = 5  # characters of one that asks by its question mark alone: "银奖？多少钱？" is one question


@dataclass(frozen=True)
class Several:
    """`questions` in the order asked, fewer than two where the message asks one thing; `sure` where they are sentences of
    their own, not only parted by a comma."""

    questions: tuple[str, ...] = ()
    sure: bool = True


def questions_in(text: str) -> Several:
    numbered = [piece.strip(_MARKS) for piece in _NUMBERED.split(text)][1:]
    if len(numbered) > 1:
        return Several(tuple(numbered[:_MOST_PIECES]))
    sentences = _asked(_SENTENCE.split(_joined(text)))
    if len(sentences) > 1:
        return Several(sentences[:_MOST_PIECES])
    clauses = _COMMA.split(text)
    if len(clauses) > 1 and all(asks(clause) for clause in clauses):
        return Several(_asked(clauses)[:MOST], sure=False)
    return Several()


def asks_several(text: str) -> bool:
    return len(questions_in(text).questions) > 1


def pieces_of(text: str) -> tuple[str, ...]:
    """What stands between marks, commas and words such as 还有, with its question mark; what is asked of each of several things
    stands there once for each. Of more than are searched, those that ask go before those that only tell. Nothing where one is the
    whole."""
    parts = _with_alternatives(
        piece.strip(_MARKS) for each in _of_each(_joined(text)) for piece in _ANY_PIECE.split(each)
    )
    pieces = [
        piece
        for part in parts
        for then in _then(part)
        for beside in _beside(then)
        for piece in _listed(beside)
    ]
    said = [
        piece
        for piece in pieces
        if _letters(piece) >= _LEAST and not _only_confirms(piece) and not _ANNOUNCES.fullmatch(piece)
    ]
    if len(said) < 2:
        return ()
    asking_first = sorted(range(len(said)), key=lambda number: not asks(said[number]))
    return tuple(said[number] for number in sorted(asking_first[:_MOST_PIECES]))


def telling(pieces: Sequence[str], keywords_ask: bool = False, questions: Collection[str] = ()) -> list[int]:
    """The numbers, from 1, of the pieces that only tell, or are bare words, 银奖分数线 铜奖奖金, where these are not to ask; those of the
    `questions` ask: 1.金奖多少钱 2.字数限制."""
    return [
        number
        for number, piece in enumerate(pieces, start=1)
        if not (piece in questions or asks(piece) or (keywords_ask and _is_keyword(piece)))
    ]


def tells_of_us(text: str) -> bool:
    """Of a message that asks nothing: 答辩我们打算让总经理、研发头儿和我一共五个人上 tells one thing, whatever its pieces name."""
    return listed("followups", "told").search(plain(text)) is not None


def _is_keyword(piece: str) -> bool:
    """A few words that state no number and nothing of the asker: 金奖奖金."""
    said = plain(piece)
    return (
        _letters(said) <= _LONGEST_KEYWORD
        and not _STATED.search(said)
        and not listed("followups", "told").search(said)
    )


def _joined(text: str) -> str:
    """With a full stop where words or numbers begin another question."""
    return _NUMBERED.sub("。", listed("followups", "joins").sub("。", text))


def _with_alternatives(parts: Iterable[str]) -> list[str]:
    """有人打电话来，还是发短信 asks one thing."""
    whole: list[str] = []
    for part in parts:
        if whole and _ALTERNATIVE.match(part):
            whole[-1] = f"{whole[-1].rstrip('?？')}，{part}"
        else:
            whole.append(part)
    return whole


def _then(piece: str) -> list[str]:
    """过程怎么写然后答辩讲多久 asks two things, 先提交然后等多久 one."""
    questions = [each.strip() for each in _THEN.split(piece)]
    return questions if all(asks(each) and _letters(each) >= _LEAST_BESIDE for each in questions) else [piece]


def _beside(piece: str) -> list[str]:
    """银奖分数线 铜奖奖金 asks two things; a keyword goes with what stands before it, the first with what follows."""
    questions = _BLANK_BESIDE_LATIN.split(piece)
    if len(questions) == 2 and all(asks(each) for each in questions):
        return questions
    parts: list[str] = []
    for part in _BLANK.split(piece):
        short = parts and min(_letters(parts[-1]), _letters(part)) < _LEAST_BESIDE
        if short and not (asks(parts[-1]) and asks(part)):
            parts[-1] += f" {part}"
        else:
            parts.append(part)
    return parts


def _letters(text: str) -> int:
    return sum(map(str.isalnum, text))


def _listed(piece: str) -> list[str]:
    """一起打分还是各打各的、现场由谁拍板 asks two things, 金奖、银奖 names them."""
    parts = _LISTED.split(piece)
    return parts if all(_letters(part) >= _LEAST_LISTED for part in parts) else [piece]


def _of_each(text: str) -> list[str]:
    """服务水平和服务效率各举几个指标 asks 服务水平举几个指标 and 服务效率举几个指标; 战略和顾客的结果都分两类，各是哪两类 asks likewise."""
    clauses, found, place = _CLAUSE.split(text), [""], 0
    while place < len(clauses):
        size = 2 if clauses[place].endswith((",", "，")) else 1
        for taken in range(size, 0, -1):
            clause = "".join(clauses[place : place + taken]).strip(_MARKS)
            if asked := listed("followups", "of_each").fullmatch(clause):
                things = listed("followups", "lists").split(asked["things"])
                found += [*(f"{thing}{asked['of'] or ''}{asked['asked']}" for thing in things), ""]
                break
        else:
            taken = 1
            found[-1] += clauses[place]
        place += taken
    return found


def the_question(text: str) -> str | None:
    """The one piece that asks, where other pieces only tell: "都十一点了还没弄完。在哪里申报？". None where it asks about what was told:
    "废品率降了一半。这个够不够金奖水平？"."""
    pieces = [piece for each in _PIECE.split(text) if (piece := each.strip(_MARKS))]
    asking = [piece for piece in pieces if asks(piece)]
    if len(asking) != 1 or len(pieces) < 2 or listed("followups", "refers").search(plain(asking[0])):
        return None
    return asking[0].rstrip("?？")


def _asked(pieces: list[str]) -> tuple[str, ...]:
    """The pieces that ask, each with what was stated before it: "我们是服务类的。要交什么？"."""
    questions, stated = [], ""
    for piece in pieces:
        said = stated + piece.strip(_MARKS)
        if not said:
            continue
        if asks(piece):
            questions.append(said)
            stated = ""
        else:
            stated = f"{said}，"
    return tuple(questions)


def asks(piece: str) -> bool:
    """By its words, or by its mark: "04年开始的？"."""
    if _only_confirms(piece):
        return False
    marked = piece.rstrip().endswith(("?", "？")) and _letters(piece) >= _LEAST_ASKED
    return marked or bool(listed("followups", "asks").search(_said(piece)))


def subjectless(question: str) -> bool:
    """Of a question that does not say what it is about: 给几份, where do I get it."""
    return bool(listed("followups", "subjectless").fullmatch(_said(question)))


def leaning_on_silence(pieces: Sequence[str], settled: Sequence[bool]) -> list[int]:
    """The numbers, from 1, of the pieces that do not say what they are about, after one that nothing settles: 能申请他回避吗？找谁递."""
    first = settled.index(False) if False in settled else len(pieces)
    return [number for number in range(first + 2, len(pieces) + 1) if subjectless(pieces[number - 1])]


def _only_confirms(piece: str) -> bool:
    return bool(listed("followups", "confirms").fullmatch(_said(piece)))


def _said(piece: str) -> str:
    return plain(piece).strip(_MARKS).rstrip("?")
