"""The matcher: one question in, ranked facts with a confidence and a band out."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Self

import numpy as np

from bot.factbase.model import Fact, FactBase
from bot.matching.calibration import Calibration, calibrate, kept_calibration
from bot.matching.confidence import EQUAL, Band, band, leaders
from bot.matching.entries import texts
from bot.matching.explain import Explained, Explanation, meetings, reasons, why
from bot.matching.features import CANDIDATES as COMPARED
from bot.matching.features import Measured
from bot.matching.finder import Finder
from bot.matching.index import highest_first
from bot.matching.normalise import words
from bot.matching.query import Query
from bot.matching.weights import Weights, shipped

CANDIDATES = 5
"""How many facts a match ranks."""
EXPLAINED = 3
"""How many of them are explained."""
AMBIGUOUS = 0.5
"""The most confidence in each of several facts that have the question, but for signs, case or accents, as a wording."""

_SIGNS = re.compile(r"[^\w\s.,;:!?'\"()…–—’‘“”-]|(?<!\w)-(?=\d)")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A fact and how likely it answers the question, 0..1."""

    fact: Fact
    confidence: float


@dataclass(frozen=True, slots=True)
class Match:
    """The closest facts, best first (five if the base has them), and what the best one is good for."""

    candidates: tuple[Candidate, ...]
    band: Band

    @property
    def confidence(self) -> float:
        """How likely the best candidate answers the question, 0..1; 0 if there is none."""
        return self.candidates[0].confidence if self.candidates else 0.0


class Matcher:
    """An immutable index of one fact base; any number of threads may ask it at once."""

    def __init__(self, finder: Finder, weights: Weights, calibration: Calibration) -> None:
        self._finder, self._weights, self.calibration = finder, weights, calibration
        self._facts, self._index = finder.facts, finder.index
        self._topics = {tuple(words(fact.topic)) for fact in finder.facts}

    @classmethod
    def of(cls, base: FactBase, kept: bool = False) -> Self:
        """The matcher of a base. Its calibration may be ``kept`` from an earlier start, by the base's version."""
        finder = Finder(base)
        calibration = kept_calibration(finder, shipped(), base.version) if kept else calibrate(finder, shipped())
        return cls(finder, shipped(), calibration)

    def edited(self, base: FactBase) -> Self:
        """The matcher of an edited base: only what changed is read, and it is as sure as this one."""
        return type(self)(Finder(base, self._finder), self._weights, self.calibration)

    def calibrated(self) -> Self:
        """The matcher of the same base, as sure as the base itself says."""
        return type(self)(self._finder, self._weights, calibrate(self._finder, self._weights))

    def match(self, text: str) -> Match:
        """The facts that a text asks for or asserts."""
        query, measured = self._finder.measure(text)
        places, likely = self._judged(query, measured)
        ranked = [
            Candidate(self._facts[measured.facts[place]], sure) for place, sure in zip(places, likely, strict=True)
        ]
        if len(ranked) < CANDIDATES:
            ranked += [Candidate(fact, 0.0) for fact in self._others(ranked)]
        first = ranked[0].confidence if ranked else 0.0
        found = band(first, query, measured.sharing)
        if query.words in self._topics:  # a topic's name offers its facts, also if it is all stop words
            found = Band.SUGGESTIONS
        return Match(tuple(ranked), found)

    def complete(self, typed: str, limit: int) -> list[Fact]:
        """The facts that a half-typed question may be heading for, best first; its last word may be unfinished."""
        _, measured = self._finder.measure(typed, max(limit, COMPARED), unfinished=not typed[-1:].isspace())
        best_first = highest_first(measured.features @ self._weights.ranking, limit)
        return [self._facts[number] for number in measured.facts[best_first].tolist()]

    def explain(self, text: str) -> Explanation:
        """Why a text finds the facts it finds: the best of them, word by word."""
        query, measured = self._finder.measure(text)
        places, likely = self._judged(query, measured)
        explained = tuple(
            self._explained(query, measured, place, sure)
            for place, sure in islice(zip(places, likely, strict=True), EXPLAINED)
        )
        sure = likely[0] if likely else 0.0
        told = band(sure, query, measured.sharing), why(sure, query, measured.sharing)
        return Explanation(explained, *told, str(self.calibration))

    def _judged(self, query: Query, measured: Measured) -> tuple[list[int], list[float]]:
        """The places of the likeliest facts among the measured, likeliest first, and how likely each is."""
        if not len(measured.facts):
            return [], []
        equal = self._equal(query)
        ranked = len(measured.facts) if equal else CANDIDATES
        places, found = leaders(measured, query, self._index.unknown_rarity, self._weights.ranking, ranked)
        likely = self.calibration.confidence(self._weights.trees.log_odds(found))
        for row, number in enumerate(measured.facts[places].tolist()):
            if number in equal:
                likely[row] = max(likely[row], EQUAL) if len(equal) == 1 else AMBIGUOUS
            elif equal:
                likely[row] = min(likely[row], AMBIGUOUS - 0.01)
        order = np.argsort(-likely, kind="stable")[:CANDIDATES]
        return places[order].tolist(), likely[order].tolist()

    def _equal(self, query: Query) -> list[int]:
        """The numbers of the facts that have the question as their claim or a phrasing.

        If one has it letter for letter, only that; else those that have it but for case, accents and punctuation, and
        none if other signs differ, as in < 10 and > 10.
        """
        said = dict.fromkeys(self._index.facts_that_say(query.words).tolist())
        if not said:
            return []
        same = [
            (number, wording)
            for number in said
            for wording in (self._facts[number].claim, *self._facts[number].phrasings)
            if _spoken(wording) == query.words
        ]
        for alike in (_literal, _signs):
            asked = alike(query.text)
            if equal := list(dict.fromkeys(number for number, wording in same if alike(wording) == asked)):
                return equal
        return []

    def _explained(self, query: Query, measured: Measured, place: int, sure: float) -> Explained:
        number, text = int(measured.facts[place]), int(measured.best_texts[place])
        fact = self._facts[number]
        return Explained(
            fact=fact,
            confidence=sure,
            text=next(islice(texts(fact), text - int(self._index.entries.fact_texts[number]), None))[1],
            meetings=meetings(self._index, query, text),
            reasons=tuple(reasons(self._index, query, measured, place)),
        )

    def _others(self, ranked: Sequence[Candidate]) -> Iterator[Fact]:
        found = {candidate.fact.id for candidate in ranked}
        return islice((fact for fact in self._facts if fact.id not in found), CANDIDATES - len(ranked))


@lru_cache(maxsize=8_000)
def _spoken(wording: str) -> tuple[str, ...]:
    """The words of a claim or phrasing, which many questions are held against."""
    return tuple(words(wording))


def _literal(text: str) -> str:
    """A text letter for letter, without its outer punctuation."""
    return " ".join(unicodedata.normalize("NFC", text).split()).strip(" .?!…\"'“”‘’")


def _signs(text: str) -> Counter[str]:
    """How often a text has each sign that is no punctuation."""
    return Counter(_SIGNS.findall(text))
