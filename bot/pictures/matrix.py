"""The picture of facts by sources: a column for each source, a row for each fact, taller and numbered if disputed."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.factbase.comparison import Stance, stances
from bot.factbase.model import Fact
from bot.factbase.verdict import Verdict
from bot.pictures.canvas import MARGIN, WIDTH, Canvas, Mark, draw_key, key_height, two_lines
from bot.pictures.selection import Selection
from bot.pictures.theme import Palette
from bot.wording import counted

LONGEST = 40
"""The most facts in one block; a topic with more continues in another."""


@dataclass(frozen=True, slots=True)
class Block:
    """The lines of a topic's heading, and some of its facts."""

    heading: tuple[str, ...]
    facts: tuple[Fact, ...]


def blocks(heading: Sequence[str], facts: Sequence[Fact]) -> list[Block]:
    """A topic as one block, or as several if it has many facts."""
    parts = [tuple(facts[start : start + LONGEST]) for start in range(0, len(facts), LONGEST)]
    return [Block((*heading[:-1], f"{heading[-1]} ({n})") if n > 1 else tuple(heading), part)
            for n, part in enumerate(parts, 1)]  # fmt: skip


def in_columns(heights: Sequence[float], most: int) -> list[list[int]]:
    """Distribute blocks of these heights, in order, over at most ``most`` columns, with the lowest tallest column."""
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


GAP = 12.0
GUTTER = 19.0
"""The space left of a block's cells, for the numbers of disputed facts."""
NARROWEST, WIDEST = 10.5, 34.0
"""The width of a cell."""
ROW, DISPUTED_ROW = 7.5, 15.0
"""The heights of rows; only a disputed fact has crosses, which need more space."""
MOST_COLUMNS = 4
HEADING, LETTER, NUMBER = 11.5, 11.0, 11.0
"""Font sizes."""


def draw_matrix(selection: Selection, palette: Palette) -> bytes:
    """Draw the picture as a PNG file; not thread-safe."""
    return _Matrix(selection).drawn(palette)


class _Matrix:
    """The layout of the picture."""

    def __init__(self, selection: Selection) -> None:
        self._selection = selection
        count = max(1, len(selection.sources))
        room = WIDTH - 2 * MARGIN + GAP
        fitting = int(room // (GUTTER + count * NARROWEST + GAP))
        columns = max(1, min(fitting, MOST_COLUMNS, round(selection.facts**0.5 / 4)))
        self._cell = min(WIDEST, (room / columns - GAP - GUTTER) / count)
        self._wide = GUTTER + count * self._cell
        self._blocks = [
            block
            for topic, facts in selection.topics
            for block in blocks(two_lines(topic, HEADING, self._wide, bold=True), facts)
        ]
        heights = [_height(block) for block in self._blocks]
        self._columns = [[self._blocks[i] for i in column] for column in in_columns(heights, columns)]
        self._tallest = max((sum(map(_height, column)) for column in self._columns), default=0.0)

    def drawn(self, palette: Palette) -> bytes:
        comparison = self._selection.comparison
        both = any(standing.both for standing in comparison.standings.values())
        qualifies = any(standing.qualifies for standing in comparison.standings.values())
        marks: list[Mark] = [
            (Stance.SUPPORTS, "supports"),
            *([(Stance.QUALIFIES, "qualifies")] if qualifies else []),
            (Stance.DISAGREES, "disagrees"),
            *([(Stance.BOTH, "both")] if both else []),
            (Stance.SILENT, "silent"),
            *([("1", "a disputed fact, as numbered in the list")] if self._selection.numbers else []),
        ]
        canvas = Canvas(key_height(self._selection, marks) + self._tallest + MARGIN, palette)
        of = "" if self._selection.whole else f" of {len(comparison.base.facts)}"
        title = f"{self._selection.facts}{of} facts (rows) by {counted(len(self._selection.sources), 'source')}"
        top = draw_key(canvas, self._selection, title, marks)
        for number, column in enumerate(self._columns):
            x, y = MARGIN + number * (self._wide + GAP), top
            for block in column:
                self._draw_block(canvas, block, x, y)
                y += _height(block)
        return canvas.png()

    def _draw_block(self, canvas: Canvas, block: Block, x: float, y: float) -> None:
        for line in block.heading:
            canvas.text(x, y + 7, line, HEADING, bold=True)
            y += 14
        for place, letter in enumerate(self._selection.sources):
            canvas.text(
                x + GUTTER + (place + 0.5) * self._cell, y + 7, letter, LETTER, canvas.palette.faint, align="center"
            )
        y += 14
        for fact in block.facts:
            self._draw_row(canvas, fact, x, y)
            y += _row(fact)

    def _draw_row(self, canvas: Canvas, fact: Fact, x: float, y: float) -> None:
        if number := self._selection.numbers.get(fact.id):
            canvas.text(x + GUTTER - 4, y + _row(fact) / 2, str(number), NUMBER, bold=True, align="right")
        where = stances(fact)
        for place, source in enumerate(self._selection.sources.values()):
            left = x + GUTTER + place * self._cell
            stance = where.get(source.id, Stance.SILENT)
            canvas.stance(stance, left + 0.75, y + 0.75, self._cell - 1.5, _row(fact) - 1.5)


def _row(fact: Fact) -> float:
    return DISPUTED_ROW if fact.verdict is Verdict.DISPUTED else ROW


def _height(block: Block) -> float:
    return 14 * len(block.heading) + 14 + sum(map(_row, block.facts)) + 12
