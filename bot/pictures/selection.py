"""Which sources and facts a picture shows, and the letters and numbers that stand for them."""

from collections.abc import Mapping
from dataclasses import dataclass
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
    order, the disputed facts of each first. ``numbers`` maps the ids of the
    disputed facts to their numbers, from 1 in that order.
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

    def letter(self, source_id: str) -> str | None:
        """The letter of a source, or None if it is not drawn."""
        return next((letter for letter, source in self.sources.items() if source.id == source_id), None)


def select(comparison: Comparison) -> Selection:
    """All of a base of the usual size; of a larger one, the disputed facts and those with most sources."""
    by_voice = sorted(comparison.standings.values(), key=lambda standing: (-standing.speaks, standing.source.id))
    sources = {
        letter: standing.source for letter, standing in zip(ascii_uppercase, by_voice[:MOST_SOURCES], strict=False)
    }
    topics = _topics(comparison, {source.id for source in sources.values()})
    disputed = (fact.id for _, facts in topics for fact in facts if fact.verdict is Verdict.DISPUTED)
    return Selection(comparison, sources, topics, {fact_id: number for number, fact_id in enumerate(disputed, 1)})


def _topics(comparison: Comparison, drawn: set[str]) -> tuple[tuple[str, tuple[Fact, ...]], ...]:
    voices = {fact.id: len(drawn & stances(fact).keys()) for fact in comparison.base.facts}
    heard = [fact for fact in comparison.base.facts if voices[fact.id]]
    taken: dict[str, list[Fact]] = {}
    room = MOST_ROWS
    for fact in sorted(heard, key=lambda fact: (fact.verdict is not Verdict.DISPUTED, -voices[fact.id])):
        rows = 2 if fact.verdict is Verdict.DISPUTED else 1
        if rows <= room and (fact.topic in taken or len(taken) < MOST_TOPICS):
            taken.setdefault(fact.topic, []).append(fact)
            room -= rows
    return tuple((topic, tuple(taken[topic])) for topic, _ in comparison.base.topics() if topic in taken)
