"""What stands above every picture: its title, what its marks mean, and which letter is which source."""

from collections.abc import Sequence
from typing import TypeAlias

from bot import wording
from bot.factbase.comparison import Stance
from bot.pictures.canvas import WIDTH, Canvas, fitted, width
from bot.pictures.selection import Selection

Mark: TypeAlias = tuple[Stance | str, str]
"""What stands for something, a stance or some letters, and what it stands for."""

MARGIN = 12.0
TITLE, TEXT = 17.0, 12.5
"""Sizes of letters, in the pixels of a telephone."""
_LINE = 18.0


def key_height(selection: Selection, marks: Sequence[Mark]) -> float:
    """How high the title, the marks and the sources' names are together."""
    return MARGIN + 24 + _LINE * (_arranged(marks)[-1][1] + 1 + len(selection.sources)) + 8


def draw_key(canvas: Canvas, selection: Selection, title: str, marks: Sequence[Mark]) -> float:
    """Draws the key and returns its height."""
    canvas.text(MARGIN, MARGIN + 9, fitted(title, TITLE, WIDTH - 2 * MARGIN, bold=True), TITLE, bold=True)
    top = MARGIN + 33
    for (mark, meaning), (x, line) in zip(marks, _arranged(marks), strict=True):
        y = top + line * _LINE
        if isinstance(mark, Stance):
            canvas.stance(mark, x, y - 6, 20, 12)
        else:
            canvas.text(x + 10, y, mark, TEXT, canvas.palette.faint, bold=True, align="center")
        canvas.text(x + 25, y, meaning, TEXT, canvas.palette.faint)
    y = top + _arranged(marks)[-1][1] * _LINE
    for letter, source in selection.sources.items():
        y += _LINE
        canvas.text(MARGIN + 6, y, letter, TEXT, bold=True, align="center")
        name = fitted(wording.source_name(source), TEXT, WIDTH - 2 * MARGIN - 18)
        canvas.text(MARGIN + 18, y, name, TEXT, canvas.palette.ink)
    return key_height(selection, marks)


def _arranged(marks: Sequence[Mark]) -> list[tuple[float, int]]:
    """Where each mark stands: how far from the left, and on which line, from 0."""
    found: list[tuple[float, int]] = []
    x, line = MARGIN, 0
    for _, meaning in marks:
        wide = 25 + width(meaning, TEXT)
        if x > MARGIN and x + wide > WIDTH - MARGIN:
            x, line = MARGIN, line + 1
        found.append((x, line))
        x += wide + 15
    return found
