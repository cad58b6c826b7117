"""A guide of a few clauses, and an embedder small enough to understand: what retrieval and its service are tested on."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from knowledge.model import ApprovedAnswer, AuthoredQuestion, Citation, Edition, Passage
from knowledge.retrieve.normalise import terms

SYNONYMS = """\
same:
  - {guide: 奖金, said: [多少钱, prize money]}
spoken:
  几多: 多少
courtesies: [请问, 您好, 谢谢, thanks]
apart:
  - {金奖: [], 银奖: []}
"""
UNANSWERABLE = (
    '{"q": "秘书处的电话是多少？", "kind": "near"}\n{"q": "今天天气怎么样？", "kind": "off_topic"}\n'
)


class SmallEmbedder:
    """Counts terms in 256 places: near is what shares terms."""

    name, fingerprint, dimension = "small", "small-1", 256

    def query(self, text: str) -> np.ndarray:
        vector = np.full(self.dimension, 0.01, dtype=np.float32)
        for term in terms(text):
            vector[zlib.crc32(term.encode()) % self.dimension] += 1
        return vector / np.linalg.norm(vector)

    def queries(self, texts: Sequence[str]) -> np.ndarray:
        return np.array([self.query(text) for text in texts], dtype=np.float32).reshape(-1, self.dimension)

    passages = queries


def make_edition(name: str = "2020") -> Edition:
    prizes, steps = "（四）奖励荣誉", "5. 集中答辩"
    rows = (
        (("一、说明",), prizes, "heading"),
        (
            ("一、说明", prizes),
            "金奖、银奖分别给予奖金 200 万元、100 万元。但以下情形需注意：财政全额拨款的不发。",
            "text",
        ),
        (("一、说明", prizes), "获得金奖的组织，自获奖年度起 3年后方可再次申请。", "text"),
        (("二、流程", steps), "（2）答辩人员：受评组织、项目负责人参加，答辩人数不超过 3人。", "text"),
        (("二、流程", steps), "（3）汇报形式：答辩时间不超过 40 分钟。时间到即停止。", "text"),
        (("三、系统",), "（切换区域）", "figure"),
    )
    passages = tuple(
        Passage(f"{name}-{order}-abcdef", name, path, text, kind, len(path), order)
        for order, (path, text, kind) in enumerate(rows)
    )
    questions = (
        ("金奖奖金多少？", 1, "分别给予奖金200万元、100万元"),
        ("吃财政饭的单位有奖金吗？", 1, "财政全额拨款的不发"),
        ("拿了金奖多久可以再报？", 2, "3年后方可再次申请"),
        ("答辩可以去几个人？", 3, "答辩人数不超过3人"),
        ("答辩讲多长时间？", 4, "答辩时间不超过40分钟"),
        ("How long is the defence?", 4, "答辩时间不超过40分钟"),
    )
    return Edition(
        id=name,
        title=f"申报指引（{name}）",
        valid_from=None,
        valid_until=None,
        source="测试",
        passages=passages,
        questions=tuple(
            AuthoredQuestion(text, (passages[at].id,), (quote,)) for text, at, quote in questions
        ),
    )


def with_answers(edition: Edition) -> Edition:
    """Three approved answers: one quotes two passages, two are easily taken for each other."""
    prize, again, people, minutes = (edition.passages[at] for at in (1, 2, 3, 4))
    rows = (
        (
            "money",
            "金奖奖金 200 万元，银奖 100 万元；3 年后方可再次申请。",
            (prize, again),
            "金奖候选要多少分？",
        ),
        ("people", "答辩人数不超过 3 人。", (people,), "答辩评审团有几个人？"),
        ("minutes", "答辩时间不超过 40 分钟。", (minutes,), "现场核查要多长时间？"),
    )
    owners = ("money", "money", "money", "people", "minutes", "minutes")
    return replace(
        edition,
        questions=tuple(
            replace(question, answer=owner) for question, owner in zip(edition.questions, owners, strict=True)
        ),
        answers=tuple(
            ApprovedAnswer(
                name,
                {"zh-Hans": text, "en": name},
                tuple(Citation(passage.id, passage.text[:20]) for passage in cited),
                (near_miss,),
            )
            for name, text, cited, near_miss in rows
        ),
    )
