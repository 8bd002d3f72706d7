"""The matcher: one question in, ranked facts with a confidence and a band out."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, islice

from bot.factbase.model import Fact, FactBase
from bot.matching import index as indexing
from bot.matching.arrays import Floats
from bot.matching.confidence import Band, band, confidence, leaders, reasons, signs
from bot.matching.entries import texts
from bot.matching.explain import Explained, Explanation, meetings, why
from bot.matching.features import Marked, Marker
from bot.matching.index import Index
from bot.matching.lexicon import Lexicon
from bot.matching.query import Question, Reader
from bot.matching.renewing import renewed
from bot.matching.weights import SIGNS, learned
from bot.matching.wordings import Wordings

CANDIDATES = 5
"""How many facts a match ranks."""
EXPLAINED = 3
"""How many of them are explained."""
WORD_BY_WORD = 0.99
"""The least confidence in a fact of which a question is, word by word, the claim or a phrasing."""
LOOKED_AT, LOOKED_AT_IN_SMALL = 16, 8
"""How many facts are marked text by text for that: a small base's right fact is among eight nearly as often."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A fact and how likely it answers the question, 0..1."""

    fact: Fact
    confidence: float


@dataclass(frozen=True, slots=True)
class Match:
    """The closest facts, best first (five where the base has them), and what the best one is good for."""

    candidates: tuple[Candidate, ...]
    band: Band

    @property
    def confidence(self) -> float:
        """How likely the best candidate answers the question, 0..1; 0 where there is none."""
        return self.candidates[0].confidence if self.candidates else 0.0


class Matcher:
    """An immutable index of one fact base; any number of threads may ask it at once."""

    def __init__(self, base: FactBase, earlier: "Matcher | None" = None) -> None:
        """``earlier`` is a matcher of a base much like this one: what they share is not made again."""
        self._base = base
        self._weights = learned()
        self._lexicon: Lexicon
        self._index: Index
        if earlier and earlier._base.vocabulary == base.vocabulary:
            self._lexicon = earlier._lexicon
            self._index = renewed(earlier._index, earlier._base, base, self._lexicon)
        else:
            self._lexicon = Lexicon(base.vocabulary)
            self._index = indexing.build(base, self._lexicon)
        self._wordings = Wordings(base)
        self._looked_at = LOOKED_AT_IN_SMALL if self._index.is_small else LOOKED_AT
        self._reader: Reader = Reader(self._index, self._lexicon, earlier._reader if earlier else None)
        self._marker: Marker = Marker(self._index, earlier._marker if earlier else None)

    def match(self, text: str) -> Match:
        """The facts that a text asks for or asserts."""
        question, marked = self.marked(text)
        places, _, likely = self._judged(question, marked, CANDIDATES)
        facts = [self._base.facts[number] for number in marked.facts[places].tolist()]
        ranked = list(map(Candidate, facts, likely))
        if len(ranked) < CANDIDATES:
            ranked += [Candidate(fact, 0.0) for fact in self._others(ranked)]
        return Match(tuple(ranked), band(ranked[0].confidence, question) if ranked else Band.NONE)

    def complete(self, typed: str, limit: int) -> list[Fact]:
        """The facts that a half-typed question may be heading for, best first; its last word may be unfinished."""
        question = self._reader.read(typed, unfinished=not typed[-1:].isspace())
        marked = self._marker.mark(question, max(limit, self._looked_at))
        best_first = (-(marked.marks @ self._weights.ranking)).argsort(kind="stable")[:limit]
        return [self._base.facts[number] for number in marked.facts.take(best_first).tolist()]

    def explain(self, text: str) -> Explanation:
        """Why a text finds the facts it finds: the best of them, word by word."""
        question, marked = self.marked(text)
        places, found, likely = self._judged(question, marked, EXPLAINED)
        explained = tuple(
            self._explained(question, marked, place, sure, signs_of_one)
            for place, sure, signs_of_one in zip(places, likely, found, strict=True)
        )
        sure = likely[0] if likely else 0.0
        return Explanation(explained, band(sure, question), why(sure, question))

    def marked(self, text: str) -> tuple[Question, Marked]:
        """What a ranking is made of: the question as it was read, and the marks of every fact worth a look."""
        question = self._reader.read(text)
        return question, self._marker.mark(question, self._looked_at)

    def fact_id(self, number: int) -> str:
        """The id of the fact that marks name by its number."""
        return self._base.facts[number].id

    def alike(self, question: Question, marked: Marked) -> list[float]:
        """How alike a question and each marked fact's wordings are, 0..1, as :class:`Wordings` says."""
        return self._wordings.alike(marked.facts.tolist(), question.words)

    @property
    def unknown_rarity(self) -> float:
        """What a word weighs that the base does not know."""
        return self._index.unknown_rarity

    def _judged(self, question: Question, marked: Marked, limit: int) -> tuple[list[int], Floats, list[float]]:
        """The places of the best facts among the marked, best first, their signs, and their falling confidences.

        What is word by word the claim or a phrasing of a fact asks for that fact.
        """
        scores = marked.marks @ self._weights.ranking
        same = self._of_these_words(question, marked)
        if same:
            scores[same] += 1.0
        places, leads, shares = leaders(scores, limit)
        alike = self._wordings.alike(marked.facts[places].tolist(), question.words)
        found = signs(question, marked.marks[places], leads, shares, alike, self.unknown_rarity)
        likely = list(accumulate(confidence(found, self._weights), min))
        if same:
            likely[0] = max(likely[0], WORD_BY_WORD)
        return places, found, likely

    def _of_these_words(self, question: Question, marked: Marked) -> list[int]:
        """The places of the marked facts that have the question as their claim or a phrasing."""
        return [place for place in marked.said.tolist() if self._wordings.has(int(marked.facts[place]), question.words)]

    def _explained(self, question: Question, marked: Marked, place: int, sure: float, found: Floats) -> Explained:
        number, text = int(marked.facts[place]), int(marked.best_texts[place])
        fact = self._base.facts[number]
        amounts = zip(SIGNS, reasons(found[None], self._weights)[0, :-1].tolist(), strict=True)
        return Explained(
            fact=fact,
            confidence=sure,
            text=next(islice(texts(fact), text - int(self._index.fact_texts[number]), None))[1],
            meetings=meetings(self._index, question, text),
            reasons=tuple(sorted(amounts, key=lambda pair: -abs(pair[1]))),
        )

    def _others(self, ranked: list[Candidate]) -> Iterator[Fact]:
        found = {candidate.fact.id for candidate in ranked}
        return islice((fact for fact in self._base.facts if fact.id not in found), CANDIDATES - len(ranked))
