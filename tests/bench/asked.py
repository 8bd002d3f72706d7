"""What people would ask a generated fact base, with the facts that are right."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from tests.bench.generated import Generated, compose
from tests.bench.typos import mistype
from tests.bench.words import FUNCTION_WORDS, NOTHING, Ints, invent


class Kind(StrEnum):
    """How something is asked."""

    NATURAL = "natural"
    """Three to five of the claim's content words, some said with other words, among function words."""
    SEARCH = "search"
    """Two to four of the claim's content words and nothing else."""
    TYPOS = "typos"
    """As natural, with two typing mistakes."""
    OFF_BASE = "off-base"
    """Mostly words that the base does not hold; no fact is right."""
    KEYSTROKE = "keystroke"
    """The beginning of a natural question or a search, cut anywhere from its second letter on."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question; ``fact`` is the id of the right fact, None where there is none.

    ``typed`` is the share (0..1) of the finished question that a keystroke has reached, 1 for a whole question.
    """

    kind: Kind
    text: str
    fact: str | None
    typed: float = 1.0


def questions(generated: Generated, count: int, seed: int = 0) -> list[Asked]:
    """So many questions, the four kinds in turn, so that any beginning of the list is a fair mixture."""
    rng = np.random.default_rng([seed, 3, count])
    natural = _about(generated, rng, Kind.NATURAL, count, (3, 5), (6, 12))
    search = _about(generated, rng, Kind.SEARCH, count, (2, 4), (2, 4))
    mistyped = [
        Asked(Kind.TYPOS, mistype(asked.text), asked.fact)
        for asked in _about(generated, rng, Kind.TYPOS, count, (3, 5), (6, 12))
    ]
    turns = zip(natural, search, mistyped, _off_base(generated, rng, count), strict=True)
    return [asked for turn in turns for asked in turn][:count]


def keystrokes(generated: Generated, count: int, seed: int = 0) -> list[Asked]:
    """So many beginnings of questions and searches, in turn."""
    rng = np.random.default_rng([seed, 4, count])
    natural = _about(generated, rng, Kind.KEYSTROKE, count, (3, 5), (6, 12))
    search = _about(generated, rng, Kind.KEYSTROKE, count, (2, 4), (2, 4))
    whole = [asked for turn in zip(natural, search, strict=True) for asked in turn][:count]
    cuts = [int(rng.integers(2, len(asked.text) + 1)) for asked in whole]
    return [
        Asked(asked.kind, asked.text[:cut], asked.fact, cut / len(asked.text))
        for asked, cut in zip(whole, cuts, strict=True)
    ]


def _about(
    generated: Generated, rng: np.random.Generator, kind: Kind, count: int, kept: tuple[int, int], size: tuple[int, int]
) -> Iterator[Asked]:
    """Questions of ``size`` words that keep so many content words; a sixth otherwise said, a sixth inflected."""
    words = generated.words
    numbers = rng.integers(0, len(generated.base.facts), count)
    content = generated.content[numbers]
    drawn = np.where(content != NOTHING, rng.random(content.shape), 2.0)
    wanted = rng.integers(kept[0], kept[1] + 1, count)
    stays = (drawn.argsort(axis=1).argsort(axis=1) < wanted[:, np.newaxis]) & (content != NOTHING)
    instead = words.others[content, 0]
    said = np.where((rng.random(content.shape) < 1 / 6) & (instead != NOTHING), instead, content)
    rows = words.inflect(rng, np.where(stays, said, NOTHING).astype(np.int32), 1 / 6)
    texts = words.texts(compose(words, rng, rows, *size) if kind is not Kind.SEARCH else rows)
    for number, text in zip(numbers, texts, strict=True):
        yield Asked(kind, text.lower(), generated.base.facts[number].id)


def _off_base(generated: Generated, rng: np.random.Generator, count: int) -> Iterator[Asked]:
    """Two to four invented words that no fact holds, and one content word, among function words."""
    words = generated.words
    held = frozenset(words.surfaces[: words.size].tolist()) | frozenset(FUNCTION_WORDS)
    strange = invent(rng, 4 * count, held)
    rows: Ints = np.full((count, 1), NOTHING, dtype=np.int32)
    rows[:, 0] = words.content(rng, (count,))
    for row, text in enumerate(words.texts(compose(words, rng, rows, 4, 7))):
        yield Asked(Kind.OFF_BASE, " ".join((text, *strange[4 * row : 4 * row + 2 + row % 3])), None)
