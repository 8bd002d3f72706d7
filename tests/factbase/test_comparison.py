"""Sources beside one another: stances, what one alone says, whom it contradicts, how often two agree."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.factbase.comparison import Comparison, Pair, Stance, compare, stance
from bot.factbase.model import Fact, FactBase, Source
from bot.factbase.schema import Kind, Vocabulary
from bot.factbase.verdict import Evidence, judge

SOURCES = ("blog", "daily", "wire")


def evidence(source: str, anchor: str = "x") -> Evidence:
    return Evidence(source, 1, "Says something.", (anchor,), (), (source,))


def a_fact(fact_id: str, supports: str, disputes: str = "", qualifies: str = "") -> Fact:
    """A fact whose sources for it, against it and qualifying it are named in lines of words."""
    pro, contra, weaker = (tuple(map(evidence, side.split())) for side in (supports, disputes, qualifies))
    heard = {entry.source for entry in (*pro, *contra, *weaker)}
    silent = tuple(source for source in SOURCES if source not in heard)
    verdict = judge(1, bool(contra))
    return Fact(fact_id, "T", f"Claim {fact_id}.", (), (), pro, contra, silent, verdict, 1, qualifies=weaker)


def compared(*facts: Fact) -> Comparison:
    sources = {
        name: Source(name, name, None, None, Kind.NEWS, (name,), None, "a.txt", "0" * 64, 9, name) for name in SOURCES
    }
    return compare(FactBase(facts, sources, Vocabulary(), "0" * 12))


def ids(facts: tuple[Fact, ...]) -> list[str]:
    return [fact.id for fact in facts]


@pytest.mark.parametrize(
    ("source", "expected"),
    [("daily", Stance.SUPPORTS), ("blog", Stance.DISAGREES), ("wire", Stance.SILENT), ("unknown", Stance.SILENT)],
)
def test_a_source_supports_disagrees_or_is_silent(source: str, expected: Stance) -> None:
    assert stance(a_fact("a", "daily", "blog"), source) is expected


def test_a_source_on_both_sides_of_a_fact_is_said_to_be() -> None:
    fact = a_fact("a", "daily", "daily blog")

    assert stance(fact, "daily") is Stance.BOTH
    standing = compared(fact).standings["daily"]
    assert (standing.supports, standing.disagrees, ids(standing.both), standing.speaks) == ((), (), ["a"], 1)


def test_a_source_says_alone_what_no_other_speaks_on_whichever_side_it_takes() -> None:
    comparison = compared(a_fact("a", "daily"), a_fact("b", "daily wire"), a_fact("c", "daily", "daily"))

    assert ids(comparison.standings["daily"].alone) == ["a", "c"]
    assert comparison.standings["wire"].alone == ()


def test_several_passages_of_one_source_are_one_voice() -> None:
    comparison = compared(a_fact("a", "daily daily"), a_fact("b", "daily daily wire wire", "blog blog"))

    assert ids(comparison.standings["daily"].alone) == ["a"]
    assert ids(comparison.standings["blog"].disagrees) == ["b"]
    assert comparison.pair("daily", "wire").same == 1


def test_whoever_disputes_contradicts_each_supporter_and_is_contradicted_by_each() -> None:
    comparison = compared(a_fact("a", "daily wire", "blog"), a_fact("b", "blog", "daily"))

    blog, daily, wire = (comparison.standings[name].contradicts for name in SOURCES)
    assert {other: ids(facts) for other, facts in blog.items()} == {"daily": ["a", "b"], "wire": ["a"]}
    assert {other: ids(facts) for other, facts in daily.items()} == {"blog": ["a", "b"]}
    assert {other: ids(facts) for other, facts in wire.items()} == {"blog": ["a"]}


def test_whom_a_source_contradicts_most_comes_first() -> None:
    comparison = compared(a_fact("a", "blog", "wire"), a_fact("b", "blog", "wire daily"))

    assert list(comparison.standings["blog"].contradicts) == ["wire", "daily"]


def test_a_source_on_both_sides_contradicts_others_but_never_itself() -> None:
    comparison = compared(a_fact("a", "daily wire", "daily"))

    assert list(comparison.standings["daily"].contradicts) == ["wire"]
    assert comparison.pair("daily", "wire") == Pair("daily", "wire", mixed=1)


def test_a_pair_is_counted_over_the_facts_that_both_speak_on() -> None:
    comparison = compared(
        a_fact("both-for", "daily wire"),
        a_fact("both-against", "blog", "daily wire"),
        a_fact("apart", "daily", "wire"),
        a_fact("one-silent", "daily"),
    )

    pair = comparison.pair("wire", "daily")
    assert (pair.same, pair.opposite, pair.mixed, pair.shared) == (2, 1, 0, 3)


def test_whoever_only_qualifies_a_claim_neither_agrees_nor_contradicts() -> None:
    comparison = compared(
        a_fact("beside-a-supporter", "daily", qualifies="wire"),
        a_fact("beside-a-rival", "blog", "daily", qualifies="wire"),
        a_fact("supports-too", "daily wire", qualifies="wire"),
    )

    assert comparison.pair("daily", "wire") == Pair("daily", "wire", same=1, qualified=2)
    standing = comparison.standings["wire"]
    assert (ids(standing.qualifies), ids(standing.supports)) == (
        ["beside-a-supporter", "beside-a-rival"],
        ["supports-too"],
    )
    assert dict(standing.contradicts) == {}


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [("late 2014", "2014", True), ("2014", "2013", False), ("the Taliban", "a Taliban commander", False)],
)
def test_two_that_dispute_a_fact_with_values_agree_if_both_can_be_true(one: str, other: str, same: bool) -> None:
    rivals = replace(evidence("daily"), value=one), replace(evidence("wire"), value=other)

    pair = compared(replace(a_fact("a", "blog"), disputes=rivals)).pair("daily", "wire")

    assert (pair.same, pair.opposite) == (same, not same)


@pytest.mark.parametrize(
    ("daily", "wire", "same"),
    [
        ("14 people", "17 people", False),
        ("14 people", "fourteen dead", True),
        ("at least 60", "60", True),
        ("1,000", "a thousand", True),
        ("14 people", "no figure", True),
        ("not so", "untrue", True),
    ],
)
def test_two_that_dispute_a_fact_agree_unless_each_has_a_figure_of_its_own(daily: str, wire: str, same: bool) -> None:
    disputed = replace(a_fact("a", "blog"), disputes=(evidence("daily", daily), evidence("wire", wire)))

    comparison = compared(disputed)

    pair = comparison.pair("daily", "wire")
    assert (pair.same, pair.opposite) == (same, not same)
    assert ("wire" in comparison.standings["daily"].contradicts) is not same


def test_sources_that_share_no_fact_have_counts_of_nothing() -> None:
    assert compared(a_fact("a", "daily")).pair("wire", "blog") == Pair("blog", "wire")


def test_a_source_that_nobody_cites_is_compared_too() -> None:
    standing = compared(a_fact("a", "daily")).standings["wire"]

    assert (standing.speaks, standing.alone, dict(standing.contradicts)) == (0, (), {})


NAMES = st.lists(st.sampled_from(SOURCES), max_size=4).map(" ".join)


@given(st.lists(st.tuples(NAMES, NAMES, NAMES), max_size=12))
def test_everything_counted_agrees_with_the_stances(sides: list[tuple[str, str, str]]) -> None:
    facts = [a_fact(f"f{number}", *side) for number, side in enumerate(sides)]
    comparison = compared(*facts)

    for name, standing in comparison.standings.items():
        assert standing.speaks == sum(stance(fact, name) is not Stance.SILENT for fact in facts)
        for other in set(SOURCES) - {name}:
            shared = [f for f in facts if Stance.SILENT not in (stance(f, name), stance(f, other))]
            pair = comparison.pair(name, other)
            assert pair.shared == len(shared)
            assert len(standing.contradicts.get(other, ())) == pair.opposite + pair.mixed
            assert comparison.standings[other].contradicts.get(name, ()) == standing.contradicts.get(other, ())


def test_the_shipped_sources_add_up(shipped_base: FactBase) -> None:
    comparison = compare(shipped_base)

    assert list(comparison.standings) == sorted(shipped_base.sources)
    assert sum(len(standing.alone) for standing in comparison.standings.values()) == sum(
        len(fact.silent) == len(shipped_base.sources) - 1 for fact in shipped_base.facts
    )
    founding = shipped_base.fact("founding-date")
    assert founding in comparison.standings["first-explainer"].contradicts["global-news"]
