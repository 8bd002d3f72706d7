"""Which sources and facts a picture shows, the letters and numbers that stand for them, and its colours.

The colours of the marks are from Okabe and Ito's palette, which people with any kind of colour blindness can tell apart
(https://jfly.uni-koeln.de/color/). Every mark also has its own shape.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from string import ascii_uppercase

from bot.factbase.comparison import Comparison, stances
from bot.factbase.model import Fact, Source
from bot.factbase.verdict import Verdict

MOST_SOURCES = 12
"""The most sources in a picture: with more, a column has no room for its letter on a phone."""
MOST_ROWS = 240
"""The most rows in a picture, to fit a phone. A disputed fact counts as two, because it is twice as tall."""
MOST_TOPICS = 24
"""The most topics in a picture; the heading of each is as tall as about five facts."""


@dataclass(frozen=True, slots=True)
class Selection:
    """The part of a comparison that is drawn.

    ``sources`` are the sources with evidence on most facts, most first, by letter from A. ``topics`` are in the base's
    order, the disputed facts of each first. ``numbers`` maps the ids of disputed facts to their numbers, from 1.
    """

    comparison: Comparison
    sources: Mapping[str, Source]
    topics: tuple[tuple[str, tuple[Fact, ...]], ...]
    numbers: Mapping[str, int]

    @property
    def facts(self) -> int:
        """The number of facts that are drawn."""
        return sum(len(facts) for _, facts in self.topics)

    @property
    def whole(self) -> bool:
        """Whether nothing is left out."""
        base = self.comparison.base
        return self.facts == len(base.facts) and len(self.sources) == len(base.sources)


def select(comparison: Comparison) -> Selection:
    """All of a base of the usual size; of a larger one, the disputed facts and those with most sources."""
    by_voice = sorted(comparison.standings.values(), key=lambda standing: (-standing.speaks, standing.source.id))
    sources = dict(zip(ascii_uppercase, (standing.source for standing in by_voice[:MOST_SOURCES]), strict=False))
    topics = _topics(comparison, {source.id for source in sources.values()})
    disputed = (fact.id for _, facts in topics for fact in facts if fact.verdict is Verdict.DISPUTED)
    return Selection(comparison, sources, topics, {fact_id: number for number, fact_id in enumerate(disputed, 1)})


def _topics(comparison: Comparison, drawn: set[str]) -> tuple[tuple[str, tuple[Fact, ...]], ...]:
    facts = comparison.base.facts
    voices = {fact.id: len(drawn & stances(fact).keys()) for fact in facts}
    taken: dict[str, list[Fact]] = {}
    room = MOST_ROWS
    for fact in sorted(facts, key=lambda fact: (fact.verdict is not Verdict.DISPUTED, -voices[fact.id])):
        rows = 2 if fact.verdict is Verdict.DISPUTED else 1
        if voices[fact.id] and rows <= room and (fact.topic in taken or len(taken) < MOST_TOPICS):
            taken.setdefault(fact.topic, []).append(fact)
            room -= rows
    return tuple((topic, tuple(taken[topic])) for topic, _ in comparison.base.topics() if topic in taken)


class Theme(StrEnum):
    """The background of a picture."""

    DARK = "dark"
    LIGHT = "light"

    @property
    def other(self) -> "Theme":
        """The other theme."""
        return Theme.LIGHT if self is Theme.DARK else Theme.DARK


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours as ``#rrggbb``: the background, text and secondary text on it, and the marks."""

    ground: str
    ink: str
    faint: str
    supports: str
    disagrees: str
    silent: str


PALETTES = {
    Theme.DARK: Palette("#2b2d31", "#f2f3f5", "#b5bac1", "#56b4e9", "#e69f00", "#6d7078"),
    Theme.LIGHT: Palette("#ffffff", "#1e1f22", "#5c5e66", "#0072b2", "#d55e00", "#a5a9b0"),
}
