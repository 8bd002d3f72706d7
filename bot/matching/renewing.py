"""The index of an edited base from the one before it: only facts that changed are taken apart again."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from bot.factbase.model import Fact, FactBase
from bot.matching.alphabet import merged, numbers_of, renumbered
from bot.matching.arrays import Ints, ranges
from bot.matching.entries import Entries, collect
from bot.matching.index import Index, weigh
from bot.matching.lexicon import Lexicon
from bot.matching.terms import Terms


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
        if place is not None and (before.facts[place] is fact or before.facts[place] == fact):
            chosen[number] = place
        else:
            chosen[number] = len(before.facts) + len(new)
            new.append(fact)
    fresh = collect(new, lexicon)
    entries = _renumbered(_chosen(_joined(known, fresh), chosen), known.forms, fresh.forms)
    return weigh(entries, Terms.of(entries.forms, earlier.spoken))


def _joined(known: Entries, fresh: Entries) -> Entries:
    """The entries of both, one after the other, and the forms of both."""
    return Entries(
        (*known.forms, *fresh.forms),
        np.concatenate((known.fact_texts, fresh.fact_texts[1:] + known.fact_texts[-1])),
        np.concatenate((known.text_entries, fresh.text_entries[1:] + known.text_entries[-1])),
        np.concatenate((known.text_fields, fresh.text_fields)),
        np.concatenate((known.text_hashes, fresh.text_hashes)),
        np.concatenate((known.entry_forms, fresh.entry_forms + np.int32(len(known.forms)))),
        np.concatenate((known.entry_weights, fresh.entry_weights)),
    )


def _chosen(entries: Entries, facts: Ints) -> Entries:
    """The entries of these facts in this order."""
    texts = ranges(entries.fact_texts[facts], entries.fact_texts[facts + 1])
    places = ranges(entries.text_entries[texts], entries.text_entries[texts + 1])
    return replace(
        entries,
        fact_texts=_offsets(np.diff(entries.fact_texts)[facts]),
        text_entries=_offsets(np.diff(entries.text_entries)[texts]),
        text_fields=entries.text_fields[texts],
        text_hashes=entries.text_hashes[texts],
        entry_forms=entries.entry_forms[places],
        entry_weights=entries.entry_weights[places],
    )


def _renumbered(entries: Entries, known: Sequence[str], fresh: Sequence[str]) -> Entries:
    """The same entries by the alphabet, of ``known`` forms those that are still used, and the ``fresh`` ones."""
    used = np.bincount(entries.entry_forms, minlength=len(entries.forms)) > 0
    forms = merged(known, used[: len(known)], fresh)
    numbers = np.concatenate((renumbered(known, forms), numbers_of(fresh, forms)))
    return replace(entries, forms=forms, entry_forms=numbers[entries.entry_forms])


def _offsets(sizes: Ints) -> Ints:
    return np.concatenate(([0], np.cumsum(sizes))).astype(np.int32)
