"""A canvas measured in the pixels of a phone and stored with 3.5 times as many, and the key on top of each picture."""

from collections.abc import Sequence
from functools import cache
from io import BytesIO
from typing import Literal, TypeAlias

from matplotlib import font_manager
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.figure import Figure
from matplotlib.ft2font import FT2Font

from bot.factbase.comparison import Stance
from bot.pictures.selection import Palette, Selection

FONT = "DejaVu Sans"
_MISSING = "\N{WHITE SQUARE}"


def printable(text: str) -> str:
    """The text with a square for each character that the font lacks."""
    return "".join(character if ord(character) in _characters() else _MISSING for character in text)


def width(text: str, size: float, bold: bool = False) -> float:
    """The width of a text, in the unit of ``size``."""
    font = _font(bold)
    font.set_text(printable(text))
    return float(font.get_width_height()[0]) / 64 / _MEASURED * size


def fitted(text: str, size: float, room: float, bold: bool = False) -> str:
    """The text, cut with an ellipsis if it is wider than ``room``."""
    cut = text[: int(room / (_NARROWEST * size)) + 1]
    while cut and width(cut if cut == text else cut + "…", size, bold) > room:
        cut = cut[:-1]
    return cut if cut == text else cut.rstrip() + "…"


def two_lines(text: str, size: float, room: float, bold: bool = False) -> list[str]:
    """The text in one or two lines, broken between words and cut with an ellipsis if it is too wide."""
    words = text.split()
    first = words[:1]
    while len(first) < len(words) and width(" ".join(words[: len(first) + 1]), size, bold) <= room:
        first = words[: len(first) + 1]
    lines = [" ".join(first), " ".join(words[len(first) :])]
    return [fitted(line, size, room, bold) for line in lines if line]


_NARROWEST = 0.2
"""The width of the narrowest letters, in units of the size: a bound on how much of a long text is measured."""
_MEASURED = 100
"""The size, in pixels, at which texts are measured: large enough that hinting makes no difference."""


@cache
def _font(bold: bool) -> FT2Font:
    path = font_manager.findfont(font_manager.FontProperties(family=FONT, weight="bold" if bold else "normal"))
    font = FT2Font(path)
    font.set_size(_MEASURED, 72)
    return font


@cache
def _characters() -> frozenset[int]:
    return frozenset(_font(bold=False).get_charmap()) & frozenset(_font(bold=True).get_charmap())


WIDTH = 340
"""The width of every picture: that of a message on a phone 400 pixels wide."""
SHARPNESS = 3.5
"""Pixels in the file for each pixel of the width: the density of a phone's display."""
_INCH = 100

Point = tuple[float, float]
Align: TypeAlias = Literal["left", "center", "right"]


class Canvas:
    """A canvas of :data:`WIDTH` by ``height``; the origin is at its top left, and y grows downward."""

    def __init__(self, height: float, palette: Palette) -> None:
        self.palette = palette
        self.height = height
        self._boxes: list[tuple[list[Point], str]] = []
        self._lines: list[tuple[list[Point], str]] = []
        self._figure = Figure(
            figsize=(WIDTH * SHARPNESS / _INCH, height * SHARPNESS / _INCH), dpi=_INCH, facecolor=palette.ground
        )
        self._axes = self._figure.add_axes((0, 0, 1, 1))
        self._axes.set_axis_off()
        self._axes.set_xlim(0, WIDTH)
        self._axes.set_ylim(height, 0)

    def box(self, x: float, y: float, wide: float, high: float, colour: str) -> None:
        """Draw a filled box with that top left corner."""
        self._boxes.append(([(x, y), (x + wide, y), (x + wide, y + high), (x, y + high)], colour))

    def line(self, *points: Point, colour: str) -> None:
        """Draw a line through the points."""
        self._lines.append((list(points), colour))

    def text(
        self, x: float, y: float, text: str, size: float, colour: str = "", bold: bool = False, align: Align = "left"
    ) -> None:
        """Draw one line of text, vertically centred at ``y``; nothing in it is read as a formula."""
        weight = "bold" if bold else "normal"
        shown = self._axes.text(x, y, printable(text), color=colour or self.palette.ink, parse_math=False)
        shown.set(fontfamily=FONT, fontsize=size * SHARPNESS * 72 / _INCH, fontweight=weight)
        shown.set(horizontalalignment=align, verticalalignment="center_baseline")

    def stance(self, stance: Stance, x: float, y: float, wide: float, high: float) -> None:
        """Draw the mark of a stance in a cell: filled, lower half filled, crossed out, half of each, or a dot."""
        colours, half = self.palette, wide / 2 if stance is Stance.BOTH else wide
        if stance is Stance.SILENT:
            side = min(2.5, high / 3)
            self.box(x + wide / 2 - side / 2, y + high / 2 - side / 2, side, side, colours.silent)
        elif stance is Stance.QUALIFIES:
            self.box(x, y + high / 2, wide, high / 2, colours.supports)
        elif stance is not Stance.DISAGREES:
            self.box(x, y, half, high, colours.supports)
        if stance in {Stance.DISAGREES, Stance.BOTH}:
            left, right, top, bottom = x + wide - half + 0.7, x + wide - 0.7, y + 0.7, y + high - 0.7
            corners = [(left, top), (right, top), (right, bottom), (left, bottom), (left, top)]
            self.line(*corners, colour=colours.disagrees)
            self.line((left, top), (right, bottom), colour=colours.disagrees)
            self.line((left, bottom), (right, top), colour=colours.disagrees)

    def png(self) -> bytes:
        """The canvas as a PNG file."""
        boxes, fills = zip(*self._boxes, strict=True) if self._boxes else ((), ())
        lines, colours = zip(*self._lines, strict=True) if self._lines else ((), ())
        self._axes.add_collection(PolyCollection(boxes, facecolors=fills))
        self._axes.add_collection(LineCollection(lines, colors=colours, linewidths=1.4 * SHARPNESS * 72 / _INCH))
        FigureCanvasAgg(self._figure)  # renders without a window
        written = BytesIO()
        self._figure.savefig(written, format="png", facecolor=self.palette.ground)
        return written.getvalue()


Mark: TypeAlias = tuple[Stance | str, str]
"""A mark in the key (a stance or some letters) and its meaning."""

MARGIN = 12.0
TITLE, TEXT = 17.0, 12.5
"""Font sizes."""
_LINE = 18.0


def key_height(selection: Selection, marks: Sequence[Mark]) -> float:
    """The height of the title, the marks and the sources' names together."""
    return MARGIN + 24 + _LINE * (_arranged(marks)[-1][1] + 1 + len(selection.sources)) + 8


def draw_key(canvas: Canvas, selection: Selection, title: str, marks: Sequence[Mark]) -> float:
    """Draw the key and return its height."""
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
        name = fitted(source.name, TEXT, WIDTH - 2 * MARGIN - 18)
        canvas.text(MARGIN + 18, y, name, TEXT, canvas.palette.ink)
    return key_height(selection, marks)


def _arranged(marks: Sequence[Mark]) -> list[tuple[float, int]]:
    """The position of each mark: its distance from the left, and its line from 0."""
    found: list[tuple[float, int]] = []
    x, line = MARGIN, 0
    for _, meaning in marks:
        wide = 25 + width(meaning, TEXT)
        if x > MARGIN and x + wide > WIDTH - MARGIN:
            x, line = MARGIN, line + 1
        found.append((x, line))
        x += wide + 15
    return found
