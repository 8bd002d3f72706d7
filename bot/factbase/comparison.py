"""What the sources of a fact base say beside one another: who stands where, who speaks alone, who contradicts whom."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations, product
from types import MappingProxyType
from typing import Literal, TypeAlias

from bot.factbase.model import Fact, FactBase, Source
from bot.factbase.texts import given_quantities, value_key


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
        """The number of facts that both mention: without it no count of the others means anything."""
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


def compare(base: FactBase) -> Comparison:
    """The comparison of a base's sources, by one pass over its facts."""
    taken: defaultdict[tuple[str, Stance], list[Fact]] = defaultdict(list)
    alone: defaultdict[str, list[Fact]] = defaultdict(list)
    against: defaultdict[str, defaultdict[str, list[Fact]]] = defaultdict(lambda: defaultdict(list))
    meetings: defaultdict[tuple[str, str], Counter[Meeting]] = defaultdict(Counter)
    for fact in base.facts:
        heard = stances(fact)
        for source_id, its_stance in heard.items():
            taken[source_id, its_stance].append(fact)
            if len(heard) == 1:
                alone[source_id].append(fact)
        for one, other in combinations(sorted(heard), 2):
            meeting = _meeting(fact, one, other, heard)
            meetings[one, other][meeting] += 1
            if meeting in {"opposite", "mixed"}:
                against[one][other].append(fact)
                against[other][one].append(fact)
    standings: dict[str, Standing] = {}
    for source_id in sorted(base.sources):
        supports, qualifies, disagrees, both, _ = (tuple(taken[source_id, its_stance]) for its_stance in Stance)
        most_first = sorted(against[source_id].items(), key=lambda entry: (-len(entry[1]), entry[0]))
        contradicts = MappingProxyType({other: tuple(found) for other, found in most_first})
        standings[source_id] = Standing(
            base.sources[source_id], supports, qualifies, disagrees, both, tuple(alone[source_id]), contradicts
        )
    pairs = {
        key: Pair(*key, counts["same"], counts["opposite"], counts["mixed"], counts["qualified"])
        for key, counts in meetings.items()
    }
    return Comparison(base, MappingProxyType(standings), MappingProxyType(pairs))


def _meeting(fact: Fact, one: str, other: str, heard: Mapping[str, Stance]) -> Meeting:
    taken = {heard[one], heard[other]}
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
