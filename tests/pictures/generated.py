"""Fact bases made up for a test: so many sources, with whatever names, on whichever sides of so many facts."""

from collections.abc import Sequence
from typing import TypeAlias

from bot.factbase.model import Fact, FactBase, Source
from bot.factbase.schema import Kind, Vocabulary
from bot.factbase.verdict import Evidence, judge

Side: TypeAlias = tuple[str, Sequence[int], Sequence[int]]
"""A fact's topic, and the numbers of the sources that support and that dispute it."""


def a_base(titles: Sequence[str], sides: Sequence[Side]) -> FactBase:
    """A base of sources ``s0``, ``s1``, … with those titles, and of facts with those sides."""
    sources = {
        f"s{number}": Source(f"s{number}", title, None, None, Kind.NEWS, ("a",), None, "a.txt", "0" * 64, 9, title)
        for number, title in enumerate(titles)
    }
    facts = []
    for number, (topic, supports, disputes) in enumerate(sides):
        heard = {f"s{source}" for source in (*supports, *disputes)}
        silent = tuple(source for source in sources if source not in heard)
        verdict = judge(len(set(supports)), bool(disputes))
        facts.append(
            Fact(f"f{number}", topic, f"Claim {number}.", (), (), _side(supports), _side(disputes), silent, verdict, 1)
        )
    return FactBase(tuple(facts), sources, Vocabulary(), f"{len(titles)}-{len(sides)}")


def _side(sources: Sequence[int]) -> tuple[Evidence, ...]:
    return tuple(Evidence(f"s{number}", 1, "Says something.", ("x",), (), ("a",)) for number in sources)
