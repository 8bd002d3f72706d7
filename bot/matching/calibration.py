"""How sure the matcher may be on one base: its confidence is fitted to the base's own phrasings.

Phrasings of which the base lacks nothing but themselves tell how often the likeliest fact is right, and those of which
it lacks the whole fact are its near misses. The more phrasings facts have, the surer a near miss looks.
"""

import hashlib
import json
import os
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import cache
from itertools import islice
from math import log
from pathlib import Path

import numpy as np

from bot.factbase.model import Fact
from bot.matching.confidence import ANSWER_FROM, leaders
from bot.matching.entries import Floats
from bot.matching.finder import Finder
from bot.matching.weights import Weights

SAMPLE, SAMPLE_OF_LARGE, LARGE = 250, 100, 2_000
"""The phrasings that are asked, each once without itself and once without its fact; fewer from so many facts on."""
NEAR_MISSES = 0.25
"""The share of near misses among questions for which the confidence holds."""
LET_THROUGH = 0.06
"""The share of near misses that are answered at most, however right the answers to other questions are."""
FEWEST = 30
"""The near misses from which that share says anything."""
PARTS = 5
"""If all facts of a base are asked for, so manieth parts of them are taken away at a time; else as small ones."""
COUNTED = 60
"""How many phrasings the sample counts for at most beside the prior, since they are not all that people ask."""
SLOPE, SLOPE_VARIANCE, INTERCEPT_VARIANCE = 1.3, 0.1, 0.5
"""The prior of what is fitted: normal distributions; the intercept's mean is 0."""
LOOKED_AT = 5
"""The best-ranked facts among which the likeliest is."""
LEAST = -9.0
"""The log-odds of there being a fact that has no word of a question."""
_STEPS = 20


@dataclass(frozen=True, slots=True)
class Calibration:
    """Platt scaling (Platt 1999): a fact's log-odds on a base are ``slope`` times the model's, plus ``intercept``.

    With it ``right`` is the share of so many phrasings (``asked``) that are answered rightly if the base lacks only
    them, and ``near`` the share that is answered if it lacks their facts.
    """

    slope: float = SLOPE
    intercept: float = 0.0
    asked: int = 0
    right: float = 0.0
    near: float = 0.0

    def __str__(self) -> str:
        """What it came to, in a sentence for editors."""
        if not self.asked:
            return "This base has no phrasings, so how sure an answer is was not fitted to it."
        return (
            f"Of {self.asked} phrasings, left out one at a time, {self.right:.0%} are answered with their fact; "
            f"if their fact is left out too, {self.near:.0%} are answered with another."
        )

    def confidence(self, log_odds: Floats) -> Floats:
        """The probability, 0..1, of each of the model's log-odds."""
        return np.asarray(1 / (1 + np.exp(-np.clip(self.slope * log_odds + self.intercept, -30, 30))))


def calibrate(finder: Finder, weights: Weights) -> Calibration:
    """The calibration of a base, always the same for the same; the prior's if it has no phrasings."""
    sample = _sample(finder.facts)
    asked = [*_without_themselves(finder, weights, sample), *_without_their_facts(finder, weights, sample)]
    if not asked:
        return Calibration()
    odds, right, near = (np.array(column, dtype=float) for column in zip(*asked, strict=True))
    shares = np.where(near > 0, NEAR_MISSES / max(near.sum(), 1), (1 - NEAR_MISSES) / (1 - near).sum())
    slope, intercept = _fitted(odds, right, shares * min(len(sample), COUNTED))
    intercept = min(intercept, 0.0)  # no surer than on other bases, since few phrasings are easily told apart
    bar = log(ANSWER_FROM / (1 - ANSWER_FROM))
    if near.sum() >= FEWEST:
        intercept = min(intercept, bar - slope * float(np.quantile(odds[near > 0], 1 - LET_THROUGH)))
    answered = slope * odds + intercept >= bar
    told = (answered & (right > 0))[near == 0].mean(), answered[near > 0].mean() if near.any() else 0.0
    return Calibration(round(slope, 3), round(intercept, 3), len(sample), *(round(float(share), 3) for share in told))


def _sample(facts: Sequence[Fact]) -> list[tuple[int, str]]:
    """Phrasings with their fact's number; a fact is sampled again only after all others."""
    shuffled = sorted(range(len(facts)), key=lambda number: _mixed(facts[number].id))
    phrasings = cache(lambda number: sorted(facts[number].phrasings, key=_mixed))  # of a large base, few are needed
    most = max((len(fact.phrasings) for fact in facts), default=0)
    having = ((fact, turn) for turn in range(most) for fact in shuffled if turn < len(facts[fact].phrasings))
    found = ((fact, phrasings(fact)[turn]) for fact, turn in having)
    return list(islice(found, SAMPLE if len(facts) < LARGE else SAMPLE_OF_LARGE))


def _mixed(text: str) -> bytes:
    """What puts texts in an order that has nothing to do with them."""
    return hashlib.sha256(text.encode()).digest()


def _without_themselves(
    finder: Finder, weights: Weights, sample: Sequence[tuple[int, str]]
) -> Iterator[tuple[float, bool, bool]]:
    """Of each phrasing that a base lacks: the likeliest fact's log-odds, whether it is right, and that it may be."""
    left = list(sample)
    while left:
        turn = dict(reversed(left))  # the first of each fact
        left = [one for one in left if turn[one[0]] != one[1]]
        places = {fact: finder.facts[fact].phrasings.index(phrasing) for fact, phrasing in turn.items()}
        for (fact, _), (odds, found) in zip(
            turn.items(), _likeliest(finder.without(places), weights, turn.values()), strict=True
        ):
            yield odds, found == fact, False


def _without_their_facts(
    finder: Finder, weights: Weights, sample: Sequence[tuple[int, str]]
) -> Iterator[tuple[float, bool, bool]]:
    """Of each phrasing of facts that a base lacks: the likeliest fact's log-odds; it is wrong, and this a near miss."""
    facts = list(dict.fromkeys(fact for fact, _ in sample))
    parts = -(-PARTS * len(facts) // max(len(finder.facts), 1))
    for part in range(parts if len(finder.facts) > 1 else 0):
        away = frozenset(facts[part::parts])
        asked = [phrasing for fact, phrasing in sample if fact in away]
        for odds, _ in _likeliest(finder.without({}, away), weights, asked):
            yield odds, False, True


def _likeliest(finder: Finder, weights: Weights, texts: Iterable[str]) -> Iterator[tuple[float, int]]:
    """The log-odds and the number of each text's likeliest fact; of no fact, the lowest odds and -1."""
    for text in texts:
        query, measured = finder.measure(text)
        if len(measured.facts):
            places, evidence = leaders(measured, query, finder.index.unknown_rarity, weights.ranking, LOOKED_AT)
            odds = weights.trees.log_odds(evidence)
            best = int(odds.argmax())
            yield float(odds[best]), int(measured.facts[places[best]])
        else:
            yield LEAST, -1


def _fitted(odds: Floats, right: Floats, counts: Floats) -> tuple[float, float]:
    """The likeliest slope and intercept after the prior, by Newton's method."""
    mean, precision = np.array([SLOPE, 0.0]), np.array([1 / SLOPE_VARIANCE, 1 / INTERCEPT_VARIANCE])
    given = np.column_stack((odds, np.ones(len(odds))))
    fitted = mean
    for _ in range(_STEPS):
        likely = 1 / (1 + np.exp(-(given @ fitted)))
        slope = given.T @ (counts * (likely - right)) + precision * (fitted - mean)
        curve = (given * (counts * likely * (1 - likely))[:, None]).T @ given + np.diag(precision)
        fitted = fitted - np.linalg.solve(curve, slope)
    return float(fitted[0]), float(fitted[1])


def kept_calibration(finder: Finder, weights: Weights, version: str) -> Calibration:
    """The calibration of a base of that version, kept in the user's cache folder for the next start."""
    made_by = zlib.crc32(b"".join(file.read_bytes() for file in sorted(Path(__file__).parent.glob("*.[pj]*"))))
    folder = Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser() / "factbot"
    file = folder / f"calibration-{version}-{made_by:08x}.json"
    try:
        return Calibration(**json.loads(file.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        found = calibrate(finder, weights)
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        whole = file.with_suffix(f".{os.getpid()}")
        whole.write_text(json.dumps(asdict(found)), encoding="utf-8")
        whole.replace(file)
    return found
