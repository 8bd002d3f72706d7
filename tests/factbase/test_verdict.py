"""What evidence amounts to: who is really independent, and what the verdict is."""

from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.factbase.verdict import Verdict, count_independent, judge, origin_id, trace

ORIGINS = {"daily": ("daily", "wire"), "copy": ("wire",), "blog": ("blog",), "second": ("second", "wire")}


@dataclass
class Said:
    """A piece of evidence, as far as its origins go."""

    source: str
    attributed_to: list[str] = field(default_factory=list)


def witnesses(*side: Said) -> int:
    return count_independent(trace(side, ORIGINS))


def test_two_articles_that_rest_on_one_wire_are_one_witness() -> None:
    assert witnesses(Said("daily"), Said("copy")) == 1


def test_articles_of_their_own_are_independent() -> None:
    assert witnesses(Said("daily"), Said("blog")) == 2


def test_articles_that_name_one_official_are_one_witness() -> None:
    assert witnesses(Said("blog", ["Reuters", "an official"]), Said("copy", ["An Official"])) == 1


def test_one_wire_that_names_two_officials_gives_two_witnesses() -> None:
    assert witnesses(Said("daily", ["an official"]), Said("copy", ["a general"])) == 2


def test_a_wire_story_printed_once_without_its_attribution_stays_one_witness() -> None:
    side = (Said("copy", ["a think tank"]), Said("daily"))

    assert trace(side, ORIGINS) == [("a-think-tank",), ("daily", "wire", "a-think-tank")]
    assert witnesses(*side) == 1


def test_what_one_article_attributes_and_what_it_says_itself_are_two_witnesses() -> None:
    assert witnesses(Said("daily", ["an official"]), Said("daily")) == 2


def test_a_chain_of_shared_origins_is_one_witness() -> None:
    assert count_independent([["a", "b"], ["c", "d"], ["b", "c"]]) == 1


@given(st.lists(st.lists(st.sampled_from("abcdef"), min_size=1, max_size=3), min_size=1, max_size=8), st.randoms())
def test_the_count_does_not_depend_on_the_order(evidence: list[list[str]], random: object) -> None:
    shuffled = list(evidence)
    random.shuffle(shuffled)  # type: ignore[attr-defined]

    assert count_independent(evidence) == count_independent(shuffled)
    assert 1 <= count_independent(evidence) <= len(evidence)


@pytest.mark.parametrize(
    ("independent", "disputed", "verdict"),
    [
        (1, False, Verdict.SINGLE_ORIGIN),
        (2, False, Verdict.AGREED),
        (1, True, Verdict.DISPUTED),
        (3, True, Verdict.DISPUTED),
    ],
)
def test_the_verdict_follows_from_the_count_and_the_dispute(independent: int, disputed: bool, verdict: Verdict) -> None:
    assert judge(independent, disputed) is verdict


def test_names_become_ids_that_compare() -> None:
    assert origin_id("Amira Jadoon’s  report") == "amira-jadoons-report"
    assert origin_id("Reuters") == "reuters"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Amira Jadoon's", "Amira Jadoon’s"),
        ("Jadoons", "Jadoon's"),
        ("Café Müller", "Cafe Muller"),
        ("Ⓡeuters", "reuters"),
    ],
)
def test_a_name_is_one_origin_whatever_its_apostrophes_and_accents(one: str, other: str) -> None:
    assert origin_id(one) == origin_id(other)
