"""What generated bases and the questions on them promise."""

from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from bot.factbase.loading import examine
from tests.bench.asked import Kind, keystrokes, questions
from tests.bench.folders import write_folders
from tests.bench.generated import NAMES, PHRASINGS, Generated, generate
from tests.bench.words import FUNCTION_WORDS, NOTHING


@pytest.fixture(scope="module")
def generated() -> Generated:
    return generate(1_500)


def test_an_equal_seed_gives_equal_facts_and_another_seed_others(generated: Generated) -> None:
    assert generate(50, seed=0).base.facts == generated.base.facts[:50]
    assert generate(50, seed=1).base.facts[0].claim != generated.base.facts[0].claim


def test_its_files_are_a_fact_base_without_an_error(generated: Generated, tmp_path: Path) -> None:
    loading = examine(*write_folders(generated.base, tmp_path))

    assert loading.base, loading.problems
    assert len(loading.base.facts) == 1_500


def test_texts_have_the_lengths_that_people_write(generated: Generated) -> None:
    claims = [len(fact.claim.split()) for fact in generated.base.facts]
    phrasings = [len(text.split()) for fact in generated.base.facts for text in fact.phrasings]
    assert (min(claims), max(claims)) == (8, 16)
    assert (min(phrasings), max(phrasings)) == (3, 12)
    assert {len(fact.phrasings) for fact in generated.base.facts} == {PHRASINGS}


def test_phrasings_share_about_half_of_the_claims_content_words(generated: Generated) -> None:
    shares = []
    for fact in generated.base.facts:
        content = _content(fact.claim)
        shares += [len(content & _content(text)) / len(content) for text in fact.phrasings]
    assert 0.4 < float(np.mean(shares)) < 0.6


def test_few_words_are_frequent_and_most_are_rare(generated: Generated) -> None:
    counts = Counter(word for fact in generated.base.facts for word in fact.claim.lower().rstrip(".").split())
    assert [word for word, _ in counts.most_common(5)] == FUNCTION_WORDS[:5]
    assert sum(count == 1 for count in counts.values()) > 0.4 * len(counts)


def test_names_stand_in_as_many_claims_as_said(generated: Generated) -> None:
    named = (generated.content >= generated.words.names) & (generated.content < generated.words.surnames)
    assert named.any(axis=1).mean() == pytest.approx(NAMES, abs=0.05)


def test_every_fact_has_two_pieces_of_evidence_from_two_sources(generated: Generated) -> None:
    for fact in generated.base.facts:
        sources = {evidence.source for evidence in (*fact.supports, *fact.disputes)}
        assert len(sources) == 2
        assert sources | set(fact.silent) == set(generated.base.sources)


def test_any_beginning_of_the_questions_is_a_fair_mixture(generated: Generated) -> None:
    kinds = Counter(asked.kind for asked in questions(generated, 40)[:12])
    assert kinds == {Kind.NATURAL: 3, Kind.SEARCH: 3, Kind.TYPOS: 3, Kind.OFF_BASE: 3}


def test_a_search_holds_words_of_the_right_fact_alone(generated: Generated) -> None:
    for asked in questions(generated, 200):
        if asked.kind is Kind.SEARCH:
            row = generated.content[int((asked.fact or "").removeprefix("fact-"))]
            stems = {word[:4].lower() for word in generated.words.texts(row[row != NOTHING].reshape(-1, 1))}
            others = {word[:4].lower() for word in generated.words.texts(generated.words.others[row, :1])}
            surnames = {text.split()[-1][:4].lower() for text in generated.words.texts(row[row != NOTHING, np.newaxis])}
            assert {word[:4] for word in asked.text.split()} <= stems | others | surnames


def test_off_base_questions_hold_two_words_or_more_that_no_fact_holds(generated: Generated) -> None:
    held = {str(surface).lower() for surface in generated.words.surfaces}
    for asked in questions(generated, 100):
        if asked.kind is Kind.OFF_BASE:
            assert asked.fact is None
            assert sum(word not in held for word in asked.text.split()) >= 2


def test_keystrokes_end_anywhere_from_the_second_letter_on(generated: Generated) -> None:
    typed = keystrokes(generated, 200)
    assert min(len(asked.text) for asked in typed) >= 2
    assert 0.4 < float(np.mean([asked.typed for asked in typed])) < 0.7


def _content(text: str) -> set[str]:
    """The content words of a text by their first letters, since some are inflected."""
    words = {word.strip("?.").lower() for word in text.split()}
    return {word[:5] for word in words if word not in FUNCTION_WORDS}
