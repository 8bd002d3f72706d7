"""What the sources of a fact base say beside one another: who stands where, who speaks alone, who contradicts whom."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import combinations
from types import MappingProxyType

from bot.factbase.model import Evidence, Fact, FactBase, Source
from bot.factbase.words import figures, spelled_figures


class Stance(StrEnum):
    """Where a source stands on a fact."""

    SUPPORTS = "supports"
    """It says so."""
    DISAGREES = "disagrees"
    """It says otherwise."""
    BOTH = "both"
    """It says so in one place and otherwise in another."""
    SILENT = "silent"
    """It says nothing on it."""


def stances(fact: Fact) -> dict[str, Stance]:
    """Where each source that speaks on a fact stands, by source id; whoever is not in it is silent."""
    supporting = {evidence.source: Stance.SUPPORTS for evidence in fact.supports}
    disputing = {
        evidence.source: Stance.BOTH if evidence.source in supporting else Stance.DISAGREES
        for evidence in fact.disputes
    }
    return supporting | disputing


def stance(fact: Fact, source_id: str) -> Stance:
    """Where a source stands on a fact."""
    return stances(fact).get(source_id, Stance.SILENT)


@dataclass(frozen=True, slots=True)
class Pair:
    """How often two sources agree, counted in facts that both speak on; ``first`` comes before ``second`` by id.

    ``same`` are the facts that both support, or that both dispute and not with other figures each; ``opposite`` those
    on which one supports what the other disputes, or both dispute with figures of which none is the other's. ``mixed``
    are those on which either stands on both sides, so that the two agree and contradict at once. Each is 0 or more.
    """

    first: str
    second: str
    same: int = 0
    opposite: int = 0
    mixed: int = 0

    @property
    def shared(self) -> int:
        """The number of facts that both speak on: without it no count of the others means anything."""
        return self.same + self.opposite + self.mixed


@dataclass(frozen=True, slots=True)
class Standing:
    """One source among the others; facts are in the base's order, and each is in one of the first four at most.

    ``alone`` are the facts, of whatever stance, on which it is the only one that speaks. ``contradicts`` gives, by the
    other source's id, the facts on which the two are opposite or mixed, as :class:`Pair` has it: most facts first, then
    by id; it never names the source itself.
    """

    source: Source
    supports: tuple[Fact, ...]
    disagrees: tuple[Fact, ...]
    both: tuple[Fact, ...]
    alone: tuple[Fact, ...]
    contradicts: Mapping[str, tuple[Fact, ...]]

    @property
    def speaks(self) -> int:
        """The number of facts on which it says anything: 0 for a source that nobody cites."""
        return len(self.supports) + len(self.disagrees) + len(self.both)


@dataclass(frozen=True, slots=True)
class Comparison:
    """All sources of a base beside one another; each mapping has every source, in the order of their ids."""

    base: FactBase
    standings: Mapping[str, Standing]
    _pairs: Mapping[tuple[str, str], Pair]

    def pair(self, one: str, other: str) -> Pair:
        """How often two different sources agree, whichever is named first."""
        key = (min(one, other), max(one, other))
        return self._pairs.get(key) or Pair(*key)


@dataclass(slots=True)
class _Tally:
    """What is counted of one source on the way through the facts."""

    by_stance: dict[Stance, list[Fact]] = field(
        default_factory=lambda: {stance: [] for stance in (Stance.SUPPORTS, Stance.DISAGREES, Stance.BOTH)}
    )
    alone: list[Fact] = field(default_factory=list)
    contradicts: dict[str, list[Fact]] = field(default_factory=dict)

    def standing(self, source: Source) -> Standing:
        most_first = sorted(self.contradicts.items(), key=lambda entry: (-len(entry[1]), entry[0]))
        return Standing(
            source=source,
            supports=tuple(self.by_stance[Stance.SUPPORTS]),
            disagrees=tuple(self.by_stance[Stance.DISAGREES]),
            both=tuple(self.by_stance[Stance.BOTH]),
            alone=tuple(self.alone),
            contradicts=MappingProxyType({other: tuple(facts) for other, facts in most_first}),
        )


def compare(base: FactBase) -> Comparison:
    """The comparison of a base's sources, by one pass over its facts."""
    tallies = {source_id: _Tally() for source_id in sorted(base.sources)}
    pairs: dict[tuple[str, str], list[int]] = {}
    for fact in base.facts:
        where = stances(fact)
        for source_id, taken in where.items():
            tallies[source_id].by_stance[taken].append(fact)
            if len(where) == 1:
                tallies[source_id].alone.append(fact)
        for one, other in combinations(sorted(where), 2):
            mixed = Stance.BOTH in (where[one], where[other])
            same = not mixed and where[one] is where[other] and not _rivals(fact, one, other)
            counts = pairs.setdefault((one, other), [0, 0, 0])
            counts[:] = [counts[0] + same, counts[1] + (not same and not mixed), counts[2] + mixed]
            if not same:
                tallies[one].contradicts.setdefault(other, []).append(fact)
                tallies[other].contradicts.setdefault(one, []).append(fact)
    standings = {source_id: tally.standing(base.sources[source_id]) for source_id, tally in tallies.items()}
    return Comparison(
        base, MappingProxyType(standings), MappingProxyType({key: Pair(*key, *counts) for key, counts in pairs.items()})
    )


def _rivals(fact: Fact, one: str, other: str) -> bool:
    """Whether two sources both dispute a fact and give other figures in its place, by the anchors of each."""
    given = [
        {figure for evidence in fact.disputes if evidence.source == source for figure in _figures(evidence)}
        for source in (one, other)
    ]
    return all(given) and not given[0] & given[1]


def _figures(evidence: Evidence) -> set[str]:
    return {figure for anchor in evidence.anchors for figure in figures(anchor) | spelled_figures(anchor)}
