"""What the evidence on a fact amounts to: who is really independent, where each side stands, and the verdict."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from bot.factbase.schema import EvidenceEntry, How, Relation
from bot.factbase.texts import value_key


class Verdict(StrEnum):
    """What the sources amount to: derived from the evidence, never stored."""

    AGREED = "agreed"
    """Two or more independent origins support the claim, and no source disputes it."""
    DISPUTED = "disputed"
    """Some source disputes the claim."""
    SINGLE_ORIGIN = "single-origin"
    """No source disputes the claim, and everything rests on one origin, or on opinion pieces alone."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one paragraph (counted from 1) of one source says on a fact.

    ``attributed_to`` is whom the article has it from, nearest first, and ``speaker`` who says it in a text with several
    voices. ``at`` is the place as people cite it, to be shown in place of the paragraph. ``value`` is what the source
    has in place of the claim's value; ``how`` is in what way it is weaker, None unless it qualifies the claim.
    ``origins`` is what :func:`trace` derives, and ``opinion`` whether the source is an opinion
    piece.
    """

    source: str
    paragraph: int
    says: str
    anchors: tuple[str, ...]
    attributed_to: tuple[str, ...]
    origins: tuple[str, ...]
    at: str | None = None
    speaker: str | None = None
    value: str | None = None
    how: How | None = None
    opinion: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Evidence of one side that rests on one origin as far as anybody knows; ``origins`` are those of all of it.

    A group of opinion pieces (``opinion``) is no witness.
    """

    evidence: tuple[Evidence, ...]
    origins: tuple[str, ...]
    opinion: bool


@dataclass(frozen=True, slots=True)
class Side:
    """The sources that give one value; ``value`` is None if the editor named none.

    ``origins`` counts the independent ones, 0 if all ``sources`` (ids) are opinion pieces (``opinion_only``).
    """

    relation: Relation
    value: str | None
    origins: int
    sources: tuple[str, ...]
    opinion_only: bool


def origin_id(name: str) -> str:
    """A name as an origin's id: ``Amira Jadoon`` gives ``amira-jadoon``, so that names and source ids compare."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    folded = unicodedata.normalize("NFKD", plain).replace("'", "").replace("’", "")
    return "-".join(re.findall(r"\w+", "".join(c for c in folded if not unicodedata.combining(c))))


def one_witness(groups: Sequence[Sequence[str]]) -> dict[str, str]:
    """The origin that stands for each name of the vocabulary's witnesses: that of the group's first name."""
    return {origin_id(name): origin_id(group[0]) for group in groups for name in group}


def trace(
    side: Sequence[EvidenceEntry],
    origins_of_source: Mapping[str, Sequence[str]],
    witnesses: Mapping[str, str] | None = None,
    saying: bool = False,
) -> list[tuple[str, ...]]:
    """The origins of each piece of evidence on one side of a fact, in the same order.

    An attributed statement's origin is the end of its attribution (the last named); ``witnesses``, as
    :func:`one_witness` gives them, make people of one institution one origin. An unattributed statement rests on its
    source's own origins. If those include a wire that another article on the same side rests on too, and that article
    names whom it has it from, the unattributed copy may rest on that person as well: a wire story printed once with and
    once without its attribution stays one witness. Of what somebody said (``saying``), the articles that heard it are
    the witnesses, whomever they name.
    """
    known = witnesses or {}
    own = {entry.source: _known(origins_of_source[entry.source], known) for entry in side}
    ends = [() if saying else _known([origin_id(name) for name in entry.attributed_to[-1:]], known) for entry in side]
    traced: list[tuple[str, ...]] = []
    for entry, end in zip(side, ends, strict=True):
        through_a_wire = {
            origin
            for other, other_end in zip(side, ends, strict=True)
            if other.source != entry.source and set(own[entry.source]) & set(own[other.source])
            for origin in other_end
        }
        traced.append(end or (*own[entry.source], *sorted(through_a_wire - set(own[entry.source]))))
    return traced


def _known(origins: Sequence[str], witnesses: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(witnesses.get(origin, origin) for origin in origins))


@lru_cache(maxsize=10_000)
def grouped(evidence: tuple[Evidence, ...]) -> Sequence[Group]:
    """The evidence of one side in groups that share no source and no origin, in the order of each group's first entry.

    Opinion pieces are no witnesses: they stand in groups of their own, and link nobody.
    """
    return (*_linked(evidence, opinion=False), *_linked(evidence, opinion=True))


def _linked(evidence: Sequence[Evidence], opinion: bool) -> list[Group]:
    """The connected components of the evidence that is of opinion pieces, or of that which is not."""
    components: list[tuple[list[int], set[str]]] = []
    for number, entry in enumerate(evidence):
        if entry.opinion is not opinion:
            continue
        members, links = [number], {f"source {entry.source}", *entry.origins}
        apart = []
        for component in components:
            if component[1] & links:
                members, links = members + component[0], links | component[1]
            else:
                apart.append(component)
        components = [*apart, (members, links)]
    found = sorted(sorted(members) for members, _ in components)
    return [_group([evidence[number] for number in members], opinion) for members in found]


def _group(evidence: Sequence[Evidence], opinion: bool) -> Group:
    every = tuple(dict.fromkeys(origin for entry in evidence for origin in entry.origins))
    shared = tuple(origin for origin in every if all(origin in entry.origins for entry in evidence))
    return Group(tuple(evidence), shared or every, opinion)


def count_independent(evidence: Sequence[Evidence]) -> int:
    """How many independent origins the evidence of one side has, opinion pieces left out.

    That is an upper bound: two entries count as one witness only if a link between them is known.
    """
    return len(_linked(evidence, opinion=False))


def judge(independent_origins: int, disputed: bool) -> Verdict:
    """The verdict on a fact with so many independent supporting origins, disputed or not."""
    if disputed:
        return Verdict.DISPUTED
    return Verdict.AGREED if independent_origins >= 2 else Verdict.SINGLE_ORIGIN


def side(relation: Relation, value: str | None, evidence: Sequence[Evidence]) -> Side:
    """The side of this evidence, all of which gives one value."""
    sources = tuple(dict.fromkeys(entry.source for entry in evidence))
    opinion_only = all(entry.opinion for entry in evidence)
    return Side(relation, value, count_independent(evidence), sources, opinion_only)


def by_value(evidence: Sequence[Evidence]) -> list[list[Evidence]]:
    """The evidence by its values, values that say the same together; in the order of each value's first entry."""
    found: dict[str | None, list[Evidence]] = {}
    for entry in evidence:
        found.setdefault(value_key(entry.value) if entry.value else None, []).append(entry)
    return list(found.values())
