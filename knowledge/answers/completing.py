"""Questions that match what is being typed: by their beginning, their words, their sound, and near misses of these.

Word by word, all that people wrote for an answer is compared; sounds and misspellings only with what may be shown. A reader has
to see why a question is there: those whose shown wording holds what was typed come alone where there are such, and those that
somebody asked in just these words only where there are none. One wording an answer is shown.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from string import ascii_lowercase

import numpy as np
from rapidfuzz import fuzz, process

from knowledge.answers import sounds
from knowledge.answers.offered import Locale, Offered
from knowledge.retrieve.index import EditionIndex
from knowledge.retrieve.nearest import nearest
from knowledge.retrieve.normalise import comparable, simplified, terms
from knowledge.retrieve.query import Query, understand
from knowledge.retrieve.synonyms import Synonyms

MOST = 5
LONGEST = 60  # characters; who has written more does not look for a wording any longer

# Strengths of the ways to match, the strongest counts; what is added within one way stays below the next.
_BEGINS, _CONTAINS, _SOUNDS, _SHARES = 3.4, 3.0, 2.0, 1.0
_LEAST_SHARE = 0.6  # of the typed characters and words
_LEAST_LIKENESS = 84.0  # per cent of the letters, for a misspelling
_SHORTEST_MISSPELT = 6  # letters; shorter ones are like everything
_LOOKED_AT = 80  # by BM25
_LEAST_SEEN, _LEAST_SEEN_OF_MANY = 0.7, 0.55  # of the typed characters and pairs, in the wording shown
_MANY = 8  # of those: five characters
FEWEST_SAID = 3  # times that something is written, for its initials to mean it in the middle of a sentence
# Who speaks is nothing to look up: "我们公司亏损" is 亏损.
_SPEAKER = re.compile(
    "^(?:我们?|咱们?|俺们?|本|贵)(?:公司|单位|企业|集团|工厂|厂|店|机构|司)?(?:这边|这里|的|是|有点)?(?=.{2})"
)
_LATIN = re.compile("[a-z]")
_SIGNS = re.compile(r"[^\w]+")


@dataclass(frozen=True)
class Suggestion:
    answer: str
    text: str


class _Wordings:
    """The questions of one language, prepared to be compared."""

    def __init__(self, index: EditionIndex, places: list[int], offered: Offered) -> None:
        questions = index.edition.questions
        self.places = np.array(places, dtype=np.int64)
        self.answers = [questions[place].answer for place in places]
        comparables = [comparable(questions[place].text) for place in places]
        self.texts = [_bare(text) for text in comparables]
        self.units = [frozenset(terms(text)) for text in comparables]
        self.shown = np.array(
            [
                offered.offers(answer, questions[place].text)
                for answer, place in zip(self.answers, places, strict=True)
            ],
            dtype=bool,
        )
        self.spoken = sounds.Spoken(
            text if shown else "" for text, shown in zip(comparables, self.shown, strict=True)
        )
        self.letters = [each.lower() for each in self.spoken.sounds]


class Completer:
    """Prepared once for an edition; may be used by several threads."""

    def __init__(self, index: EditionIndex, synonyms: Synonyms, offered: Offered) -> None:
        self._terms = index.question_terms
        self._synonyms = synonyms
        self._offered = offered
        asked = [
            (place, question.text.isascii())
            for place, question in enumerate(index.edition.questions)
            if question.answer
        ]
        self._chinese = _Wordings(index, [place for place, english in asked if not english], offered)
        self._english = _Wordings(index, [place for place, english in asked if english], offered)

    @property
    def texts(self) -> list[str]:
        """All wordings that are compared, comparable and without signs."""
        return [*self._chinese.texts, *self._english.texts]

    def complete(self, typed: str, locale: Locale) -> list[Suggestion]:
        """At most five, best first; the same for the same input. Nothing for what is empty or too long."""
        query = understand(typed[: LONGEST + 1], self._synonyms)
        if not _bare(query.written) or len(typed.strip()) > LONGEST:
            return []
        if told := _SPEAKER.match(query.written):
            query = understand(query.written[told.end() :], self._synonyms)
        chinese, english = (self._chinese, False), (self._english, True)
        latin = query.written.isascii()
        # Letters are English, or Chinese typed by its sound; the interface's language says which comes first.
        orders = (english, chinese) if locale == "en" else (chinese, english)
        for wordings, is_english in orders:
            if is_english and not latin:
                continue
            shown: Locale = locale if is_english == (locale == "en") else "en" if is_english else "zh-Hans"
            if found := self._best(query, wordings, shown):
                return found
        return []

    def sounding(self, typed: str) -> list[Suggestion]:
        """Chinese questions in which what was typed is heard, at most five; those that only share its words are none."""
        query, strengths = understand(typed, self._synonyms), {}
        self._by_sound(query.written, self._chinese, strengths)
        return self._chosen(query, self._chinese, strengths, "zh-Hans")

    def _best(self, query: Query, wordings: _Wordings, locale: Locale) -> list[Suggestion]:
        typed = _bare(query.written)
        strengths = self._literally(typed, wordings)
        self._by_words(query, wordings, strengths)
        if _LATIN.search(typed):
            self._by_sound(query.written, wordings, strengths)
        if chosen := self._chosen(query, wordings, strengths, locale):
            return chosen
        # Characters that lead to nothing as they are may have been mistaken for others.
        for mistaken in (self._by_sound, self._misspelt):
            strengths = {}
            if len(typed) > 1:
                mistaken(query.written, wordings, strengths)
            if chosen := self._chosen(query, wordings, strengths, locale):
                return chosen
        return []

    def _chosen(
        self, query: Query, wordings: _Wordings, strengths: dict[int, float], locale: Locale
    ) -> list[Suggestion]:
        """The strongest that a reader sees the reason of; else those that somebody asked in just these words."""
        typed, meant = _bare(query.written), self._synonyms.guide_terms(query.written)
        heard = sounds.pattern(query.written)
        ranked = sorted(strengths, key=lambda place: (-strengths[place], len(wordings.texts[place]), place))
        seen: dict[str, str] = {}
        said: dict[str, str] = {}
        for place in ranked[:_LOOKED_AT]:
            answer = wordings.answers[place]
            if answer in seen:
                continue
            by_sound = _SOUNDS <= strengths[place] < _CONTAINS
            text = self._wording(answer, wordings.texts[place], typed, locale, heard if by_sound else None)
            if text is None:
                continue
            if by_sound or strengths[place] < _SHARES or _shows(text, query.written, meant):
                seen[answer] = text
            elif strengths[place] >= _CONTAINS:
                said.setdefault(answer, text)
            if len(seen) == MOST:
                break
        return [Suggestion(answer, text) for answer, text in list((seen or said).items())[:MOST]]

    def _wording(
        self, answer: str, matched: str, typed: str, locale: Locale, heard: re.Pattern[str] | None
    ) -> str | None:
        """The wording that matched where it is offered, else one that holds what was typed, else the plainest; of what was
        `heard` none in which it is not."""
        offered = {_bare(comparable(text)): text for text in self._offered.wordings(answer, locale)}
        if matched in offered:
            return offered[matched]
        if heard:
            return next((text for bare, text in offered.items() if heard.search(sounds.sound(bare))), None)
        holding = (text for bare, text in offered.items() if typed in bare)
        return next(holding, self._offered.heading(answer, locale))

    def _literally(self, typed: str, wordings: _Wordings) -> dict[int, float]:
        return {
            place: (_BEGINS if text.startswith(typed) else _CONTAINS) + 0.5 * bool(wordings.shown[place])
            for place, text in enumerate(wordings.texts)
            if typed in text and (wordings.shown[place] or len(typed) > 1)
        }

    def _by_sound(self, typed: str, wordings: _Wordings, strengths: dict[int, float]) -> None:
        """One after another of the words that it may stand for: the more often written, the earlier and the more often."""
        pattern = sounds.pattern(typed)
        if pattern is None:
            return
        found = list(wordings.spoken.runs(pattern))
        if not typed.isascii():  # characters mean themselves, where they are found
            meant = set(typed) - set(ascii_lowercase)
            found = [run for run in found if meant <= set(run.written)] or found
        often = Counter(run.written for run in found)
        most = max(often.values(), default=0)
        kept = [
            (0.5 * run.begins + 0.4 * often[run.written] / most, run)
            for run in found
            if run.begins or not typed.isascii() or often[run.written] >= FEWEST_SAID
        ]
        kept.sort(key=lambda each: (-each[0], len(wordings.texts[each[1].place]), each[1].place))
        answers: dict[str, dict[str, int]] = defaultdict(dict)  # of each word, with their order
        for near, run in kept:
            of_word = answers[run.written]
            nth = of_word.setdefault(wordings.answers[run.place], len(of_word))
            strength = _SOUNDS + (near + 0.05) / (1 + nth)
            strengths[run.place] = max(strengths.get(run.place, 0.0), strength)

    def _by_words(self, query: Query, wordings: _Wordings, strengths: dict[int, float]) -> None:
        scores = self._terms.scores(query.terms)[wordings.places]
        best = float(scores.max(initial=0.0))
        wanted = {term for term in terms(query.written) if term.isascii() or len(term) == 1}
        if not best or not wanted:
            return
        meant = self._synonyms.guide_terms(query.written)
        for place in nearest(scores, _LOOKED_AT).tolist():
            if not scores[place]:
                break
            share = len(wanted & wordings.units[place]) / len(wanted)
            if any(term in wordings.texts[place] for term in meant):
                share = max(share, _LEAST_SHARE)
            if share >= _LEAST_SHARE:
                strength = _SHARES + 0.5 * share + 0.4 * float(scores[place]) / best
                strengths[place] = max(strengths.get(place, 0.0), strength)

    def _misspelt(self, typed: str, wordings: _Wordings, strengths: dict[int, float]) -> None:
        written = sounds.letters(typed)
        if len(written) < _SHORTEST_MISSPELT:
            return
        found = process.extract(
            written,
            wordings.letters,
            scorer=fuzz.partial_ratio,
            processor=None,
            score_cutoff=_LEAST_LIKENESS,
            limit=_LOOKED_AT,
        )
        for letters, likeness, place in found:
            if len(letters) >= len(written):
                strengths.setdefault(place, likeness / 100 * _SHARES)


def _shows(text: str, typed: str, meant: Collection[str]) -> bool:
    """Whether a reader finds what was typed, or the guide's word for it, in the text."""
    shown = comparable(simplified(text))
    if any(term in shown for term in meant):
        return True
    wanted = set(terms(typed))
    least = _LEAST_SEEN if len(wanted) < _MANY else _LEAST_SEEN_OF_MANY
    return len(wanted & set(terms(shown))) >= least * len(wanted)


def _bare(text: str) -> str:
    return _SIGNS.sub("", text)
