"""The two pictures: the matrix of facts by sources, and how often two sources agree.

The matrix has a column for each source and a row for each fact, taller and numbered if the fact is disputed. The other
picture has a cell for each pair of sources, with its two counts and a bar of their shares.
"""

from collections.abc import Sequence
from typing import NamedTuple

from bot.factbase.comparison import Stance, stances
from bot.factbase.model import Fact
from bot.factbase.verdict import Verdict
from bot.pictures.canvas import MARGIN, TEXT, WIDTH, Canvas, Mark, draw_key, key_height, two_lines
from bot.pictures.selection import Palette, Selection
from bot.wording import counted

LONGEST = 40
"""The most facts in one block; a topic with more continues in another."""


class Block(NamedTuple):
    """The lines of a topic's heading, and some of its facts."""

    heading: tuple[str, ...]
    facts: tuple[Fact, ...]

    @property
    def height(self) -> float:
        """The height of the heading, the letters, and a row for each fact."""
        return 14 * len(self.heading) + 14 + sum(map(_row, self.facts)) + 12


def blocks(heading: Sequence[str], facts: Sequence[Fact]) -> list[Block]:
    """A topic as one block, or as several if it has many facts."""
    parts = enumerate((tuple(facts[start : start + LONGEST]) for start in range(0, len(facts), LONGEST)), 1)
    return [Block((*heading[:-1], heading[-1] + (f" ({n})" if n > 1 else "")), part) for n, part in parts]


def in_columns(heights: Sequence[float], most: int) -> list[list[int]]:
    """Distribute blocks of these heights, in order, over at most ``most`` columns, with the lowest tallest column."""
    for tallest in sorted({sum(heights[i:j]) for i in range(len(heights)) for j in range(i + 1, len(heights) + 1)}):
        columns: list[list[int]] = [[]]
        for index, high in enumerate(heights):
            if columns[-1] and sum(heights[columns[-1][0] : index]) + high > tallest + 1e-6:
                columns.append([])
            columns[-1].append(index)
        if len(columns) <= most:
            return columns
    return []


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
    count, room = max(1, len(selection.sources)), WIDTH - 2 * MARGIN + GAP
    fitting = int(room // (GUTTER + count * NARROWEST + GAP))
    most = max(1, min(fitting, MOST_COLUMNS, round(selection.facts**0.5 / 4)))
    cell = min(WIDEST, (room / most - GAP - GUTTER) / count)
    wide = GUTTER + count * cell
    parts = [
        block
        for topic, facts in selection.topics
        for block in blocks(two_lines(topic, HEADING, wide, bold=True), facts)
    ]
    columns = [[parts[i] for i in column] for column in in_columns([*(part.height for part in parts)], most)]
    tallest = max((sum(part.height for part in column) for column in columns), default=0.0)
    comparison, standings = selection.comparison, selection.comparison.standings.values()
    unused = {Stance.BOTH, Stance.QUALIFIES}
    unused -= {Stance.BOTH for standing in standings if standing.both}
    unused -= {Stance.QUALIFIES for standing in standings if standing.qualifies}
    marks: list[Mark] = [(stance, stance.value) for stance in Stance if stance not in unused]
    if selection.numbers:
        marks.append(("1", "a disputed fact, as numbered in the list"))
    canvas = Canvas(key_height(selection, marks) + tallest + MARGIN, palette)
    of = "" if selection.whole else f" of {len(comparison.base.facts)}"
    title = f"{selection.facts}{of} facts (rows) by {counted(len(selection.sources), 'source')}"
    top = draw_key(canvas, selection, title, marks)
    for number, column in enumerate(columns):
        x, y = MARGIN + number * (wide + GAP), top
        for block in column:
            _draw_block(canvas, selection, block, (x, y, cell))
            y += block.height
    return canvas.png()


def _draw_block(canvas: Canvas, selection: Selection, block: Block, place: tuple[float, float, float]) -> None:
    """Draw a block at x and y, with cells of that width."""
    x, y, cell = place
    for line in block.heading:
        canvas.text(x, y + 7, line, HEADING, bold=True)
        y += 14
    lefts = [x + GUTTER + number * cell for number in range(len(selection.sources))]
    for left, letter in zip(lefts, selection.sources, strict=True):
        canvas.text(left + cell / 2, y + 7, letter, LETTER, canvas.palette.faint, align="center")
    y += 14
    for fact in block.facts:
        if number := selection.numbers.get(fact.id):
            canvas.text(x + GUTTER - 4, y + _row(fact) / 2, str(number), NUMBER, bold=True, align="right")
        taken = stances(fact)
        for left, source in zip(lefts, selection.sources.values(), strict=True):
            stance = taken.get(source.id, Stance.SILENT)
            canvas.stance(stance, left + 0.75, y + 0.75, cell - 1.5, _row(fact) - 1.5)
        y += _row(fact)


def _row(fact: Fact) -> float:
    return DISPUTED_ROW if fact.verdict is Verdict.DISPUTED else ROW


LABEL = 20.0
"""The space left of the cells, for the sources' letters."""
WIDEST_PAIR = 70.0
BAR = 5.0
LARGE, SMALL = 14.0, 9.5
"""Font sizes of the counts."""
ROOMY = 44.0
"""The smallest width of a cell with large counts."""


def draw_pairs(selection: Selection, palette: Palette) -> bytes:
    """Draw the picture as a PNG file; not thread-safe."""
    letters = list(selection.sources)
    cell = min(WIDEST_PAIR, (WIDTH - 2 * MARGIN - LABEL) / max(1, len(letters)))
    high = max(36.0, min(50.0, cell))
    marks: list[Mark] = [
        (Stance.SUPPORTS, "top: facts on which both agree"),
        (Stance.DISAGREES, "bottom: facts on which they disagree"),
        ("(n)", "facts that one source mentions at all"),
    ]
    canvas = Canvas(key_height(selection, marks) + len(letters) * high + MARGIN, palette)
    top = draw_key(canvas, selection, "How often two sources agree", marks)
    for row, letter in enumerate(letters):
        y = top + row * high
        canvas.text(MARGIN + 6, y + high / 2, letter, TEXT, bold=True, align="center")
        for column, other in enumerate(letters[:row]):
            _draw_pair(canvas, selection, (letter, other), (MARGIN + LABEL + column * cell, y, cell, high))
        middle = MARGIN + LABEL + (row + 0.5) * cell
        speaks = selection.comparison.standings[selection.sources[letter].id].speaks
        canvas.text(middle, y + high * 0.3, letter, TEXT, bold=True, align="center")
        _count(canvas, middle, y + high * 0.62, f"({_short(speaks)})", cell, palette.faint)
    return canvas.png()


def _draw_pair(
    canvas: Canvas, selection: Selection, letters: tuple[str, str], place: tuple[float, float, float, float]
) -> None:
    x, y, wide, high = place
    pair = selection.comparison.pair(*(selection.sources[letter].id for letter in letters))
    colours, middle = canvas.palette, x + wide / 2
    if not pair.shared:
        canvas.text(middle, y + high / 2, "–", TEXT, colours.faint, align="center")
        return
    _count(canvas, middle, y + high * 0.24, _short(pair.same), wide, colours.supports)
    _count(canvas, middle, y + high * 0.58, _short(pair.opposite + pair.mixed), wide, colours.disagrees)
    left, right, top, bottom = x + 3, x + wide - 3, y + high - BAR - 4, y + high - 4
    divide = left + (right - left) * pair.same / pair.shared
    canvas.line((divide, top), (right, top), (right, bottom), (divide, bottom), (divide, top), colour=colours.disagrees)
    canvas.box(left, top, divide - left, BAR, colours.supports)


def _count(canvas: Canvas, x: float, y: float, text: str, room: float, colour: str) -> None:
    canvas.text(x, y, text, LARGE if room >= ROOMY else SMALL, colour, bold=True, align="center")


def _short(count: int) -> str:
    """The count in at most three digits, in thousands if it is larger."""
    return str(count) if count < 1000 else f"{count / 1000:.1f}k" if count < 10_000 else f"{count / 1000:.0f}k"
