"""What the sources of a fact base say beside one another: who stands where, who speaks alone, who contradicts whom."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import combinations, product
from types import MappingProxyType
from typing import Literal, TypeAlias

from bot.factbase.model import Fact, FactBase, Source
from bot.factbase.quantities import given_quantities, value_key


class Stance(StrEnum):
    """Where a source stands on a fact."""

    SUPPORTS = "supports"
    """It says so, whatever it qualifies besides."""
    QUALIFIES = "qualifies"
    """It says something that is compatible and weaker."""
    DISAGREES = "disagrees"
    """It says otherwise."""
    BOTH = "both"
    """One of its voices says so and another otherwise."""
    SILENT = "silent"
    """It says nothing on it."""


def stances(fact: Fact) -> dict[str, Stance]:
    """Where each source that speaks on a fact stands, by source id; whoever is not in it is silent."""
    qualifying = {evidence.source: Stance.QUALIFIES for evidence in fact.qualifies}
    supporting = {evidence.source: Stance.SUPPORTS for evidence in fact.supports}
    disputing = {
        evidence.source: Stance.BOTH if evidence.source in supporting else Stance.DISAGREES
        for evidence in fact.disputes
    }
    return qualifying | supporting | disputing


def stance(fact: Fact, source_id: str) -> Stance:
    """Where a source stands on a fact."""
    return stances(fact).get(source_id, Stance.SILENT)


Meeting: TypeAlias = Literal["same", "opposite", "mixed", "qualified"]
"""How two sources that speak on a fact meet, by the name that :class:`Pair` counts it under."""


@dataclass(frozen=True, slots=True)
class Pair:
    """How often two sources agree, counted in facts that both speak on; ``first`` comes before ``second`` by id.

    ``same`` are the facts that both support, or that both dispute and not with other values each; ``opposite`` those on
    which one supports what the other disputes, or both dispute with values of which none is the other's. ``mixed`` are
    those on which either stands on both sides, so that the two agree and contradict at once. ``qualified`` are those on
    which either only qualifies the claim: nothing says that the two contradict. Each is 0 or more.
    """

    first: str
    second: str
    same: int = 0
    opposite: int = 0
    mixed: int = 0
    qualified: int = 0

    @property
    def shared(self) -> int:
        """The number of facts that both speak on: without it no count of the others means anything."""
        return self.same + self.opposite + self.mixed + self.qualified


@dataclass(frozen=True, slots=True)
class Standing:
    """One source among the others; facts are in the base's order, and each is in one of the first four tuples at most.

    ``alone`` are the facts, of whatever stance, on which it is the only one that speaks. ``contradicts`` gives, by the
    other source's id, the facts on which the two are opposite or mixed, as :class:`Pair` has it: most facts first, then
    by id; it never names the source itself.
    """

    source: Source
    supports: tuple[Fact, ...]
    qualifies: tuple[Fact, ...]
    disagrees: tuple[Fact, ...]
    both: tuple[Fact, ...]
    alone: tuple[Fact, ...]
    contradicts: Mapping[str, tuple[Fact, ...]]

    @property
    def speaks(self) -> int:
        """The number of facts on which it says anything: 0 for a source that nobody cites."""
        return len(self.supports) + len(self.qualifies) + len(self.disagrees) + len(self.both)


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
        default_factory=lambda: {stance: [] for stance in Stance if stance is not Stance.SILENT}
    )
    alone: list[Fact] = field(default_factory=list)
    contradicts: dict[str, list[Fact]] = field(default_factory=dict)

    def standing(self, source: Source) -> Standing:
        most_first = sorted(self.contradicts.items(), key=lambda entry: (-len(entry[1]), entry[0]))
        return Standing(
            source=source,
            supports=tuple(self.by_stance[Stance.SUPPORTS]),
            qualifies=tuple(self.by_stance[Stance.QUALIFIES]),
            disagrees=tuple(self.by_stance[Stance.DISAGREES]),
            both=tuple(self.by_stance[Stance.BOTH]),
            alone=tuple(self.alone),
            contradicts=MappingProxyType({other: tuple(facts) for other, facts in most_first}),
        )


def compare(base: FactBase) -> Comparison:
    """The comparison of a base's sources, by one pass over its facts."""
    tallies = {source_id: _Tally() for source_id in sorted(base.sources)}
    pairs: defaultdict[tuple[str, str], Counter[Meeting]] = defaultdict(Counter)
    for fact in base.facts:
        where = stances(fact)
        for source_id, taken in where.items():
            tallies[source_id].by_stance[taken].append(fact)
            if len(where) == 1:
                tallies[source_id].alone.append(fact)
        for one, other in combinations(sorted(where), 2):
            meeting = _meeting(fact, one, other, where)
            pairs[one, other][meeting] += 1
            if meeting in {"opposite", "mixed"}:
                tallies[one].contradicts.setdefault(other, []).append(fact)
                tallies[other].contradicts.setdefault(one, []).append(fact)
    standings = {source_id: tally.standing(base.sources[source_id]) for source_id, tally in tallies.items()}
    return Comparison(
        base,
        MappingProxyType(standings),
        MappingProxyType({key: _pair(*key, counts) for key, counts in pairs.items()}),
    )


def _pair(first: str, second: str, counts: Counter[Meeting]) -> Pair:
    return Pair(first, second, counts["same"], counts["opposite"], counts["mixed"], counts["qualified"])


def _meeting(fact: Fact, one: str, other: str, where: Mapping[str, Stance]) -> Meeting:
    taken = {where[one], where[other]}
    if Stance.BOTH in taken:
        return "mixed"
    if Stance.QUALIFIES in taken:
        return "qualified"
    return "same" if len(taken) == 1 and not _rivals(fact, one, other) else "opposite"


def _rivals(fact: Fact, one: str, other: str) -> bool:
    """Whether two sources both dispute a fact and give values in its place that cannot be true beside each other."""
    first, second = ([entry for entry in fact.disputes if entry.source == source] for source in (one, other))
    figures = [
        [one for entry in side for one in given_quantities(entry.value, entry.anchors)] for side in (first, second)
    ]
    if all(figures):
        return not any(this.allows(that) for this, that in product(*figures))
    values = [{value_key(entry.value) for entry in side if entry.value} for side in (first, second)]
    return all(values) and not values[0] & values[1]
