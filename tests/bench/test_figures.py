"""The measure itself: figures against hand-worked examples, typing mistakes, thresholds and intervals."""

from string import ascii_lowercase

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import DamerauLevenshtein

from tests.bench import figures
from tests.bench.bootstrap import estimates
from tests.bench.contest import Outcomes, threshold
from tests.bench.report import OVERALL
from tests.bench.rivals import Ranked
from tests.bench.typos import mistype
from tests.matching.questions import Half, Kind, Question, of_half


def outcomes(*rows: tuple[Kind, int, float, bool, int]) -> Outcomes:
    """Outcomes from rows of kind, place, score, answered, and place with typing mistakes; a millisecond each."""
    kinds, places, scores, answered, mistyped = zip(*rows, strict=True)
    return Outcomes(
        kinds=np.array([list(Kind).index(kind) for kind in kinds]),
        places=np.array(places),
        scores=np.array(scores),
        answered=np.array(answered),
        answered_at_5=np.array(answered),
        mistyped=np.array(mistyped)[:, None],
        seconds=np.full(len(rows), 0.001),
    )


MIXED = outcomes(
    (Kind.NATURAL, 1, 0.9, True, 1),
    (Kind.NATURAL, 1, 0.7, True, 2),
    (Kind.SEARCH, 2, 0.65, True, 0),
    (Kind.NOISY, 4, 0.3, False, -1),
    (Kind.STATEMENT, 0, 0.1, False, 0),
    (Kind.NEAR_MISS, 0, 0.65, True, -1),
    (Kind.NEAR_MISS, 0, 0.2, False, -1),
    (Kind.OFF_TOPIC, 0, 0.0, False, -1),
)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("top-1", 2 / 5),
        ("in first three", 3 / 5),
        ("MRR", (1 + 1 + 1 / 2 + 1 / 4 + 0) / 5),
        ("answered and right", 2 / 5),
        ("wrong among answers", 1 / 3),
        ("near misses answered", 1 / 2),
        ("off-topic answered", 0.0),
        ("AUROC near miss", (2 + 2 + 1.5 + 1 + 0) / 10),
        ("AUROC off-topic", 1.0),
        ("top-1 lost by 2 typos", 1 / 4),
        ("ms, p50", 1.0),
    ],
)
def test_a_figure_is_what_it_says(name: str, value: float) -> None:
    assert OVERALL[name](MIXED) == pytest.approx(value)


def test_a_figure_of_nothing_is_nan() -> None:
    only_off_topic = MIXED.of_kinds(Kind.OFF_TOPIC)

    assert np.isnan(OVERALL["top-1"](only_off_topic))
    assert np.isnan(OVERALL["AUROC off-topic"](only_off_topic))


def test_the_calibration_error_is_the_gap_between_promise_and_truth_by_size_of_bin() -> None:
    surest, sure, *_, least = figures.calibration(MIXED)

    assert [surest.n, surest.confidence, surest.right] == pytest.approx([1, 0.9, 1])
    assert [sure.n, sure.confidence, sure.right] == pytest.approx([3, 2 / 3, 1 / 3])
    assert [least.n, least.confidence, least.right] == pytest.approx([2, 0.05, 0])
    assert figures.calibration_error(MIXED) == pytest.approx((0.1 + (0.7 + 0.65 + 0.65 - 1) + 0.5 + 0.1) / 8)


def test_an_interval_holds_its_figure_and_is_the_same_again() -> None:
    first, again = (estimates(MIXED, {"near": figures.near_misses_answered}, resamples=200) for _ in range(2))

    assert first == again
    assert (first["near"].low, first["near"].value, first["near"].high) == (0.0, 0.5, 1.0)


class Lookup:
    """An engine that gives each text the score that it is built with."""

    name = "lookup"

    def __init__(self, scores: dict[str, float]) -> None:
        self.scores = scores

    def rank(self, text: str) -> Ranked:
        """One fact with the text's score."""
        return [("fact", self.scores[text])]


def test_a_threshold_lets_at_most_a_twentieth_of_the_tuning_near_misses_through() -> None:
    questions = of_half([Question(f"q{i}", Kind.NEAR_MISS, ()) for i in range(200)], Half.TUNING)
    scores = {question.text: float(number) for number, question in enumerate(questions)}

    least = threshold(Lookup(scores), questions)

    through = sum(score >= least for score in scores.values())
    assert through == len(questions) // 20


def test_the_reporting_half_never_moves_a_threshold() -> None:
    questions = [Question(f"q{i}", Kind.NEAR_MISS, ()) for i in range(100)]
    tuning, reporting = of_half(questions, Half.TUNING), of_half(questions, Half.REPORTING)
    low = {question.text: 0.1 for question in tuning}

    assert threshold(Lookup(low | {q.text: 9.0 for q in reporting}), questions) == threshold(Lookup(low), tuning)


@given(st.text(max_size=60))
def test_mistakes_are_two_edits_at_most_and_the_same_again(text: str) -> None:
    mistaken = mistype(text)

    assert mistaken == mistype(text)
    assert DamerauLevenshtein.distance(text, mistaken) <= 2


def test_every_draw_makes_mistakes_of_its_own() -> None:
    assert len({mistype("when was the airport attacked", draw=draw) for draw in range(5)}) > 1


def test_a_mistake_changes_a_word_of_four_letters_or_more_and_nothing_shorter() -> None:
    texts = [f"who is {letter}aaa 2021" for letter in ascii_lowercase]

    mistaken = [mistype(text, edits=1) for text in texts]

    assert [DamerauLevenshtein.distance(text, other) for text, other in zip(texts, mistaken, strict=True)] == [1] * len(
        texts
    )
    assert all(other.startswith("who is ") and other.endswith(" 2021") for other in mistaken)
    assert mistype("who is it 2021 ok?!") == "who is it 2021 ok?!"
