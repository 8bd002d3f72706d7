"""The fact base as arrays: which term stands in which text of which fact, and how much each term says."""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from bot.factbase.model import Fact, FactBase
from bot.matching.everyday import FILLER
from bot.matching.lexicon import Lexicon, asks
from bot.matching.normalise import stems, words

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]

ASKING_WEIGHT = 0.6
FILLER_WEIGHT = 0.15
PART_WEIGHT = 0.25
"""How much a word counts in a text where it is only part of a name that counts as a whole."""

SATURATION, LENGTH_SHARE = 1.5, 0.75
"""BM25's k1 and b (Robertson & Zaragoza 2009): how slowly repetition stops counting, how much long facts count less."""


class Field(IntEnum):
    """Which text of a fact a text is."""

    CLAIM = 0
    PHRASING = 1
    EVIDENCE = 2
    FILING = 3
    """Topic and tags."""


def texts(fact: Fact) -> Iterator[tuple[Field, str]]:
    """Every text by which a fact can be found."""
    yield Field.CLAIM, fact.claim
    for phrasing in fact.phrasings:
        yield Field.PHRASING, phrasing
    for evidence in (*fact.supports, *fact.disputes):
        yield Field.EVIDENCE, " . ".join((evidence.says, *evidence.anchors, *evidence.attributed_to))
    yield Field.FILING, " . ".join((fact.topic, *fact.tags))


@dataclass(frozen=True, slots=True)
class Entries:
    """Which term stands in which text of which fact, before any is weighed; arrays as in :class:`Index`."""

    terms: list[str]
    fact_texts: Ints
    text_entries: Ints
    text_fields: NDArray[np.uint8]
    entry_terms: Ints
    entry_weights: Floats


@dataclass(frozen=True)
class Index:
    """The arrays that a question is scored against.

    With F facts, T texts, E entries (a term in a text) and V terms: ``fact_texts`` has F+1 offsets into the texts,
    ``text_entries`` T+1 offsets into the entries; ``entry_terms`` and ``entry_weights`` have E values;
    ``text_fields``, ``text_mass`` (the sum of a text's entry weights) T; ``rarity`` V; ``posting_facts`` lists, term by
    term from ``posting_offsets`` (V+1), the numbers of the facts in which a term stands, and ``posting_strengths`` how
    much the fact is about it, 0..1: BM25's saturated term frequency. ``held_terms``
    lists, fact by fact from ``fact_terms`` (F+1), the terms that it holds, and ``held_counts`` 1 + the logarithm of how
    often; ``held_strengths`` are the same values as ``posting_strengths``, in that order. ``entries`` is what it was
    weighed from; its terms are the first of ``terms``.
    """

    entries: Entries
    terms: list[str]
    numbers: dict[str, int]
    rarity: Floats
    fact_texts: Ints
    text_entries: Ints
    text_fields: NDArray[np.uint8]
    text_mass: Floats
    entry_terms: Ints
    entry_weights: Floats
    posting_offsets: Ints
    posting_facts: Ints
    posting_strengths: Floats
    fact_terms: Ints
    held_terms: Ints
    held_counts: Floats
    held_strengths: Floats
    unknown_rarity: float

    def facts_with(self, term: int) -> tuple[Ints, Floats]:
        """The numbers of the facts in which a term stands, ascending, and how much each is about it."""
        run = slice(self.posting_offsets[term], self.posting_offsets[term + 1])
        return self.posting_facts[run], self.posting_strengths[run]


def build(base: FactBase, lexicon: Lexicon) -> Index:
    """The index of a fact base."""
    return weigh(collect(base.facts, lexicon, {}), lexicon)


def collect(facts: Iterable[Fact], lexicon: Lexicon, numbers: dict[str, int]) -> Entries:
    """The entries of these facts; ``numbers`` has the terms that are known already, and gets the new ones."""
    entry_terms, entry_weights = array("i"), array("f")
    fact_texts, text_entries, text_fields = array("i", [0]), array("i", [0]), array("B")
    for fact in facts:
        for field, text in texts(fact):
            for term, weight in weighted_terms(text, lexicon):
                entry_terms.append(numbers.setdefault(term, len(numbers)))
                entry_weights.append(weight)
            text_entries.append(len(entry_terms))
            text_fields.append(field)
        fact_texts.append(len(text_fields))
    return Entries(
        list(numbers),
        np.array(fact_texts, dtype=np.int32),
        np.array(text_entries, dtype=np.int32),
        np.array(text_fields, dtype=np.uint8),
        np.array(entry_terms, dtype=np.int32),
        np.array(entry_weights, dtype=np.float32),
    )


def weighted_terms(text: str, lexicon: Lexicon) -> Iterator[tuple[str, float]]:
    """The terms of a text with their weights: a name as one term, and its parts besides, for less."""
    spoken = stems(words(text))
    spans = {span.start: span for span in lexicon.spans(spoken)}
    inside = 0
    for place, word in enumerate(spoken):
        if span := spans.get(place):
            yield span.term, 1.0
            inside = span.end if span.end - span.start > 1 else place
        if place < inside:
            yield word, PART_WEIGHT
        elif not span:
            yield word, 1.0


def weigh(entries: Entries, lexicon: Lexicon) -> Index:
    """The index of these entries; rarity is the inverse document frequency of BM25 (Robertson & Spärck Jones 1976)."""
    numbers = {term: number for number, term in enumerate(entries.terms)}
    for part in lexicon.parts():
        numbers.setdefault(part, len(numbers))
    terms = list(numbers)
    fact_texts, text_entries, text_fields = entries.fact_texts, entries.text_entries, entries.text_fields
    entry_terms, entry_weights = entries.entry_terms, entries.entry_weights
    facts, size = len(fact_texts) - 1, len(terms)
    fact_of_entry = np.repeat(np.arange(facts), np.diff(text_entries[fact_texts]))
    keys = entry_terms.astype(np.int64) * max(facts, 1) + fact_of_entry
    pairs, pair_of_entry = np.unique(keys, return_inverse=True)
    in_facts = np.bincount(pairs // max(facts, 1), minlength=size)
    holders = (pairs % max(facts, 1)).astype(np.int32)
    by_fact = np.argsort(holders, kind="stable")
    frequency = np.bincount(pair_of_entry, weights=entry_weights)
    length = np.bincount(fact_of_entry, weights=entry_weights, minlength=facts)
    relative = length / max(float(length.mean()) if facts else 0.0, 1e-6)
    strengths = frequency / (frequency + SATURATION * (1 - LENGTH_SHARE + LENGTH_SHARE * relative[holders]))
    rarity = (np.log1p((facts - in_facts + 0.5) / (in_facts + 0.5)) * _standing(terms)).astype(np.float32)
    weights = entry_weights * rarity[entry_terms]
    mass = np.zeros(len(text_fields), dtype=np.float32)
    text_of_entry = np.repeat(np.arange(len(text_fields)), np.diff(text_entries))
    np.add.at(mass, text_of_entry, weights)
    return Index(
        entries=entries,
        terms=terms,
        numbers=numbers,
        rarity=rarity,
        fact_texts=fact_texts,
        text_entries=text_entries,
        text_fields=text_fields,
        text_mass=np.maximum(mass, 1e-6),
        entry_terms=entry_terms,
        entry_weights=weights,
        posting_offsets=np.concatenate(([0], np.cumsum(in_facts))).astype(np.int32),
        posting_facts=holders,
        posting_strengths=strengths.astype(np.float32),
        fact_terms=np.concatenate(([0], np.cumsum(np.bincount(holders, minlength=facts)))).astype(np.int32),
        held_terms=(pairs // max(facts, 1))[by_fact].astype(np.int32),
        held_strengths=strengths[by_fact].astype(np.float32),
        held_counts=(1 + np.log(np.bincount(pair_of_entry))[by_fact]).astype(np.float32),
        unknown_rarity=float(np.log1p((facts + 0.5) / 0.5)),
    )


def _standing(terms: Sequence[str]) -> Floats:
    """How much a term can say by its kind alone: everyday words little, whatever their rarity here."""
    return np.array(
        [FILLER_WEIGHT if term in FILLER else ASKING_WEIGHT if asks(term) else 1.0 for term in terms],
        dtype=np.float32,
    )


def ranges(starts: Ints, ends: Ints) -> Ints:
    """The numbers from each start up to its end, one range after the other."""
    sizes = ends - starts
    offsets = np.concatenate(([0], np.cumsum(sizes)[:-1]))
    return (np.repeat(starts - offsets, sizes) + np.arange(int(sizes.sum()))).astype(np.int32)
