"""Figures and dates: what they amount to, which values are alike, and which that people name no source has."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.factbase.model import FactBase
from bot.factbase.texts import quantities, value_key
from bot.reply import unsupported_values
from tests.factbase.cases import AP_COPY, EXPLAINER, GLOBAL_NEWS, OPINION, fact, said

FOUNDED = fact(
    "2015",
    claim="ISIS-K was founded in 2015.",
    phrasings=["They were set up in 2012", "ISIS-K was established in 2011, right?"],
    supports=[said(GLOBAL_NEWS, "2015"), said(AP_COPY, "six years ago"), said(OPINION, "January 2015")],
    disputes=[said(EXPLAINER, "late 2014")],
)
TROOPS = fact(
    "at least 12",
    claim="At least 12 U.S. troops were killed.",
    phrasings=["Eleven marines died", "The bombing killed 20 American military personnel", "five soldiers"],
    supports=[said(EXPLAINER, "at least a dozen U.S. servicemen"), said(OPINION, "13")],
)
TOTAL = fact(
    "nearly a hundred",
    claim="Nearly a hundred people were killed.",
    supports=[said(EXPLAINER)],
    qualifies=[said(GLOBAL_NEWS, "over 70", how="less exact"), said(OPINION, "13 and 75", how="in part")],
)
FOUNDERS = fact("Pakistani Taliban", claim="It was founded by several hundred men.", supports=[said(AP_COPY)])
SHARE = fact("30 percent", claim="It rose by 30 percent in 2020.", supports=[said(EXPLAINER, "30 per cent")])


@pytest.mark.parametrize(
    ("of", "question", "unsupported"),
    [
        (FOUNDED, "ISIS-K was founded in 2012", ("2012",)),
        (FOUNDED, "They were set up in 2012", ("2012",)),
        (FOUNDED, "ISIS-K has existed since the 1990s", ("1990s",)),
        (FOUNDED, "Was it founded in January 2014?", ("January 2014",)),
        (FOUNDED, "founded in 2012 or 2015", ("2012",)),
        (FOUNDED, "founded in '12", ("'12",)),
        (FOUNDED, "ISIS-K was founded in 2015", ()),
        (FOUNDED, "It was founded in late 2014, not 2015", ()),
        (FOUNDED, "founded in 2014", ()),
        (FOUNDED, "Was it six or seven years ago?", ()),
        (FOUNDED, "It has 5,000 fighters", ()),
        (FOUNDED, "Who was behind the 2021 attack, and since when are they there?", ()),
        (TROOPS, "Eleven marines died in the bombing", ("Eleven",)),
        (TROOPS, "The bombing killed 20 American military personnel", ("20",)),
        (TROOPS, "at least 60 soldiers died", ("at least 60",)),
        (TROOPS, "12 American soldiers died", ()),
        (TROOPS, "Did a dozen or thirteen US military personnel die?", ()),
        (TROOPS, "more than ten soldiers died", ()),
        (TROOPS, "Did the two explosions kill US troops?", ()),
        (TROOPS, "In 2021 U.S. troops died", ()),
        (TOTAL, "250 people died", ("250",)),
        (TOTAL, "Just 13 people were killed", ()),
        (TOTAL, "over 50 people died", ()),
        (TOTAL, "around 70 dead", ()),
        (FOUNDERS, "400 men founded it in 2012", ()),
        (SHARE, "it rose by 40 %", ("40 %",)),
        (SHARE, "it rose by 30%", ()),
        (SHARE, "it rose by 40 people", ()),
    ],
)
def test_a_value_that_no_source_has_is_named(of: object, question: str, unsupported: tuple[str, ...]) -> None:
    assert unsupported_values(of, question) == unsupported  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("at least a dozen", "12 or more"),
        ("12", "a dozen"),
        ("twelve", "12"),
        ("over 70", "more than 70"),
        ("1,000", "a thousand"),
        ("2.5 million", "2,500,000"),
        ("one hundred and five", "105"),
        ("in 2015", "2015"),
        ("26 August 2021", "Aug. 26, 2021"),
        ("2021-08-26", "August 26, 2021"),
        ("30 %", "30 percent"),
        ("10-15", "10 to 15"),
        ("The Pakistani Taliban", "pakistani taliban"),
    ],
)
def test_values_that_say_the_same_are_alike(one: str, other: str) -> None:
    assert value_key(one) == value_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("12", "at least 12"),
        ("12", "13"),
        ("2015", "January 2015"),
        ("2014", "late 2014"),
        ("30 %", "30"),
        ("5 days", "5 weeks"),
        ("nearly a hundred", "a hundred"),
        ("Pakistani Taliban", "Afghan Taliban"),
        ("over 70", "at least 70"),
    ],
)
def test_values_that_say_otherwise_are_not(one: str, other: str) -> None:
    assert value_key(one) != value_key(other)


@pytest.mark.parametrize(
    "text",
    [
        "six years ago",
        "dozens of attacks",
        "a few hundred men",
        "hundreds",
        "PBKDF2 with SHA-256, version 5.0.0",
        "the G7 and COVID-19",
        "at 12:40",
        "5 pm",
        "the 3rd time",
        "two-thirds of it",
        "one of them",
        "May I ask",
    ],
)
def test_what_is_no_figure_stays_text(text: str) -> None:
    assert quantities(text) == []


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    for quantity in quantities(text):
        assert quantity.text


def test_no_value_of_a_shipped_fact_is_said_to_lack(shipped_base: FactBase) -> None:
    wrong = [(one.id, found) for one in shipped_base.facts if (found := unsupported_values(one, one.claim))]

    assert wrong == []
