"""The picture of how often two sources agree: a cell for each pair, with its two counts and a bar of their shares."""

from bot.factbase.comparison import Stance
from bot.pictures.canvas import MARGIN, TEXT, WIDTH, Canvas, Mark, draw_key, key_height
from bot.pictures.selection import Selection
from bot.pictures.theme import Palette

LABEL = 20.0
"""The space left of the cells, for the sources' letters."""
WIDEST = 70.0
BAR = 5.0
LARGE, SMALL = 14.0, 9.5
"""Font sizes of the counts."""
ROOMY = 44.0
"""The smallest width of a cell with large counts."""


def draw_pairs(selection: Selection, palette: Palette) -> bytes:
    """Draw the picture as a PNG file; not thread-safe."""
    letters = list(selection.sources)
    cell = min(WIDEST, (WIDTH - 2 * MARGIN - LABEL) / max(1, len(letters)))
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
    canvas: Canvas, selection: Selection, letters: tuple[str, str], where: tuple[float, float, float, float]
) -> None:
    x, y, wide, high = where
    one, other = (selection.sources[letter].id for letter in letters)
    pair = selection.comparison.pair(one, other)
    colours = canvas.palette
    if not pair.shared:
        canvas.text(x + wide / 2, y + high / 2, "–", TEXT, colours.faint, align="center")
        return
    apart = pair.opposite + pair.mixed
    middle = x + wide / 2
    _count(canvas, middle, y + high * 0.24, _short(pair.same), wide, colours.supports)
    _count(canvas, middle, y + high * 0.58, _short(apart), wide, colours.disagrees)
    left, right, top, bottom = x + 3, x + wide - 3, y + high - BAR - 4, y + high - 4
    divide = left + (right - left) * pair.same / pair.shared
    canvas.line((divide, top), (right, top), (right, bottom), (divide, bottom), (divide, top), colour=colours.disagrees)
    canvas.box(left, top, divide - left, BAR, colours.supports)


def _count(canvas: Canvas, x: float, y: float, text: str, room: float, colour: str) -> None:
    canvas.text(x, y, text, LARGE if room >= ROOMY else SMALL, colour, bold=True, align="center")


def _short(count: int) -> str:
    """The count in at most three digits, in thousands if it is larger."""
    return str(count) if count < 1000 else f"{count / 1000:.1f}k" if count < 10_000 else f"{count / 1000:.0f}k"
