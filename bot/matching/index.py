"""The fact base as arrays: which term stands in which text of which fact, and how much each term says."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.factbase.model import FactBase
from bot.matching.arrays import Floats, Ints, stable_order
from bot.matching.entries import Entries, collect
from bot.matching.lexicon import EVERY_ASKING, FILLER, Lexicon
from bot.matching.terms import Terms

ASKING_WEIGHT = 0.6
FILLER_WEIGHT = 0.15
SMALL, SMALL_ROOM = 200, 50_000
"""The facts up to which a base is small, and the texts if each had as many as the one that has the most.

What is asked about is worked out for all of a small base, and kept.
"""
SATURATION, LENGTH_SHARE = 1.5, 0.75
"""BM25's k1 and b (Robertson & Zaragoza 2009): how slowly repetition stops counting, how much long facts count less."""


@dataclass(frozen=True)
class Index:
    """The arrays that a question is scored against.

    With F facts, T texts, E entries (a term in a text) and V terms: ``fact_texts`` has F+1 offsets into the texts,
    ``text_entries`` T+1 offsets into the entries; ``entry_terms`` has E values; ``text_lengths`` (how many entries),
    ``text_fields`` and ``text_mass`` (the sum of the entries' weights, each by its term's rarity) T; ``rarity`` V;
    ``posting_facts`` lists, term by term from ``posting_offsets`` (V+1), the numbers of the facts in
    which a term stands, and ``posting_strengths`` how much the fact is about it, 0..1: BM25's saturated term frequency.
    ``held_terms`` lists, fact by fact from ``fact_terms`` (F+1), the terms that it holds, ``held_strengths`` the same
    values as ``posting_strengths`` in that order, and ``held_shares`` 1 + the logarithm of how often, by the root of
    the sum of these in the fact. Every text has an entry, if only the term of no letters. ``hashes`` (T) are those of
    all texts' words, ascending, ``hash_facts`` the facts that they are of. ``spoken`` are all words as they
    are spelt and the terms that they stand for, ``numbers`` the number of each term. ``entries`` is what it was weighed
    from.

    What is long and no array is a tuple of plain values, here and in what is made of an index: garbage collections,
    which hold every thread up, walk through long lists and not through those.
    """

    entries: Entries
    spoken: Terms
    numbers: dict[str, int]
    rarity: Floats
    fact_texts: Ints
    text_entries: Ints
    text_lengths: Ints
    text_fields: NDArray[np.uint8]
    text_mass: Floats
    entry_terms: Ints
    hashes: NDArray[np.int64]
    hash_facts: Ints
    posting_offsets: Ints
    posting_facts: Ints
    posting_strengths: Floats
    fact_terms: Ints
    held_terms: Ints
    held_shares: Floats
    held_strengths: Floats
    unknown_rarity: float
    is_small: bool

    @property
    def terms(self) -> tuple[str, ...]:
        """All terms, ascending."""
        return self.spoken.terms

    @property
    def size(self) -> int:
        """The number of facts."""
        return len(self.fact_texts) - 1

    def facts_that_say(self, words: tuple[str, ...]) -> Ints:
        """The numbers of the facts of which a text has, as far as its hash can tell, these words and no other."""
        said = hash(words)
        first = self.hashes.searchsorted(said)
        if first == len(self.hashes) or self.hashes[first] != said:
            return self.hash_facts[:0]
        return self.hash_facts[first : self.hashes.searchsorted(said, "right")]

    def facts_with(self, term: int) -> tuple[Ints, Floats]:
        """The numbers of the facts in which a term stands, ascending, and how much each is about it."""
        run = slice(self.posting_offsets[term], self.posting_offsets[term + 1])
        return self.posting_facts[run], self.posting_strengths[run]


def build(base: FactBase, lexicon: Lexicon) -> Index:
    """The index of a fact base."""
    entries = collect(base.facts, lexicon)
    return weigh(entries, Terms.of(entries.forms, Terms()))


def weigh(entries: Entries, spoken: Terms) -> Index:
    """The index of entries and of the terms of their forms.

    Rarity is the inverse document frequency of BM25 (Robertson & Spärck Jones 1976).
    """
    numbers = dict(zip(spoken.terms, range(len(spoken.terms)), strict=True))
    fact_texts, text_entries, text_fields = entries.fact_texts, entries.text_entries, entries.text_fields
    entry_terms, entry_weights = spoken.form_terms[entries.entry_forms], entries.entry_weights
    facts, size = len(fact_texts) - 1, len(numbers)
    fact_of_entry = np.repeat(np.arange(facts, dtype=np.int32), np.diff(text_entries[fact_texts]))
    by_term = stable_order(entry_terms, size)  # and by fact, since entries come fact by fact
    pairs, pair_of_entry = _each_once(entry_terms[by_term], fact_of_entry[by_term], by_term)
    pair_terms, holders = entry_terms[pairs], fact_of_entry[pairs]
    in_facts = np.bincount(pair_terms, minlength=size)
    by_fact = stable_order(holders, facts)
    frequency = np.bincount(pair_of_entry, weights=entry_weights)
    length = np.add.reduceat(entry_weights, text_entries[fact_texts[:-1]], dtype=np.float64)
    relative = length / max(float(length.mean()) if facts else 0.0, 1e-6)
    strengths = frequency / (frequency + SATURATION * (1 - LENGTH_SHARE + LENGTH_SHARE * relative[holders]))
    rarity = (np.log1p((facts - in_facts + 0.5) / (in_facts + 0.5)) * _standing(numbers)).astype(np.float32)
    mass = np.add.reduceat(entry_weights * rarity[entry_terms], text_entries[:-1])
    fact_terms = np.concatenate(([0], np.cumsum(np.bincount(holders, minlength=facts)))).astype(np.int32)
    held_counts = 1 + np.log(np.bincount(pair_of_entry))[by_fact]
    fact_lengths = np.sqrt(np.add.reduceat(held_counts, fact_terms[:-1]))
    by_hash = np.argsort(entries.text_hashes, kind="stable")
    fact_of_text = np.repeat(np.arange(facts, dtype=np.int32), np.diff(fact_texts))
    return Index(
        entries=entries,
        spoken=spoken,
        numbers=numbers,
        rarity=rarity,
        fact_texts=fact_texts,
        text_entries=text_entries,
        text_lengths=np.diff(text_entries),
        text_fields=text_fields,
        text_mass=np.maximum(mass, 1e-6),
        entry_terms=entry_terms,
        hashes=entries.text_hashes[by_hash],
        hash_facts=fact_of_text[by_hash],
        posting_offsets=np.concatenate(([0], np.cumsum(in_facts))).astype(np.int32),
        posting_facts=holders,
        posting_strengths=strengths.astype(np.float32),
        fact_terms=fact_terms,
        held_terms=pair_terms[by_fact],
        held_strengths=strengths[by_fact].astype(np.float32),
        held_shares=(held_counts / np.repeat(fact_lengths, np.diff(fact_terms))).astype(np.float32),
        unknown_rarity=float(np.log1p((facts + 0.5) / 0.5)),
        is_small=facts <= SMALL and facts * int(np.diff(fact_texts).max(initial=0)) <= SMALL_ROOM,
    )


def _each_once(terms: Ints, facts: Ints, entries: NDArray[np.intp]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Of each pair of a term and a fact one entry, in order, and the number of the pair that each entry is of.

    ``terms`` and ``facts`` are those of ``entries``, by term and then by fact.
    """
    new = np.ones(len(entries), dtype=bool)
    new[1:] = (terms[1:] != terms[:-1]) | (facts[1:] != facts[:-1])
    pair_of_entry = np.empty(len(entries), dtype=np.intp)
    pair_of_entry[entries] = new.cumsum() - 1
    return entries[new], pair_of_entry


def _standing(numbers: Mapping[str, int]) -> Floats:
    """How much a term can say by its kind alone: everyday words little, whatever their rarity here."""
    standing = np.ones(len(numbers), dtype=np.float32)
    for kind, weight in ((EVERY_ASKING, ASKING_WEIGHT), (FILLER, FILLER_WEIGHT)):
        standing[[numbers[term] for term in kind if term in numbers]] = weight
    return standing
