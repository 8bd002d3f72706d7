"""The two pictures of a fact base's sources, drawn where matplotlib is installed."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from io import BytesIO
from threading import Lock

from bot.pictures.alt import matrix_alt, pairs_alt
from bot.pictures.selection import Selection
from bot.pictures.theme import PALETTES, Palette, Theme

HOW_TO_INSTALL = "pip install '.[pictures]', in a clone of factbot"


class NotInstalled(Exception):
    """The extra ``pictures`` is not installed; everything but the pictures works without it."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG file, 1,190 pixels wide, with its name and what it shows in words (1,024 characters at most)."""

    name: str
    png: bytes
    alt: str

    def stream(self) -> BytesIO:
        """The file as a stream of its own, to be read once."""
        return BytesIO(self.png)


@dataclass(frozen=True, slots=True)
class Album:
    """The matrix of facts by sources, and how often each pair of sources agrees."""

    matrix: Picture
    pairs: Picture


_DRAWING = Lock()
"""Held while anything is drawn: matplotlib is not made for several threads at once."""


def installed() -> bool:
    """Whether pictures can be drawn here; quick, since it imports nothing."""
    return find_spec("matplotlib") is not None


def draw(selection: Selection, theme: Theme) -> Album:
    """Both pictures; from any thread, but not on an event loop: it takes around a second.

    Raises :exc:`NotInstalled`.
    """
    palette = PALETTES[theme]
    with _DRAWING:
        matrix, pairs = _drawers()
        return Album(
            Picture("facts-by-sources.png", matrix(selection, palette), matrix_alt(selection)),
            Picture("pairs-of-sources.png", pairs(selection, palette), pairs_alt(selection)),
        )


def _drawers() -> tuple[Callable[[Selection, Palette], bytes], Callable[[Selection, Palette], bytes]]:
    """The functions that draw, imported only here: matplotlib takes half a second and 50 MB to load."""
    if not installed():
        raise NotInstalled(f"pictures need the extra: {HOW_TO_INSTALL}")
    from bot.pictures.matrix import draw_matrix
    from bot.pictures.pairs import draw_pairs

    return draw_matrix, draw_pairs
