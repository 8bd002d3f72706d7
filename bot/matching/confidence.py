"""How likely a ranked fact answers the question, and what that likelihood is good for."""

from enum import StrEnum

import numpy as np

from bot.matching.entries import Floats, Numbers
from bot.matching.features import Measured, leads, of_question
from bot.matching.index import DECIMALS, highest_first
from bot.matching.lexicon import GENERAL_SYNONYM
from bot.matching.normalise import is_figure
from bot.matching.query import Query
from bot.matching.weights import SHARPNESS

ANSWER_FROM = 0.75
"""The confidence from which a fact is given as the answer."""
SUGGEST_FROM = 0.05
"""The confidence from which the closest facts are offered."""
STOP_WORDS_FROM = 0.3
"""The confidence from which they are offered for a question of stop words alone."""
FEWEST_WORDS = 2
"""The words, stop words aside, that a question must have for an answer: one alone names a theme, and asks nothing."""
SHARING = 9
"""The facts from which those that have all of a theme's words are offered, and none is the answer."""
SAYING = frozenset("is are was were be been am has have had do does did will would can could not no".split())  # noqa: SIM905
"""Words of which none stands in the name of a theme."""
EQUAL = 0.99
"""The least confidence in the one fact of which a question is the claim or a phrasing."""
MOST_OF_A_THEME = 6
"""The most words, all counted, that name a theme: "the taliban", "kabul airport attack"; more say something else."""


class Band(StrEnum):
    """What a confidence is good for."""

    ANSWER = "answer"
    SUGGESTIONS = "suggestions"
    NONE = "none"


def leaders(
    measured: Measured, query: Query, unknown_rarity: float, ranking: Floats, limit: int
) -> tuple[Numbers, Floats]:
    """The places of the facts that rank best, best first, and what tells how likely each is right.

    The latter is an array of facts x :data:`bot.matching.weights.EVIDENCE_OF_TRUTH`.
    """
    scores = measured.features @ ranking
    order = highest_first(scores, limit)
    shares = np.exp(SHARPNESS * (scores - scores.max()))
    asked = of_question(query, unknown_rarity)
    evidence = np.empty((len(order), len(ranking) + 2 + len(asked)), dtype=np.float32)
    evidence[:, : len(ranking)] = measured.features[order]
    evidence[:, len(ranking)], evidence[:, len(ranking) + 1] = leads(scores)[order], (shares / shares.sum())[order]
    evidence[:, len(ranking) + 2 :] = asked
    return order, evidence.round(DECIMALS)


def band(value: float, query: Query, sharing: int = 0) -> Band:
    """The band of a confidence in the best fact for a question; stop words alone seldom ask for anything.

    Words that the base knows and that ask nothing are a theme to choose from, however unlikely its first fact is meant,
    and however likely if so many facts (``sharing``) have all of them.
    """
    if all(term.stop for term in query.terms):
        return Band.SUGGESTIONS if value >= STOP_WORDS_FROM else Band.NONE
    if value < SUGGEST_FROM:
        return Band.SUGGESTIONS if is_theme(query) else Band.NONE
    if sharing >= SHARING and value < EQUAL and is_theme(query):
        return Band.SUGGESTIONS
    telling = sum(not term.stop or term.asking for term in query.terms)
    return Band.ANSWER if value >= ANSWER_FROM and telling >= FEWEST_WORDS else Band.SUGGESTIONS


def is_theme(query: Query) -> bool:
    """Whether a question is a few words that the base knows and hardly others, which neither ask nor state anything."""
    about = [term for term in query.terms if term.content]
    known = about and all(term.terms and term.terms[-1][1] > GENERAL_SYNONYM for term in about)
    says = any(term.asking or is_figure(term.surface) for term in query.terms) or not SAYING.isdisjoint(query.words)
    return bool(known) and not says and len(query.words) <= min(MOST_OF_A_THEME, 2 * len(about))
