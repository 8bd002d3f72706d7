"""The index of an edited base from the one before it: only facts that changed are taken apart again."""

from dataclasses import replace

import numpy as np

from bot.factbase.model import Fact, FactBase
from bot.matching.index import Entries, Index, Ints, collect, ranges, weigh
from bot.matching.lexicon import Lexicon


def renewed(earlier: Index, before: FactBase, base: FactBase, lexicon: Lexicon) -> Index:
    """The index that :func:`bot.matching.index.build` gives of ``base``, value by value.

    ``earlier`` is the index of ``before`` by the same lexicon. Facts of both bases are found again by their ids.
    """
    known = earlier.entries
    places = {fact.id: place for place, fact in enumerate(before.facts)}
    chosen = np.empty(len(base.facts), dtype=np.int32)
    new: list[Fact] = []
    for number, fact in enumerate(base.facts):
        place = places.get(fact.id)
        if place is not None and before.facts[place] == fact:
            chosen[number] = place
        else:
            chosen[number] = len(before.facts) + len(new)
            new.append(fact)
    fresh = collect(new, lexicon, {term: number for number, term in enumerate(known.terms)})
    return weigh(_chosen(_joined(known, fresh), chosen), lexicon)


def _joined(known: Entries, fresh: Entries) -> Entries:
    """The entries of both, one after the other; the terms of the first are the beginning of those of the second."""
    return Entries(
        fresh.terms,
        np.concatenate((known.fact_texts, fresh.fact_texts[1:] + known.fact_texts[-1])),
        np.concatenate((known.text_entries, fresh.text_entries[1:] + known.text_entries[-1])),
        np.concatenate((known.text_fields, fresh.text_fields)),
        np.concatenate((known.entry_terms, fresh.entry_terms)),
        np.concatenate((known.entry_weights, fresh.entry_weights)),
    )


def _chosen(entries: Entries, facts: Ints) -> Entries:
    """The entries of these facts in this order, the terms numbered as they first occur."""
    texts = ranges(entries.fact_texts[facts], entries.fact_texts[facts + 1])
    places = ranges(entries.text_entries[texts], entries.text_entries[texts + 1])
    kept = replace(
        entries,
        fact_texts=_offsets(np.diff(entries.fact_texts)[facts]),
        text_entries=_offsets(np.diff(entries.text_entries)[texts]),
        text_fields=entries.text_fields[texts],
        entry_terms=entries.entry_terms[places],
        entry_weights=entries.entry_weights[places],
    )
    return _renumbered(kept)


def _renumbered(entries: Entries) -> Entries:
    first = np.full(len(entries.terms), -1, dtype=np.int64)
    first[entries.entry_terms[::-1]] = np.arange(len(entries.entry_terms))[::-1]  # of equal ones the last written stays
    used = np.flatnonzero(first >= 0)
    order = used[np.argsort(first[used])]
    numbers = np.zeros(len(entries.terms), dtype=np.int32)
    numbers[order] = np.arange(len(order))
    terms = [entries.terms[number] for number in order.tolist()]
    return replace(entries, terms=terms, entry_terms=numbers[entries.entry_terms])


def _offsets(sizes: Ints) -> Ints:
    return np.concatenate(([0], np.cumsum(sizes))).astype(np.int32)
