"""How likely a ranked fact answers the question, and what that likelihood is good for."""

from enum import StrEnum

import numpy as np

from bot.matching.index import Floats
from bot.matching.learned import MARKS, Learned
from bot.matching.question import Question

ANSWER_FROM = 0.86
"""The confidence from which a fact is given as the answer."""
SUGGEST_FROM = 0.2
"""The confidence from which the closest facts are offered."""
FEWEST_WORDS = 2
"""The words that a question must have for an answer: one alone names a theme, and asks nothing."""

_PHRASING, _WHOLE = MARKS.index("phrasing"), MARKS.index("whole")


class Band(StrEnum):
    """What a confidence is good for."""

    ANSWER = "answer"
    SUGGESTIONS = "suggestions"
    NONE = "none"


def signs(question: Question, marks: Floats, score: float, lead: float, unknown_rarity: float) -> Floats:
    """The signs of one fact (in the order of :data:`bot.matching.learned.SIGNS`) from its marks, score and lead."""
    total = sum(slot.weight for slot in question.slots)
    strangers = [slot.weight for slot in question.slots if not slot.terms]
    about = (
        float(marks[_PHRASING]) ** 4,
        score,
        lead,
        sum(strangers) / max(total, 1e-9),
        len(strangers) / 3,
        np.log1p(total / unknown_rarity),
        np.log1p(total * marks[_WHOLE] / unknown_rarity),
        len(question.slots) / 10,
    )
    return np.concatenate((marks, np.array(about, dtype=np.float32)))


def confidence(question: Question, found: Floats, learned: Learned) -> float:
    """How likely a fact with these signs answers the question, 0..1: a logistic model (Platt 1999)."""
    odds = float(found @ learned.confidence) + learned.bias
    likely = 1.0 / (1.0 + float(np.exp(-np.clip(odds, -30, 30))))
    return min(likely, ANSWER_FROM - 0.01) if len(question.slots) < FEWEST_WORDS else likely


def band(value: float) -> Band:
    """The band of a confidence."""
    if value >= ANSWER_FROM:
        return Band.ANSWER
    return Band.SUGGESTIONS if value >= SUGGEST_FROM else Band.NONE
