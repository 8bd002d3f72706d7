"""The index of an edited base from the one before it: only facts that changed are taken apart again."""

from dataclasses import replace

import numpy as np

from bot.factbase.model import Fact, FactBase
from bot.matching.arrays import Ints, ranges
from bot.matching.entries import Entries, collect
from bot.matching.index import Index, weigh
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
    fresh = collect(new, lexicon, {form: number for number, form in enumerate(known.forms)})
    return weigh(_chosen(_joined(known, fresh), chosen), lexicon)


def _joined(known: Entries, fresh: Entries) -> Entries:
    """The entries of both, one after the other; the forms of the first are the beginning of those of the second."""
    return Entries(
        fresh.forms,
        np.concatenate((known.fact_texts, fresh.fact_texts[1:] + known.fact_texts[-1])),
        np.concatenate((known.text_entries, fresh.text_entries[1:] + known.text_entries[-1])),
        np.concatenate((known.text_fields, fresh.text_fields)),
        np.concatenate((known.text_hashes, fresh.text_hashes)),
        np.concatenate((known.entry_forms, fresh.entry_forms)),
        np.concatenate((known.entry_weights, fresh.entry_weights)),
    )


def _chosen(entries: Entries, facts: Ints) -> Entries:
    """The entries of these facts in this order, the forms numbered as they first occur."""
    texts = ranges(entries.fact_texts[facts], entries.fact_texts[facts + 1])
    places = ranges(entries.text_entries[texts], entries.text_entries[texts + 1])
    kept = replace(
        entries,
        fact_texts=_offsets(np.diff(entries.fact_texts)[facts]),
        text_entries=_offsets(np.diff(entries.text_entries)[texts]),
        text_fields=entries.text_fields[texts],
        text_hashes=entries.text_hashes[texts],
        entry_forms=entries.entry_forms[places],
        entry_weights=entries.entry_weights[places],
    )
    return _renumbered(kept)


def _renumbered(entries: Entries) -> Entries:
    first = np.full(len(entries.forms), -1, dtype=np.int64)
    first[entries.entry_forms[::-1]] = np.arange(len(entries.entry_forms))[::-1]  # of equal ones the last written stays
    used = np.flatnonzero(first >= 0)
    order = used[np.argsort(first[used])]
    numbers = np.zeros(len(entries.forms), dtype=np.int32)
    numbers[order] = np.arange(len(order))
    forms = tuple([entries.forms[number] for number in order.tolist()])
    return replace(entries, forms=forms, entry_forms=numbers[entries.entry_forms])


def _offsets(sizes: Ints) -> Ints:
    return np.concatenate(([0], np.cumsum(sizes))).astype(np.int32)
