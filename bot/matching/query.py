"""Reading a question: from a text to query terms, by an index's terms and a vocabulary."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.matching.english import ASKING, FILLER
from bot.matching.entries import WRONG_MARK, Floats, sort_of_figure
from bot.matching.index import Index
from bot.matching.lexicon import NAME_MARK, Lexicon, asks
from bot.matching.normalise import capitalised, is_figure, stem, stems, words
from bot.matching.spelling import OTHER_FORM, SHORTEST, Spelling

MAX_TERMS = 40
"""The most words of a question that are weighed: a bound on the time that any question can take."""
KEPT = 4_000
"""How many query terms are kept, since people use the same words again and again; each takes about a kilobyte."""
PART = 0.35
"""How much a part of a name counts for the whole name, 0..1."""
ANOTHER, WRONG = 0.5, 0.6
"""How much a figure counts for another of its sort, and if the fact has it as a value that people get wrong."""
STRANGER, FIGURE, FRAGMENT = 0.8, 0.6, 0.4
"""How much an unknown word weighs, as a share of the rarest known one: any, a figure, one of a letter or two."""
UNFINISHED = 0.8
"""How much a word counts for its typed beginning, 0..1."""
CONFIDENT_CORRECTION = 0.75
"""The quality from which a misspelt word is read as another when names are looked for."""
SHORTEST_PART = 3
"""The fewest letters of each of two words that an unknown one is split into."""

_STOP_WORDS = FILLER | ASKING
_STOPS_WITH_SLIPS = sorted(word for word in _STOP_WORDS if len(word) >= SHORTEST - 1)


@dataclass(frozen=True, slots=True)
class QueryTerm:
    """One thing that a question mentions.

    ``terms`` are the terms of the index that meet it, by number, each with a quality of 0..1, worst first;
    ``weight`` is how much it matters: the rarity of its best term, or that of a word nobody has used. ``asking`` words
    say what sort of answer is wanted; they and other ``stop`` words say nothing of the theme. A ``name`` is one of
    the vocabulary's, and ``capital`` a word that was written like one.
    """

    surface: str
    terms: tuple[tuple[int, float], ...]
    weight: float
    asking: bool = False
    stop: bool = False
    name: bool = False
    capital: bool = False

    @property
    def content(self) -> bool:
        """Whether the word says something of the theme."""
        return not (self.stop or self.asking)

    @property
    def strange(self) -> bool:
        """Whether the base does not know the word: at best it has words that begin as this one does."""
        return not self.terms or self.terms[-1][1] <= OTHER_FORM


@dataclass(frozen=True, slots=True)
class Query:
    """A text as the matcher reads it: its words, and its terms in order, each once.

    ``as_split`` are the words joined and split as the base writes them.
    """

    text: str
    words: tuple[str, ...]
    as_split: tuple[str, ...]
    terms: tuple[QueryTerm, ...]
    weights: Floats = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "weights", np.array([term.weight for term in self.terms], dtype=np.float32))


class Reader:
    """Turns a text into query terms by an index's terms and a vocabulary."""

    def __init__(self, index: Index, lexicon: Lexicon, spelling: Spelling) -> None:
        self._index, self._lexicon, self._spelling = index, lexicon, spelling
        self._kept: dict[tuple[str, bool, str, tuple[str, ...], str], QueryTerm | None] = {}

    def read(self, text: str, unfinished: bool = False) -> Query:
        """The question that a text asks; stop words that the base does not hold are left out.

        If the text is ``unfinished``, its last word is also met by every term that begins with it.
        """
        typed = words(text)
        spoken = self._as_the_base_splits(typed[: 2 * MAX_TERMS])
        stemmed = stems(spoken)
        read_as = [self._read_as(*three) for three in zip(spoken, stemmed, (*stemmed, "")[1:], strict=True)]
        capitals = capitalised(text)
        spans = self._lexicon.spans(spoken, read_as, text)
        found: dict[str, QueryTerm] = {}
        place = 0
        while place < len(stemmed) and len(found) < MAX_TERMS:
            span = spans.get(place)
            if span and (span.end - place > 1 or self._index.knows(span.term)):
                end, term, begins = span.end, span.term, ""
            else:
                end, term = place + 1, read_as[place] if read_as[place] in _STOP_WORDS else stemmed[place]
                begins = spoken[place] if unfinished and end == len(stemmed) else ""
            said, parts = spoken[place:end], stemmed[place:end] if end - place > 1 else ()
            key = (" ".join(said), not capitals.isdisjoint(said), term, tuple(parts), begins)
            if made := self._read_before(key):
                found.setdefault(made.surface, made)
            place = end
        return Query(text, tuple(typed), tuple(spoken), tuple(found.values()))

    def _read_before(self, key: tuple[str, bool, str, tuple[str, ...], str]) -> QueryTerm | None:
        try:
            return self._kept[key]
        except KeyError:
            if len(self._kept) >= KEPT:
                self._kept.clear()
            return self._kept.setdefault(key, self._made(*key))

    def _as_the_base_splits(self, spoken: Sequence[str]) -> list[str]:
        """The words of a question, joined and split as the base writes them: air port, data base, wifi."""
        found: list[str] = []
        for place, word in enumerate(spoken):
            if found and place and self._joined(spoken[place - 1], word) and found[-1] == spoken[place - 1]:
                found[-1] += word
            else:
                found += self._split(word)
        return found

    def _joined(self, first: str, second: str) -> bool:
        if is_figure(first) or is_figure(second) or first in _STOP_WORDS or not self._index.knows(stem(first + second)):
            return False
        return not (self._spelling.has(first) and self._spelling.has(second)) or min(len(first), len(second)) < 2

    def _split(self, word: str) -> list[str]:
        if len(word) >= 2 * SHORTEST - 4 and not self._spelling.has(word) and word.isalpha():
            if pair := self._spelling.compounds.get(word):
                return list(pair)
            for at in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1):
                known = self._spelling.has(word[:at]) and self._spelling.has(word[at:])
                if known and max(at, len(word) - at) > SHORTEST and not self._spelling.meant(word, stem(word)):
                    return [word[:at], word[at:]]
        return [word]

    def _read_as(self, word: str, term: str, following: str) -> str:
        """The term of a word before another, or of what it is most likely a misspelling of."""
        if self._index.knows(term) or term in _STOP_WORDS or term in self._lexicon.words:
            return term
        if of_a_name := self._lexicon.meant(term, following):
            return of_a_name
        meant = self._meant(word, term)
        known = self._index.entries.terms[meant[0][0]] if meant and meant[0][1] >= CONFIDENT_CORRECTION else ""
        stop = _stop_word(term)
        if stop and (not known or stop[0] == term[0] != known[0]):  # a slip is seldom in the first letter
            return stop
        return known or term

    def _meant(self, word: str, term: str) -> list[tuple[int, float]]:
        offsets = self._index.posting_offsets
        return [one for one in self._spelling.meant(word, term) if offsets[one[0] + 1] > offsets[one[0]]]

    def _made(self, surface: str, capital: bool, term: str, parts: tuple[str, ...], begins: str) -> QueryTerm | None:
        index, qualities = self._index, dict[int, float]()

        def meet(other: str, quality: float) -> None:
            if index.knows(other):
                number = index.numbers[other]
                qualities[number] = max(quality, qualities.get(number, 0.0))

        known = index.knows(term)
        meet(term, 1.0)
        for other, quality in self._lexicon.same(term):
            meet(other, quality)
        for part in parts:
            if part not in FILLER:
                meet(part, PART)
        if is_figure(term):
            meet(sort_of_figure(term), ANOTHER)
            meet(WRONG_MARK + term, WRONG)
        for number in self._spelling.beginning(begins) if begins else ():
            meet(index.entries.terms[number], UNFINISHED)
        stop = term in FILLER or asks(term) or (len(term) < 2 and term.isascii() and not capital)
        if not stop:
            near = self._spelling.other_forms(term) if known else self._meant(surface, term)
            for number, quality in near:
                meet(index.entries.terms[number], quality)
        if not qualities:
            return None if stop else QueryTerm(surface, (), self._unknown_weight(term), capital=capital)
        ranked = tuple(sorted(qualities.items(), key=lambda pair: (pair[1], pair[0])))
        best = index.numbers[term] if known else ranked[-1][0]
        return QueryTerm(
            surface,
            ranked,
            float(index.rarity[best]) if ranked[-1][1] > OTHER_FORM else self._unknown_weight(term),
            asking=asks(term),
            stop=stop,
            name=term.startswith(NAME_MARK),
            capital=capital,
        )

    def _unknown_weight(self, term: str) -> float:
        """An unknown word weighs like a rare known one: it may be the very thing that is asked about.

        Figures weigh less, since a wrong value is often asserted of the right thing, and so do fragments of a word.
        """
        share = FIGURE if is_figure(term) else FRAGMENT if len(term) < SHORTEST - 1 else STRANGER
        return self._index.unknown_rarity * share


@lru_cache(maxsize=20_000)
def _stop_word(word: str) -> str:
    """The stop word that an unknown one is a slip of, one edit away from it; empty if there is none.

    A slip is seldom in the first letter: a word that begins alike goes before the others.
    """
    if len(word) < 2:
        return ""
    found = process.extract(word, _STOPS_WITH_SLIPS, scorer=OSA.distance, score_cutoff=1, limit=None)
    return min((other for other, *_ in found), key=lambda other: other[0] != word[0], default="")
