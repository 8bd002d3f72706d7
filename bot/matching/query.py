"""Reading a question: from a text to slots, by an index's terms and a vocabulary."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from functools import lru_cache

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.matching.arrays import Floats
from bot.matching.index import Index
from bot.matching.lexicon import ASKING, FILLER, NAME_MARK, SYNONYM, Lexicon, asks, is_said
from bot.matching.normalise import capitalised, is_figure, stems, words
from bot.matching.remembering import remembered
from bot.matching.spelling import OTHER_FORM, SHORTEST, Spelling


class Trait(IntEnum):
    """What is summed up of slots; of each it is 1 or 0 where nothing else is said."""

    ONE = 0
    """1 of every slot."""
    WEIGHT = 1
    """Its weight."""
    ASKING = 2
    """Its weight where it asks."""
    CONTENT = 3
    NAME = 4
    CAPITAL = 5
    STRANGER = 6
    """Whether it is a word of content that the base does not know."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One thing that a question mentions.

    ``terms`` are the terms of the index that meet it, by number, each with a quality of 0..1, worst first;
    ``weight`` is how much it matters: the rarity of its best term, or that of a word nobody has used. ``asking`` words
    say what sort of answer is wanted; they and other ``everyday`` words say nothing of the theme. A ``name`` is one of
    the vocabulary's, and ``capital`` a word that was written like one.
    """

    surface: str
    terms: tuple[tuple[int, float], ...]
    weight: float
    asking: bool = False
    everyday: bool = False
    name: bool = False
    capital: bool = False
    traits: Floats = field(init=False, repr=False, compare=False)
    """All of :class:`Trait`, in its order."""

    def __post_init__(self) -> None:
        asking, stranger = self.weight * self.asking, self.content and self.strange
        traits = (1.0, self.weight, asking, self.content, self.name, self.capital, stranger)
        object.__setattr__(self, "traits", np.array(traits, dtype=np.float32))

    def __hash__(self) -> int:
        return hash(self.surface)

    @property
    def content(self) -> bool:
        """Whether the word says something of the theme."""
        return not (self.everyday or self.asking)

    @property
    def strange(self) -> bool:
        """Whether the base does not know the word: at best it has words that begin as this one does."""
        return not self.terms or self.terms[-1][1] <= OTHER_FORM


@dataclass(frozen=True, slots=True)
class Question:
    """A text as the matcher reads it: its words, their stems, and its slots in order, each thing once."""

    words: tuple[str, ...]
    stems: tuple[str, ...]
    slots: tuple[Slot, ...]

    traits: Floats = field(init=False, repr=False, compare=False)
    """The traits of all slots (traits x slots)."""
    sums: Sequence[float] = field(init=False, repr=False, compare=False)
    """Each trait's sum over all slots."""

    def __post_init__(self) -> None:
        traits = np.array([slot.traits for slot in self.slots], dtype=np.float32).reshape(-1, len(Trait)).T
        object.__setattr__(self, "traits", traits)
        object.__setattr__(self, "sums", traits.sum(axis=1).tolist())


MAX_SLOTS = 40
"""The most words of a question that are weighed: a bound on the time that any question can take."""

KEPT = 4_000
"""How many slots are kept at hand, since people use the same words again and again; each takes about a kilobyte."""

PART = 0.35
"""How much a part of a name counts for the whole name, 0..1."""
STRANGER, FIGURE, FRAGMENT = 0.8, 0.6, 0.4
"""How much an unknown word weighs, as a share of the rarest known one: any, a figure, one of a letter or two."""
UNFINISHED = 0.8
"""How much a word counts for its typed beginning, 0..1."""
CONFIDENT_CORRECTION = 0.75
"""The quality from which a misspelt word is read as another when names are looked for."""

_SORTS = FILLER | ASKING
_EVERYDAY = sorted(word for word in _SORTS if len(word) >= SHORTEST - 1)


class Reader:
    """Turns a text into slots by an index's terms and a vocabulary."""

    def __init__(self, index: Index, lexicon: Lexicon, earlier: "Reader | None" = None) -> None:
        self._index = index
        self._lexicon = lexicon
        self._spelling: Spelling = Spelling(index, earlier._spelling if earlier else None)
        self._slot = remembered(self._made, KEPT)

    def read(self, text: str, unfinished: bool = False) -> Question:
        """The question that a text asks; everyday words that the base does not hold are left out.

        Where the text is ``unfinished``, its last word is also met by every term that begins with it.
        """
        spoken = words(text)[: 2 * MAX_SLOTS]
        stemmed = stems(spoken)
        read_as = [self._read_as(*three) for three in zip(spoken, stemmed, (*stemmed, "")[1:], strict=True)]
        capitals = capitalised(text)
        spans = {span.start: span for span in self._lexicon.spans(read_as) if not is_said(span, spoken, text)}
        slots: dict[str, Slot] = {}
        place = 0
        while place < len(stemmed) and len(slots) < MAX_SLOTS:
            if span := spans.get(place):
                end, term, begins = span.end, span.term, ""
            else:
                end, term = place + 1, read_as[place] if read_as[place] in _SORTS else stemmed[place]
                begins = spoken[place] if unfinished and end == len(stemmed) else ""
            said, parts = spoken[place:end], stemmed[place:end] if end - place > 1 else ()
            slot = self._slot(" ".join(said), not capitals.isdisjoint(said), term, parts, begins)
            place = end
            if slot:
                slots.setdefault(slot.surface, slot)
        return Question(tuple(spoken), stemmed, tuple(slots.values()))

    def _read_as(self, word: str, term: str, following: str) -> str:
        """The term of a word before another, or of what it is most likely a misspelling of."""
        if term in self._index.numbers or term in _SORTS:
            return term
        if of_a_name := self._lexicon.meant(term, following):
            return of_a_name
        meant = self._spelling.meant(word, term)
        known = self._index.terms[meant[0][0]] if meant and meant[0][1] >= CONFIDENT_CORRECTION else ""
        everyday = _everyday(term)
        if everyday and (not known or everyday[0] == term[0] != known[0]):  # a slip is seldom in the first letter
            return everyday
        return known or term

    def _made(self, surface: str, capital: bool, term: str, parts: tuple[str, ...], begins: str) -> Slot | None:
        numbers = self._index.numbers
        qualities: dict[int, float] = {}

        def meet(number: int, quality: float) -> None:
            qualities[number] = max(quality, qualities.get(number, 0.0))

        known = term in numbers
        if known:
            meet(numbers[term], 1.0)
        for other in self._lexicon.same(term):
            if other in numbers:
                meet(numbers[other], SYNONYM)
        for part in parts:
            if part in numbers and part not in FILLER:
                meet(numbers[part], PART)
        for number in self._spelling.beginning(begins) if begins else ():
            meet(number, UNFINISHED)
        everyday = len(term) < 2 or term in FILLER or asks(term)
        if not everyday:
            for number, quality in self._spelling.other_forms(term) if known else self._spelling.meant(surface, term):
                meet(number, quality)
        if not qualities:
            return None if everyday else Slot(surface, (), self._unknown_weight(term), capital=capital)
        ranked = tuple(sorted(qualities.items(), key=lambda pair: pair[1]))
        return Slot(
            surface,
            ranked,
            self._weight(term, ranked[-1][0]) if ranked[-1][1] > OTHER_FORM else self._unknown_weight(term),
            asking=asks(term),
            everyday=everyday,
            name=term.startswith(NAME_MARK) and not everyday,
            capital=capital,
        )

    def _weight(self, term: str, best: int) -> float:
        number = self._index.numbers.get(term, best)
        return float(self._index.rarity[number])

    def _unknown_weight(self, term: str) -> float:
        """An unknown word weighs like a rare known one: it may be the very thing that is asked about.

        Figures weigh less, since a wrong value is often asserted of the right thing, and so do fragments of a word.
        """
        share = FIGURE if is_figure(term) else FRAGMENT if len(term) < SHORTEST - 1 else STRANGER
        return self._index.unknown_rarity * share


@lru_cache(maxsize=20_000)
def _everyday(word: str) -> str:
    """The everyday word that an unknown one is a slip of, one edit away from it; empty where there is none.

    A slip is seldom in the first letter: a word that begins alike goes before the others.
    """
    if len(word) < 2:
        return ""
    found = process.extract(word, _EVERYDAY, scorer=OSA.distance, score_cutoff=1, limit=None)
    return min((other for other, *_ in found), key=lambda other: other[0] != word[0], default="")
