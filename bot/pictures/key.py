"""What stands above every picture: its title, what its marks mean, and which letter is which source."""

from collections.abc import Sequence
from typing import TypeAlias

from bot import wording
from bot.factbase.comparison import Stance
from bot.pictures.canvas import WIDTH, Canvas
from bot.pictures.lettering import fitted, width
from bot.pictures.selection import Selection

Mark: TypeAlias = tuple[Stance | str, str]
"""What stands for something, a stance or some letters, and what it stands for."""

MARGIN = 12.0
TITLE, TEXT = 17.0, 12.5
"""Sizes of letters, in the pixels of a telephone."""
_LINE = 18.0


def key_height(selection: Selection, marks: int) -> float:
    """How high the title, so many lines of marks, and the sources' names are."""
    return MARGIN + 24 + _LINE * (marks + len(selection.sources)) + 8


def draw_key(canvas: Canvas, selection: Selection, title: str, marks: Sequence[Mark]) -> float:
    """Draws the key and returns its height."""
    y = MARGIN + 9
    canvas.text(MARGIN, y, fitted(title, TITLE, WIDTH - 2 * MARGIN, bold=True), TITLE, bold=True)
    y += 6
    x = MARGIN
    y += _LINE
    for mark, meaning in marks:
        room = 26 + width(meaning, TEXT) + 14
        if x > MARGIN and x + room > WIDTH:
            x, y = MARGIN, y + _LINE
        if isinstance(mark, Stance):
            canvas.stance(mark, x, y - 6, 20, 12)
        else:
            canvas.text(x + 10, y, mark, TEXT, canvas.palette.faint, bold=True, align="center")
        canvas.text(x + 25, y, meaning, TEXT, canvas.palette.faint)
        x += room
    for letter, source in selection.sources.items():
        y += _LINE
        canvas.text(MARGIN + 6, y, letter, TEXT, bold=True, align="center")
        name = fitted(wording.source_name(source), TEXT, WIDTH - 2 * MARGIN - 18)
        canvas.text(MARGIN + 18, y, name, TEXT, canvas.palette.ink)
    return y + _LINE / 2 + 8
