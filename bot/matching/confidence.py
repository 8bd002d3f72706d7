"""How likely a ranked fact answers the question, and what that likelihood is good for."""

from enum import StrEnum

import numpy as np

from bot.matching.arrays import Floats, Ints
from bot.matching.learned import MARKS, SHARPNESS, SIGNS, Learned, learned
from bot.matching.lexicon import SYNONYM
from bot.matching.question import Question

SUGGEST_FROM = 0.2
"""The confidence from which the closest facts are offered."""
FEWEST_WORDS = 2
"""The words that a question must have for an answer: one alone names a theme, and asks nothing."""

_WHOLE, _PHRASED = MARKS.index("whole"), MARKS.index("phrased")


class Band(StrEnum):
    """What a confidence is good for."""

    ANSWER = "answer"
    SUGGESTIONS = "suggestions"
    NONE = "none"


def leaders(scores: Floats, limit: int) -> tuple[Ints, Floats, Floats]:
    """The places of the highest scores, best first, each one's lead over the best other one, and its softmax share."""
    order = np.argsort(-scores, kind="stable")[: limit + 1].astype(np.int32)
    best, second = [*scores[order[:2]].tolist(), 0.0, 0.0][:2]
    leading = scores[order[:limit]]
    rivals = np.full(len(leading), best, dtype=np.float32)
    rivals[:1] = second
    powers = np.exp(SHARPNESS * (scores - best))
    return order[:limit], leading - rivals, powers[order[:limit]] / max(float(powers.sum()), 1e-9)


def signs(
    question: Question, marks: Floats, leads: Floats, shares: Floats, alike: Floats, unknown_rarity: float
) -> Floats:
    """The signs (k x ``len(SIGNS)``) of k facts from their marks (k x ``len(MARKS)``) and what else tells of them."""
    total = sum(slot.weight for slot in question.slots)
    by_name = {
        "lead": leads,
        "share": shares,
        "alike": alike,
        "strangers": sum(not slot.terms for slot in question.slots) / 3,
        "weight": np.log1p(total / unknown_rarity),
        "met": np.log1p(total * marks[:, _WHOLE] / unknown_rarity),
        "words": min(len(question.slots) / 10, 1.5),
        "contents": min(sum(not (slot.everyday or slot.asking) for slot in question.slots) / 10, 1.0),
    }
    found = np.empty((len(marks), len(SIGNS)), dtype=np.float32)
    found[:, : len(MARKS)] = marks
    for column, name in enumerate(SIGNS[len(MARKS) :], len(MARKS)):
        found[:, column] = by_name[name]
    return found


def reasons(found: Floats, learned: Learned) -> Floats:
    """What each sign, and last the bias, adds to the logarithm of the odds of k facts (k x ``len(SIGNS)`` + 1)."""
    phrased = found[:, _PHRASED, None]
    weights = (1 - phrased) * learned.few + phrased * learned.many
    return np.asarray(np.column_stack((found, np.ones(len(found), dtype=np.float32))) * weights, dtype=np.float32)


def confidence(found: Floats, learned: Learned) -> Floats:
    """How likely each of k facts with these signs answers the question, 0..1: a logistic model (Platt 1999)."""
    many = found[:, _PHRASED]
    odds = (1 - many) * (found @ learned.few[:-1] + learned.few[-1]) + many * (
        found @ learned.many[:-1] + learned.many[-1]
    )
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(odds, -30, 30))), dtype=np.float32)


def answer_from() -> float:
    """The confidence from which a fact is given as the answer."""
    return learned().answer_from


def band(value: float, question: Question) -> Band:
    """The band of a confidence in the best fact for a question; everyday words alone ask for nothing.

    One word alone that the base knows is a theme to choose from, however unlikely it is that its first fact is meant.
    """
    if all(slot.everyday for slot in question.slots):
        return Band.NONE
    if value < SUGGEST_FROM:
        return Band.SUGGESTIONS if _is_theme(question) else Band.NONE
    return Band.ANSWER if value >= answer_from() and len(question.slots) >= FEWEST_WORDS else Band.SUGGESTIONS


def _is_theme(question: Question) -> bool:
    about = [slot for slot in question.slots if not slot.everyday]
    return len(about) == 1 and any(quality >= SYNONYM for _, quality in about[0].terms)
