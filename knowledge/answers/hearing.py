"""What an operator may mean by initials, syllables and characters mixed: questions first, then the guide's own words.

A question is offered when it is worth showing; the words of headings, synonyms and answers are found too where no question has
them in its wording. Initials that stand for nothing are shortened until they do, and it is said what was read of them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from knowledge.answers import sounds
from knowledge.answers.completing import FEWEST_SAID, LONGEST, MOST, Completer
from knowledge.model import ApprovedAnswer, Passage
from knowledge.retrieve.normalise import HAN, comparable
from knowledge.retrieve.synonyms import Synonyms

_TYPED = re.compile(rf"(?=.*[a-z])[a-z'\s{HAN}]{{2,}}")
# No syllable of Chinese is written without a vowel, and few English words are.
_INITIALS = re.compile("[bcdfghjklmnpqrstwxyz]{2,}")
_SHORTEST = 2
_SHORTEST_USED = 4  # characters of what is only a run in answers: shorter ones are often halves of two words
_NUMBER = re.compile(r"^(?:[一二三四五六七八九十]+、|[(（].{1,3}[)）]|\d+[.．、])\s*")


@dataclass(frozen=True)
class Heard:
    """`texts` is what was typed may mean, best first; `read` the part of it that was found, from its beginning, and `whole`
    whether that is all of it."""

    texts: tuple[str, ...] = ()
    read: str = ""
    whole: bool = True


class Hearing:
    """Prepared once for an edition; may be used by several threads."""

    def __init__(
        self,
        completer: Completer,
        passages: Iterable[Passage],
        answers: Iterable[ApprovedAnswer],
        synonyms: Synonyms,
    ) -> None:
        self._completer = completer
        headings = [_NUMBER.sub("", each.text) for each in passages if each.kind == "heading"]
        terms = (*headings, *(guide for guide, _ in synonyms.same))
        self._names = list({comparable(term): term for term in terms}.values())
        self._terms = sounds.Spoken(map(comparable, self._names))
        texts = [comparable(answer.text["zh-Hans"]) for answer in answers]
        self._answers = sounds.Spoken(texts)
        self._latin = set(re.findall("[a-z]+", " ".join([*texts, *completer.texts])))

    def hear(self, typed: str) -> Heard:
        """Nothing for what is not typed by its sound, English among it."""
        said = comparable(typed)
        if not _TYPED.fullmatch(said) or len(said) > LONGEST:
            return Heard()
        if said in self._latin and not self._spells_a_term(said):
            return Heard()
        least = _SHORTEST if _INITIALS.fullmatch(said) else len(said)
        for length in range(len(said), least - 1, -1):
            if texts := self._texts(said[:length]):
                return Heard(texts, said[:length], whole=length == len(said))
        return Heard(self._side_by_side(said.split()), said)

    def _spells_a_term(self, said: str) -> bool:
        """jiangjin stands among the English words where somebody asked with it; pdf is nothing else."""
        wanted = None if _INITIALS.fullmatch(said) else sounds.pattern(said)
        return wanted is not None and bool(self._words(said, wanted)[0])

    def _texts(self, said: str) -> tuple[str, ...]:
        wanted = sounds.pattern(said)
        if wanted is None:
            return ()
        questions = [each.text for each in self._completer.sounding(said)]
        exact, others = self._words(said, wanted)
        if not any(wanted.match(sounds.sound(comparable(each))) for each in questions):
            questions = [*exact[:1], *questions]
        shown = [comparable(each) for each in questions]
        more = [word for word in (*exact, *others) if not any(word in text for text in shown)]
        return tuple([*questions, *more][:MOST])

    def _side_by_side(self, parts: list[str]) -> tuple[str, ...]:
        """Several of the guide's terms, where each part is one: 银奖 名额."""
        found = [self._words(part, wanted)[0] for part in parts if (wanted := sounds.pattern(part))]
        return (" ".join(terms[0] for terms in found),) if len(parts) > 1 and all(found) else ()

    def _words(self, said: str, wanted: re.Pattern[str]) -> tuple[list[str], list[str]]:
        """The guide's terms that sound just so; other terms that hold it, and what answers write again and again."""
        characters = set(re.findall(rf"[{HAN}]", said))
        often = Counter(run.written for run in self._answers.runs(wanted))
        runs = [run for run in self._terms.runs(wanted) if characters <= set(run.written)]
        terms = {self._names[run.place]: run.written for run in runs}
        exact = sorted(
            (term for term, run in terms.items() if comparable(term) == run), key=lambda term: -often[term]
        )
        used = (
            word
            for word, times in often.most_common()
            if times >= FEWEST_SAID and len(word) >= _SHORTEST_USED and characters <= set(word)
        )
        return exact, [each for each in dict.fromkeys([*terms, *used]) if each not in exact]
