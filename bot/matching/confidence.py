"""How likely a ranked fact answers the question, and what that likelihood is good for."""

from enum import StrEnum

import numpy as np

from bot.matching.index import Floats
from bot.matching.learned import MARKS, SIGNS, Learned
from bot.matching.question import Question

ANSWER_FROM = 0.86
"""The confidence from which a fact is given as the answer."""
SUGGEST_FROM = 0.2
"""The confidence from which the closest facts are offered."""
FEWEST_WORDS = 2
"""The words that a question must have for an answer: one alone names a theme, and asks nothing."""

_WHOLE = MARKS.index("whole")


class Band(StrEnum):
    """What a confidence is good for."""

    ANSWER = "answer"
    SUGGESTIONS = "suggestions"
    NONE = "none"


def signs(question: Question, marks: Floats, leads: Floats, unknown_rarity: float) -> Floats:
    """The signs (k x ``len(SIGNS)``) of k facts from their marks (k x ``len(MARKS)``) and leads (k)."""
    total = sum(slot.weight for slot in question.slots)
    by_name = {
        "lead": leads,
        "strangers": sum(not slot.terms for slot in question.slots) / 3,
        "weight": np.log1p(total / unknown_rarity),
        "met": np.log1p(total * marks[:, _WHOLE] / unknown_rarity),
        "words": len(question.slots) / 10,
    }
    found = np.empty((len(marks), len(SIGNS)), dtype=np.float32)
    found[:, : len(MARKS)] = marks
    for column, name in enumerate(SIGNS[len(MARKS) :], len(MARKS)):
        found[:, column] = by_name[name]
    return found


def confidence(found: Floats, learned: Learned) -> Floats:
    """How likely each of k facts with these signs answers the question, 0..1: a logistic model (Platt 1999)."""
    odds = found @ learned.confidence + learned.bias
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(odds, -30, 30))), dtype=np.float32)


def band(value: float, question: Question) -> Band:
    """The band of a confidence in the best fact for a question; everyday words alone ask for nothing."""
    if value < SUGGEST_FROM or all(slot.everyday for slot in question.slots):
        return Band.NONE
    return Band.ANSWER if value >= ANSWER_FROM and len(question.slots) >= FEWEST_WORDS else Band.SUGGESTIONS
