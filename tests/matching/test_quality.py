"""How well the shipped matcher finds facts, on the half of the questions that it may be tuned on.

``python -m tests.bench.quality`` prints these figures and more. The other half is never read here.
"""

import re
from collections.abc import Mapping

import pytest

from tests.bench.contest import Outcomes, Shipped, ask_all
from tests.bench.figures import calibration_error
from tests.bench.packs import Pack, PackName, load_pack
from tests.bench.report import CALIBRATION, OVERALL
from tests.matching.questions import UNANSWERABLE, Half, Kind, of_half

pytestmark = pytest.mark.slow

FIGURES = {**OVERALL, CALIBRATION: calibration_error}

AT_LEAST: Mapping[PackName, Mapping[str, float]] = {
    PackName.SHIPPED: {
        "top-1": 0.955,
        "in first three": 0.98,
        "MRR": 0.965,
        "answered and right": 0.7,
        "AUROC near miss": 0.93,
        "AUROC off-topic": 0.98,
    },
    PackName.WARBLER: {
        "top-1": 0.92,
        "in first three": 0.96,
        "MRR": 0.94,
        "answered and right": 0.59,
        "AUROC near miss": 0.83,
        "AUROC off-topic": 0.97,
    },
    PackName.RUMOURS: {
        "top-1": 0.945,
        "in first three": 0.965,
        "MRR": 0.95,
        "answered and right": 0.68,
        "AUROC near miss": 0.87,
        "AUROC off-topic": 0.97,
    },
}
AT_MOST: Mapping[PackName, Mapping[str, float]] = {
    PackName.SHIPPED: {
        "wrong among answers": 0.015,
        "near misses answered": 0.07,
        "off-topic answered": 0.015,
        "top-1 lost by 2 typos": 0.04,
        CALIBRATION: 0.065,
    },
    PackName.WARBLER: {
        "wrong among answers": 0.04,
        "near misses answered": 0.23,
        "off-topic answered": 0.09,
        "top-1 lost by 2 typos": 0.04,
        CALIBRATION: 0.09,
    },
    PackName.RUMOURS: {
        "wrong among answers": 0.025,
        "near misses answered": 0.12,
        "off-topic answered": 0.08,
        "top-1 lost by 2 typos": 0.03,
        CALIBRATION: 0.09,
    },
}
"""What each figure keeps to on the tuning half: what ``python -m tests.bench.quality`` measures, less two questions.

Two questions of the figure's kind, and 0.01 at least, are more than another processor's arithmetic can turn over.
"""

FEWEST: Mapping[PackName, Mapping[str, int]] = {
    PackName.SHIPPED: {"facts": 80, "answerable": 1200, Kind.NEAR_MISS: 800, Kind.OFF_TOPIC: 300},
    PackName.WARBLER: {"facts": 30, "answerable": 150, Kind.NEAR_MISS: 50, Kind.OFF_TOPIC: 40},
    PackName.RUMOURS: {"facts": 80, "answerable": 200, Kind.NEAR_MISS: 100, Kind.OFF_TOPIC: 40},
}
"""How large each fact base and its question set must be, both halves together, for the figures to mean anything."""


@pytest.fixture(scope="module", params=PackName)
def pack(request: pytest.FixtureRequest) -> Pack:
    """Each fact base with its questions."""
    return load_pack(request.param)


@pytest.fixture(scope="module")
def outcomes() -> dict[PackName, Outcomes]:
    """How the shipped matcher does on each tuning half."""
    found = {}
    for pack in map(load_pack, PackName):
        tuning = of_half(pack.questions, Half.TUNING)
        found[pack.name] = ask_all(Shipped(pack.base), tuning, tuning)
    return found


@pytest.mark.parametrize(
    ("name", "figure", "least"),
    [(name, figure, least) for name, promised in AT_LEAST.items() for figure, least in promised.items()],
)
def test_a_figure_is_no_lower_than_promised(
    outcomes: dict[PackName, Outcomes], name: PackName, figure: str, least: float
) -> None:
    assert FIGURES[figure](outcomes[name]) >= least


@pytest.mark.parametrize(
    ("name", "figure", "most"),
    [(name, figure, most) for name, promised in AT_MOST.items() for figure, most in promised.items()],
)
def test_a_figure_is_no_higher_than_promised(
    outcomes: dict[PackName, Outcomes], name: PackName, figure: str, most: float
) -> None:
    assert FIGURES[figure](outcomes[name]) <= most


def test_there_are_facts_and_questions_enough(pack: Pack) -> None:
    counts: dict[str, int] = {
        "facts": len(pack.base.facts),
        "answerable": sum(question.answerable for question in pack.questions),
        **{kind: sum(question.kind is kind for question in pack.questions) for kind in UNANSWERABLE},
    }

    assert {what: counts[what] for what, fewest in FEWEST[pack.name].items() if counts[what] < fewest} == {}


def test_every_fact_is_asked_for(pack: Pack) -> None:
    asked = {fact for question in pack.questions for fact in question.facts}

    assert [fact.id for fact in pack.base.facts if fact.id not in asked] == []


def test_no_question_is_a_phrasing_of_the_base(pack: Pack) -> None:
    phrasings = {_words(phrasing): fact.id for fact in pack.base.facts for phrasing in fact.phrasings}

    assert [phrasings[_words(question.text)] for question in pack.questions if _words(question.text) in phrasings] == []


def test_the_halves_are_about_equal(pack: Pack) -> None:
    tuning = of_half(pack.questions, Half.TUNING)

    assert len(tuning) / len(pack.questions) == pytest.approx(0.5, abs=0.07)


def _words(text: str) -> tuple[str, ...]:
    """A text's words, whatever its case and punctuation."""
    return tuple(re.findall(r"\w+", text.casefold()))
