"""How the topics of a matrix stand in columns, as a newspaper sets them."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.factbase.model import Fact

LONGEST = 40
"""Facts of one block; a topic with more goes on in another."""


@dataclass(frozen=True, slots=True)
class Block:
    """A topic's heading, in lines, over some of its facts."""

    heading: tuple[str, ...]
    facts: tuple[Fact, ...]


def blocks(heading: Sequence[str], facts: Sequence[Fact]) -> list[Block]:
    """A topic as one block, or as several where it has many facts."""
    parts = [tuple(facts[start : start + LONGEST]) for start in range(0, len(facts), LONGEST)]
    return [Block((*heading[:-1], f"{heading[-1]} ({n})") if n > 1 else tuple(heading), part)
            for n, part in enumerate(parts, 1)]  # fmt: skip


def in_columns(heights: Sequence[float], most: int) -> list[list[int]]:
    """The indices of blocks of those heights in ``most`` columns at most, in order, the tallest as low as can be."""
    candidates = sorted({sum(heights[i:j]) for i in range(len(heights)) for j in range(i + 1, len(heights) + 1)})
    for tallest in candidates:
        columns = _filled(heights, tallest)
        if len(columns) <= most:
            return columns
    return []


def _filled(heights: Sequence[float], tallest: float) -> list[list[int]]:
    columns: list[list[int]] = [[]]
    height = 0.0
    for index, high in enumerate(heights):
        if columns[-1] and height + high > tallest + 1e-6:
            columns.append([])
            height = 0.0
        columns[-1].append(index)
        height += high
    return columns
