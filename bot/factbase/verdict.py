"""What the evidence on a fact amounts to: its verdict, and how many witnesses are really independent."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Protocol


class Verdict(StrEnum):
    """What the sources amount to: derived from the evidence, never stored."""

    AGREED = "agreed"
    """Two or more independent origins say so, and no source says otherwise."""
    DISPUTED = "disputed"
    """Some source says otherwise."""
    SINGLE_ORIGIN = "single-origin"
    """No source says otherwise, and everything rests on one origin."""


class Statement(Protocol):
    """What :func:`trace` reads of a piece of evidence."""

    @property
    def source(self) -> str:
        """The id of the source."""

    @property
    def attributed_to(self) -> Sequence[str]:
        """Whom the article has it from, nearest first."""


def origin_id(name: str) -> str:
    """A name as an origin's id: ``Amira Jadoon`` gives ``amira-jadoon``, so that names and source ids compare."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    folded = unicodedata.normalize("NFKD", plain).replace("'", "").replace("’", "")
    return "-".join(re.findall(r"\w+", "".join(c for c in folded if not unicodedata.combining(c))))


def trace(side: Sequence[Statement], origins_of_source: Mapping[str, Sequence[str]]) -> list[tuple[str, ...]]:
    """The origins of each piece of evidence on one side of a fact, in the same order.

    An attributed statement's origin is the root of its attribution (the last named). An unattributed one rests on its
    source's own origins. Where those include a wire that another article on the same side rests on too, and that
    article names the root, the unattributed copy may stand on that root as well: it counts among its origins, so that
    a wire story printed once with and once without its attribution stays one witness.
    """
    roots = [origin_id(entry.attributed_to[-1]) if entry.attributed_to else "" for entry in side]
    traced: list[tuple[str, ...]] = []
    for entry, root in zip(side, roots, strict=True):
        own = tuple(origins_of_source[entry.source])
        if root:
            traced.append((root,))
            continue
        through_a_wire = {
            other_root
            for other, other_root in zip(side, roots, strict=True)
            if other_root and other.source != entry.source and set(own) & set(origins_of_source[other.source])
        }
        traced.append((*own, *sorted(through_a_wire - set(own))))
    return traced


def count_independent(origins: Sequence[Sequence[str]]) -> int:
    """How many groups of evidence share no origin with one another: the connected components over shared origins."""
    groups: list[set[str]] = []
    for evidence in origins:
        merged = set(evidence)
        apart: list[set[str]] = []
        for group in groups:
            if group & merged:
                merged |= group
            else:
                apart.append(group)
        groups = [*apart, merged]
    return len(groups)


def judge(independent_origins: int, disputed: bool) -> Verdict:
    """The verdict on a fact with so many independent supporting origins, disputed or not."""
    if disputed:
        return Verdict.DISPUTED
    return Verdict.AGREED if independent_origins >= 2 else Verdict.SINGLE_ORIGIN
