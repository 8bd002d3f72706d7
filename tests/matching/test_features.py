"""Marks: a small base keeps at hand what a large one works out for each question, and finds the same by it."""

from dataclasses import replace

import numpy as np

from bot.matching.features import Marker
from bot.matching.matcher import Matcher
from tests.bench.packs import PackName, load_pack
from tests.matching.questions import Half, of_half


def test_a_small_base_marks_facts_as_a_large_one_does() -> None:
    pack = load_pack(PackName.SHIPPED)
    matcher = Matcher(pack.base)
    assert matcher._index.is_small
    large = Marker(replace(matcher._index, is_small=False))
    found = shared = 0

    for question in of_half(pack.questions, Half.TUNING)[::4]:
        read, marked = matcher.marked(question.text)
        as_if_large = large.mark(read, 16)
        _, places, as_if = np.intersect1d(marked.facts, as_if_large.facts, return_indices=True)
        assert np.array_equal(marked.best_texts[places], as_if_large.best_texts[as_if]), question.text
        np.testing.assert_allclose(marked.marks[places], as_if_large.marks[as_if], rtol=1e-4, atol=1e-5)
        found, shared = found + len(marked.facts), shared + len(places)

    assert shared >= 0.95 * found > 500  # a large one leaves facts out before it compares letters


def test_a_fact_of_very_many_phrasings_makes_no_small_base_costly() -> None:
    base = load_pack(PackName.SHIPPED).base
    first, *others = base.facts
    phrasings = tuple(f"when was it formed {number}" for number in range(1_000))

    matcher = Matcher(replace(base, facts=(replace(first, phrasings=phrasings), *others)))

    assert not matcher._index.is_small
    assert matcher.match(phrasings[-1]).candidates[0].fact.id == first.id
