"""Putting a pack's questions to an engine, and writing down how it did on each."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from bot.factbase.model import FactBase
from bot.matching.confidence import Band
from bot.matching.matcher import Matcher
from tests.bench.rivals import Ranked, Ranker
from tests.bench.typos import mistype
from tests.matching.questions import Half, Kind, Question, of_half

FALSE_ANSWERS = 0.05
"""The share of the tuning half's near misses that a threshold on an engine's own score may let through."""
DRAWS = 5
"""How many times typing mistakes are drawn for a question: one draw alone is a matter of luck."""
WARM_UP = 300
"""How many other questions are put before the clock starts: people ask a bot that runs, not one that just began."""


@runtime_checkable
class Deciding(Ranker, Protocol):
    """An engine whose scores are probabilities, and that decides by itself whether to answer."""

    def answers(self, text: str) -> bool:
        """Whether it gives its best fact outright."""
        ...


class Shipped:
    """The shipped matcher at its shipped bands."""

    name = "factbot"

    def __init__(self, base: FactBase) -> None:
        self._matcher = Matcher.of(base)

    def rank(self, text: str) -> Ranked:
        """The candidates with their confidence, 0..1."""
        return [(candidate.fact.id, candidate.confidence) for candidate in self._matcher.match(text).candidates]

    def answers(self, text: str) -> bool:
        """Whether the match is in the band of answers."""
        return self._matcher.match(text).band is Band.ANSWER


@dataclass(frozen=True)
class Outcomes:
    """How an engine did on n questions, as arrays of that length.

    ``kinds`` are places in the list of :class:`Kind`; ``places`` the place of the first acceptable fact from 1, 0 where
    it is not among those ranked; ``scores`` that of the best fact, 0 where there is none; ``answered`` whether it was
    given outright; ``answered_at_5`` whether it would be at the threshold of :func:`threshold`; ``mistyped`` the places
    as in ``places`` with two typing mistakes in the question, drawn :data:`DRAWS` times (n x that), -1 where that was
    not asked; ``seconds`` the time taken.
    """

    kinds: NDArray[np.int64]
    places: NDArray[np.int64]
    scores: NDArray[np.float64]
    answered: NDArray[np.bool_]
    answered_at_5: NDArray[np.bool_]
    mistyped: NDArray[np.int64]
    seconds: NDArray[np.float64]

    def take(self, which: NDArray[np.int64] | NDArray[np.bool_]) -> "Outcomes":
        """The outcomes at these places, repeated ones repeated."""
        return replace(self, **{field.name: getattr(self, field.name)[which] for field in fields(self)})

    def of_kinds(self, *kinds: Kind) -> "Outcomes":
        """The outcomes of questions of these kinds."""
        return self.take(np.isin(self.kinds, [list(Kind).index(kind) for kind in kinds]))


def ask_all(engine: Ranker, questions: Sequence[Question], known: Sequence[Question]) -> Outcomes:
    """How an engine does on ``questions``; ``known`` has the near misses that set its threshold.

    It also has what is put before the clock starts: the first that are not among the questions. What does not
    decide by itself answers at that threshold. Typing mistakes go into answerable questions that are not noisy
    already.
    """
    measured = set(questions)
    for question in [other for other in known if other not in measured][:WARM_UP]:
        engine.rank(question.text)
    timed = [_timed(engine, question.text) for question in questions]
    ranked = [ranking for ranking, _ in timed]
    scores = np.array([_top(ranking) for ranking in ranked])
    at_5 = scores >= threshold(engine, known)
    decided = np.array([engine.answers(q.text) for q in questions]) if isinstance(engine, Deciding) else at_5
    return Outcomes(
        kinds=np.array([list(Kind).index(question.kind) for question in questions]),
        places=np.array([place(*pair) for pair in zip(ranked, questions, strict=True)]),
        scores=scores,
        answered=decided,
        answered_at_5=at_5,
        mistyped=np.array([_mistyped_places(engine, question) for question in questions]).reshape(-1, DRAWS),
        seconds=np.array([seconds for _, seconds in timed]),
    )


def threshold(engine: Ranker, questions: Sequence[Question]) -> float:
    """The lowest score from which at most 5 % of the tuning half's near misses among the questions are answered."""
    near = [question for question in of_half(questions, Half.TUNING) if question.kind is Kind.NEAR_MISS]
    scores = sorted((_top(engine.rank(question.text)) for question in near), reverse=True)
    return float(np.nextafter(scores[int(FALSE_ANSWERS * len(scores))], np.inf)) if scores else np.inf


def place(ranked: Ranked, question: Question) -> int:
    """The place of the first acceptable fact, from 1; 0 where there is none."""
    return next((number for number, (fact, _) in enumerate(ranked, 1) if fact in question.facts), 0)


def _top(ranked: Ranked) -> float:
    return ranked[0][1] if ranked else 0.0


def _timed(engine: Ranker, text: str) -> tuple[Ranked, float]:
    start = time.perf_counter()
    ranked = engine.rank(text)
    return ranked, time.perf_counter() - start


def _mistyped_places(engine: Ranker, question: Question) -> list[int]:
    if not question.answerable or question.kind is Kind.NOISY:
        return [-1] * DRAWS
    return [place(engine.rank(mistype(question.text, draw=draw)), question) for draw in range(DRAWS)]
