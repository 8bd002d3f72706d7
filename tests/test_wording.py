"""The words that every face has for what the evidence amounts to, on cases of the five articles."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from bot import wording
from bot.factbase.model import Fact, FactBase
from bot.factbase.schema import Relation, Vocabulary
from tests.factbase.cases import AP_COPY, EXPLAINER, GLOBAL_NEWS, GREEK_REPORTER, OPINION, SOURCES, Entry, fact, said

FOUNDING = fact(
    "2015",
    supports=[said(GLOBAL_NEWS, "2015"), said(OPINION, "January 2015")],
    disputes=[said(EXPLAINER, "late 2014")],
)


def base_of(*facts: Fact) -> FactBase:
    return FactBase(facts, SOURCES, Vocabulary(), "0")


def first_line(one: Fact) -> str:
    return "".join(wording.first_line(base_of(one), one))


def nearby_line(one: Fact) -> str:
    return "".join(wording.nearby_line(base_of(one), one))


def test_a_dispute_names_each_value_with_its_origins() -> None:
    line = wording.first_line(base_of(FOUNDING), FOUNDING)

    assert "".join(line) == "Sources differ: 2015 (1 origin, and an opinion piece) · late 2014 (1 origin)"
    assert [part for part in line if isinstance(part, wording.Strong)] == ["2015", "late 2014"]


def test_a_dispute_without_values_says_for_and_against() -> None:
    one = fact(supports=[said(GLOBAL_NEWS)], disputes=[said(EXPLAINER), said(GREEK_REPORTER)])

    assert first_line(one) == "Sources differ: against it (2 origins) · for it (1 origin)"


def test_a_side_of_opinion_pieces_alone_says_so() -> None:
    one = fact("weak", supports=[said(EXPLAINER, "weak")], disputes=[said(OPINION, "might be allies")])

    assert first_line(one) == "Sources differ: weak (1 origin) · might be allies (an opinion piece)"


@pytest.mark.parametrize(
    ("supports", "line"),
    [
        ([said(GLOBAL_NEWS), said(EXPLAINER)], "Agreed: 2 independent origins (2 articles)"),
        ([said(GLOBAL_NEWS), said(AP_COPY), said(EXPLAINER)], "Agreed: 2 independent origins (3 articles)"),
        (
            [said(GLOBAL_NEWS), said(EXPLAINER), said(OPINION)],
            "Agreed: 2 independent origins (2 articles, and an opinion piece)",
        ),
        ([said(GLOBAL_NEWS)], "One origin only: global-news"),
        ([said(GLOBAL_NEWS), said(AP_COPY)], "One origin only: ap (global-news, ap-copy)"),
        ([said(EXPLAINER, attributed_to=["The Pentagon"])], "One origin only: The Pentagon (explainer)"),
        ([said(EXPLAINER), said(OPINION)], "One origin only: explainer, and an opinion piece"),
        ([said(OPINION)], "Only an opinion piece says so"),
    ],
)
def test_an_undisputed_fact_says_on_what_it_rests(supports: Sequence[Entry], line: str) -> None:
    assert first_line(fact(supports=supports)) == line


def test_only_an_opinion_piece_has_a_mark_of_its_own() -> None:
    marks = [
        wording.mark(one)
        for one in (
            FOUNDING,
            fact(supports=[said(GLOBAL_NEWS), said(EXPLAINER)]),
            fact(supports=[said(GLOBAL_NEWS)]),
            fact(supports=[said(OPINION)]),
        )
    ]

    assert marks == ["⚖️", "✅", "☝️", "💬"]


def test_values_that_are_more_or_less_exact_stand_in_one_line() -> None:
    troops = fact(
        "at least 12",
        supports=[said(GLOBAL_NEWS, "at least 12"), said(OPINION, "13")],
        qualifies=[said(EXPLAINER, "a dozen or so", how="less exact")],
    )

    assert nearby_line(troops) == "13: an opinion piece · a dozen or so: explainer"
    assert nearby_line(fact(supports=[said(EXPLAINER)])) == ""


def test_a_figure_that_nobody_has_is_said() -> None:
    assert wording.unsupported_line(["2012"]) == "No source here says 2012."
    assert wording.unsupported_line(["2011", "2012"]) == "No source here says 2011 or 2012."
    assert wording.unsupported_line([]) == ""


def test_articles_that_share_an_origin_stand_together() -> None:
    one = fact(supports=[said(AP_COPY), said(EXPLAINER, paragraph=9), said(GLOBAL_NEWS), said(EXPLAINER, paragraph=2)])

    found = wording.witnesses(base_of(one), one, Relation.SUPPORTS)

    assert [witness.heading for witness in found] == ["One origin, ap: ap-copy · global-news", ""]
    ((source, evidence),) = found[1].articles
    assert (source, [entry.paragraph for entry in evidence]) == (EXPLAINER, [2, 9])


def test_the_newest_comes_last_and_opinion_after_all() -> None:
    dated = {
        source.id: replace(source, published=date(2021, 8, day))
        for source, day in ((EXPLAINER, 28), (GREEK_REPORTER, 27), (OPINION, 26))
    }
    one = fact(supports=[said(OPINION), said(EXPLAINER), said(GREEK_REPORTER)], sources=dated)
    base = FactBase((one,), dated, Vocabulary(), "0")

    order = [witness.articles[0][0].id for witness in wording.witnesses(base, one, Relation.SUPPORTS)]

    assert order == ["greek-reporter", "explainer", "opinion"]


def test_a_source_is_told_with_its_day_and_a_telling_kind() -> None:
    assert wording.about(replace(OPINION, published=date(2021, 8, 26))) == ["26 August 2021", "opinion"]
    assert wording.about(replace(EXPLAINER, read=date(2026, 3, 3))) == ["read 3 March 2026"]


def test_evidence_is_told_with_its_place_value_and_difference() -> None:
    one = fact(
        "8",
        supports=[said(EXPLAINER, at="§5.1", speaker="Ann")],
        qualifies=[said(GLOBAL_NEWS, "15", how="conditional"), said(GREEK_REPORTER, how="in part")],
    )

    assert wording.location(one.supports[0]) == "§5.1"
    assert ["".join(wording.said(entry)) for entry in one.evidence] == [
        "Ann: Says so.",
        "15 (conditional): Says so.",
        "In part: Says so.",
    ]


def test_silent_sources_are_named_or_counted_above_five() -> None:
    few, many = (
        fact(supports=[said(GLOBAL_NEWS)]),
        {f"s{n}": replace(OPINION, id=f"s{n}", name=f"S{n}") for n in range(7)},
    )
    one = fact(supports=[said(many["s0"])], sources=many)

    assert wording.silent_line(base_of(few), few) == "Not mentioned in: ap-copy; explainer; greek-reporter; opinion"
    assert wording.silent_line(FactBase((one,), many, Vocabulary(), "0"), one) == "Not mentioned in 6 other sources"
