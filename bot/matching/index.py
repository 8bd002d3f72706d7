"""What a base's entries weigh: how rare each term is, and in which facts it stands."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from bot.matching.english import FILLER
from bot.matching.entries import VALUE_MARK, Entries, Field, Floats, Ints, Numbers, offsets
from bot.matching.lexicon import asks

ASKING_WEIGHT, FILLER_WEIGHT = 0.6, 0.15
"""How much asking words and stop words count, whatever their rarity."""
SATURATION, LENGTH_SHARE = 1.5, 0.75
"""BM25's k1 and b (Robertson & Zaragoza 2009): how slowly repetition stops counting, how much long facts count less."""
DECIMALS = 4
"""Values that are equal when rounded to so many decimals rank as equal: less is another processor's arithmetic."""
BLOCK = 32
"""The values of which only the highest is looked at when the highest of many are searched for."""


def highest_first(values: Floats, most: int | None = None) -> Numbers:
    """The places of the highest values, all or ``most`` of them, highest first; of equal ones, the first goes first."""
    rounded = values.round(DECIMALS)
    places = np.arange(len(rounded))
    if most is not None and len(rounded) > BLOCK * most:
        highest = np.sort(np.maximum.reduceat(rounded, places[::BLOCK]))  # so many are at least as high as its last few
        places = np.flatnonzero(rounded >= highest[-most])
    return places[np.argsort(-rounded[places], kind="stable")][:most]


@dataclass(frozen=True)
class Index:
    """The arrays that a question is scored against, beside those of :class:`Entries`.

    ``rarity`` of each term is the inverse document frequency of BM25 (Robertson & Spärck Jones 1976), of stop words and
    asking words a share of it, and 0 of a term that no fact has; ``unknown_rarity`` that of such a term. ``text_mass``
    is the sum of each text's weights, each by its term's rarity, and ``text_norms`` their Euclidean norms;
    ``fact_norms`` are those of the sums of each fact's wordings, of norm 1 each. ``posting_facts`` lists, term by term
    from ``posting_offsets`` (terms + 1), the numbers of the facts in which a term stands, ascending, and
    ``posting_strengths`` how much each is about it, 0..1: BM25's saturated term frequency.
    """

    entries: Entries
    numbers: dict[str, int]
    rarity: Floats
    unknown_rarity: float
    text_mass: Floats
    text_norms: Floats
    fact_norms: Floats
    posting_offsets: Ints
    posting_facts: Ints
    posting_strengths: Floats
    said_hashes: NDArray[np.int64]
    said_by: Ints

    @cached_property
    def sorts(self) -> frozenset[int]:
        """The numbers of the terms that stand for any figure of a sort."""
        return frozenset(number for number, term in enumerate(self.entries.terms) if term.startswith(VALUE_MARK))

    @property
    def size(self) -> int:
        """The number of facts."""
        return len(self.entries.fact_texts) - 1

    def knows(self, term: str) -> bool:
        """Whether a fact has the term."""
        number = self.numbers.get(term)
        return number is not None and bool(self.posting_offsets[number + 1] > self.posting_offsets[number])

    def facts_with(self, term: int) -> tuple[Ints, Floats]:
        """The numbers of the facts in which a term stands, ascending, and how much each is about it."""
        run = slice(self.posting_offsets[term], self.posting_offsets[term + 1])
        return self.posting_facts[run], self.posting_strengths[run]

    def facts_that_say(self, spoken: tuple[str, ...]) -> Ints:
        """The numbers of the facts of which a claim or phrasing has, as far as its hash can tell, just these words."""
        first, last = (self.said_hashes.searchsorted(hash(spoken), side) for side in ("left", "right"))
        return self.said_by[first:last]


def weigh(entries: Entries, numbers: dict[str, int] | None = None, left_out: NDArray[np.bool_] | None = None) -> Index:
    """The index of entries, without the texts that are ``left_out``: that costs a tenth of collecting entries anew."""
    facts, size = len(entries.fact_texts) - 1, len(entries.terms)
    numbers = numbers or dict(zip(entries.terms, range(size), strict=True))
    lengths = np.diff(entries.text_entries)
    texts_kept = np.ones(len(lengths), dtype=bool) if left_out is None else ~left_out
    text_of_entry = np.arange(len(lengths), dtype=np.int32).repeat(lengths)
    kept = texts_kept[text_of_entry]
    terms, weights, text_of_entry = entries.entry_terms[kept], entries.entry_weights[kept], text_of_entry[kept]
    fact_of_text = entries.fact_of_text
    fact_of_entry = fact_of_text[text_of_entry]
    pairs, pair_of_entry = np.unique(terms.astype(np.int64) * max(facts, 1) + fact_of_entry, return_inverse=True)
    pair_terms, holders = (pairs // max(facts, 1)).astype(np.int32), (pairs % max(facts, 1)).astype(np.int32)
    in_facts = np.bincount(pair_terms, minlength=size)
    present = max(len(np.unique(holders)), 1)
    frequency = np.bincount(pair_of_entry, weights=weights, minlength=len(pairs))
    length = np.bincount(fact_of_entry, weights=weights, minlength=facts)
    relative = length / max(float(length.sum()) / present, 1e-6)
    strengths = frequency / (frequency + SATURATION * (1 - LENGTH_SHARE + LENGTH_SHARE * relative[holders]))
    rarity = np.log1p((present - in_facts + 0.5) / (in_facts + 0.5)) * (in_facts > 0)
    for number, term in enumerate(entries.terms):
        if term.startswith(VALUE_MARK):
            rarity[number] = 0.0
        elif term in FILLER:
            rarity[number] *= FILLER_WEIGHT
        elif asks(term):
            rarity[number] *= ASKING_WEIGHT
    worth = weights * rarity[terms]
    mass = np.bincount(text_of_entry, weights=worth, minlength=len(lengths))
    norms = np.sqrt(np.bincount(text_of_entry, weights=worth**2, minlength=len(lengths))) + 1e-6
    wording = worth / norms[text_of_entry] * (entries.text_fields[text_of_entry] <= Field.PHRASING)
    sums = np.bincount(pair_of_entry, weights=wording, minlength=len(pairs))
    fact_norms = np.sqrt(np.bincount(holders, weights=sums**2, minlength=facts)) + 1e-6
    said = np.flatnonzero(texts_kept & (entries.text_fields <= Field.PHRASING))
    said = said[np.argsort(entries.hashes[said], kind="stable")]
    if left_out is not None:
        text_entries = offsets(np.bincount(text_of_entry, minlength=len(lengths)))
        entries = replace(entries, text_entries=text_entries, entry_terms=terms, entry_weights=weights)
    return Index(
        entries,
        numbers,
        rarity.astype(np.float32),
        float(np.log1p((present + 0.5) / 0.5)),
        np.maximum(mass, 1e-6).astype(np.float32),
        norms.astype(np.float32),
        fact_norms.astype(np.float32),
        offsets(in_facts),
        holders,
        strengths.astype(np.float32),
        entries.hashes[said],
        fact_of_text[said],
    )
