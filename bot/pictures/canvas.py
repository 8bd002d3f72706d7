"""One sheet to draw on, measured in the pixels of a telephone, and stored with three and a half times as many."""

from io import BytesIO
from typing import Literal

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.figure import Figure

from bot.factbase.comparison import Stance
from bot.pictures.lettering import FONT, printable
from bot.pictures.theme import Palette

WIDTH = 340
"""The width of every picture: what a message has of a telephone that is 400 pixels wide."""
SHARPNESS = 3.5
"""Pixels of the picture for each of those: as many as telephones have."""
_INCH = 100

Point = tuple[float, float]


class Canvas:
    """A sheet of :data:`WIDTH` by ``height``; the origin is at its top left, and y grows downward."""

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
        """A filled box with that top left corner."""
        self._boxes.append(([(x, y), (x + wide, y), (x + wide, y + high), (x, y + high)], colour))

    def line(self, *points: Point, colour: str) -> None:
        """A line through the points."""
        self._lines.append((list(points), colour))

    def text(
        self,
        x: float,
        y: float,
        text: str,
        size: float,
        colour: str | None = None,
        bold: bool = False,
        align: Literal["left", "center", "right"] = "left",
    ) -> None:
        """One line of text of that size, whose middle is at the height ``y``; nothing in it is read as a formula."""
        self._axes.text(
            x,
            y,
            printable(text),
            color=colour or self.palette.ink,
            fontfamily=FONT,
            fontsize=size * SHARPNESS * 72 / _INCH,
            fontweight="bold" if bold else "normal",
            ha=align,
            va="center_baseline",
            parse_math=False,
        )

    def stance(self, stance: Stance, x: float, y: float, wide: float, high: float) -> None:
        """The mark of a stance in a cell: filled, crossed out, half of each, or a dot."""
        colours = self.palette
        if stance is Stance.SILENT:
            side = min(2.5, high / 3)
            self.box(x + wide / 2 - side / 2, y + high / 2 - side / 2, side, side, colours.silent)
            return
        half = wide / 2 if stance is Stance.BOTH else wide
        if stance is not Stance.DISAGREES:
            self.box(x, y, half, high, colours.supports)
        if stance is not Stance.SUPPORTS:
            left, right, top, bottom = x + wide - half + 0.7, x + wide - 0.7, y + 0.7, y + high - 0.7
            corners = [(left, top), (right, top), (right, bottom), (left, bottom), (left, top)]
            self.line(*corners, colour=colours.disagrees)
            self.line((left, top), (right, bottom), colour=colours.disagrees)
            self.line((left, bottom), (right, top), colour=colours.disagrees)

    def png(self) -> bytes:
        """The sheet as a PNG file."""
        self._axes.add_collection(
            PolyCollection([shape for shape, _ in self._boxes], facecolors=[colour for _, colour in self._boxes])
        )
        self._axes.add_collection(
            LineCollection(
                [line for line, _ in self._lines],
                colors=[colour for _, colour in self._lines],
                linewidths=1.4 * SHARPNESS * 72 / _INCH,
            )
        )
        FigureCanvasAgg(self._figure)  # the figure's own way to its pixels, without any window
        written = BytesIO()
        self._figure.savefig(written, format="png", facecolor=self.palette.ground)
        return written.getvalue()
