"""How likely a ranked fact answers the question, and what that likelihood is good for."""

from collections.abc import Sequence
from enum import StrEnum
from math import exp, log1p

import numpy as np

from bot.matching.arrays import Floats
from bot.matching.lexicon import SYNONYM
from bot.matching.query import Question, Trait
from bot.matching.weights import MARKS, ODDS, SHARPNESS, Learned, learned

SUGGEST_FROM = 0.2
"""The confidence from which the closest facts are offered."""
EVERYDAY_FROM = 0.5
"""The confidence from which they are offered for a question of everyday words alone: more likely than not."""
FEWEST_WORDS = 2
"""The words that a question must have for an answer: one alone names a theme, and asks nothing."""
MOST_OF_A_THEME = 4
"""The most words, all counted, that name a theme: "the taliban", "tell me about biden"; more say something else."""

_WHOLE, _PHRASED = MARKS.index("whole"), MARKS.index("phrased")


class Band(StrEnum):
    """What a confidence is good for."""

    ANSWER = "answer"
    SUGGESTIONS = "suggestions"
    NONE = "none"


def leaders(scores: Floats, limit: int) -> tuple[list[int], list[float], list[float]]:
    """The places of the highest scores, best first, each one's lead over the best other one, and its softmax share."""
    values = scores.tolist()
    order = sorted(range(len(values)), key=values.__getitem__, reverse=True)
    best, second = [*(values[place] for place in order[:2]), 0.0, 0.0][:2]
    whole = sum(exp(SHARPNESS * (value - best)) for value in values)
    leading = [values[place] for place in order[:limit]]
    leads = [value - (best if rank else second) for rank, value in enumerate(leading)]
    return order[:limit], leads, [exp(SHARPNESS * (value - best)) / whole for value in leading]


def signs(
    question: Question,
    marks: Floats,
    leads: Sequence[float],
    shares: Sequence[float],
    alike: Sequence[float],
    unknown_rarity: float,
) -> Floats:
    """The signs of k facts and a 1 for the bias (k x ``len(ODDS)``), from their marks and what else tells of them."""
    total, contents, strangers = (question.sums[trait] for trait in (Trait.WEIGHT, Trait.CONTENT, Trait.STRANGER))
    weight = total / unknown_rarity
    of_question = (
        strangers / 3,
        strangers / max(contents, 1),
        log1p(weight),
        min(len(question.slots) / 10, 1.5),
        min(contents / 10, 1.0),
        1.0,
    )
    found = np.empty((len(marks), len(ODDS)), dtype=np.float32)
    found[:, : len(MARKS)] = marks
    of_fact = leads, shares, alike, np.log1p(weight * marks[:, _WHOLE])
    found[:, len(MARKS) : -len(of_question)] = np.array(of_fact).T
    found[:, -len(of_question) :] = of_question
    return found


def reasons(found: Floats, learned: Learned) -> Floats:
    """What each sign, and last the bias, adds to the logarithm of the odds of k facts (k x ``len(ODDS)``)."""
    many = found[:, _PHRASED, None]
    return found * (learned.few + many * (learned.many - learned.few))


def confidence(found: Floats, learned: Learned) -> list[float]:
    """How likely each of k facts with these signs answers the question, 0..1: a logistic model (Platt 1999)."""
    return [1 / (1 + exp(-max(-30.0, min(30.0, odds)))) for odds in reasons(found, learned).sum(axis=1).tolist()]


def answer_from() -> float:
    """The confidence from which a fact is given as the answer."""
    return learned().answer_from


def band(value: float, question: Question) -> Band:
    """The band of a confidence in the best fact for a question; everyday words alone seldom ask for anything.

    One word alone that the base knows is a theme to choose from, however unlikely it is that its first fact is meant.
    """
    if all(slot.everyday for slot in question.slots):
        return Band.SUGGESTIONS if value >= EVERYDAY_FROM else Band.NONE
    if value < SUGGEST_FROM:
        return Band.SUGGESTIONS if _is_theme(question) else Band.NONE
    return Band.ANSWER if value >= answer_from() and len(question.slots) >= FEWEST_WORDS else Band.SUGGESTIONS


def _is_theme(question: Question) -> bool:
    """Whether a question is a word of content that the base knows, with no word that asks and few beside it."""
    about = [slot for slot in question.slots if not slot.everyday]
    asks = any(slot.asking for slot in question.slots)
    known = len(about) == 1 and any(quality >= SYNONYM for _, quality in about[0].terms)
    return known and not asks and len(question.words) <= MOST_OF_A_THEME
