"""How wide text is in a picture, and how it is made to fit: in the one font that matplotlib brings along."""

from functools import cache

from matplotlib import font_manager
from matplotlib.ft2font import FT2Font

FONT = "DejaVu Sans"
_MISSING = "\N{WHITE SQUARE}"


def printable(text: str) -> str:
    """The text with a square in place of each character that the font does not have."""
    return "".join(character if ord(character) in _characters() else _MISSING for character in text)


def width(text: str, size: float, bold: bool = False) -> float:
    """The width of a text in the unit of its size."""
    font = _font(bold)
    font.set_text(printable(text))
    return float(font.get_width_height()[0]) / 64 / _MEASURED * size


def fitted(text: str, size: float, room: float, bold: bool = False) -> str:
    """The text, ended with an ellipsis where it is wider than the room."""
    most = int(room / (_NARROWEST * size)) + 1
    if len(text) <= most and width(text, size, bold) <= room:
        return text
    low, high = 0, min(len(text), most)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if width(text[:middle] + "…", size, bold) <= room else (low, middle - 1)
    return text[:low].rstrip() + "…"


def two_lines(text: str, size: float, room: float, bold: bool = False) -> list[str]:
    """The text in one line or two, broken between words; the second ends with an ellipsis where it is too wide."""
    words = text.split()
    first = words[:1]
    while len(first) < len(words) and width(" ".join(words[: len(first) + 1]), size, bold) <= room:
        first = words[: len(first) + 1]
    lines = [" ".join(first), " ".join(words[len(first) :])]
    return [fitted(line, size, room, bold) for line in lines if line]


_NARROWEST = 0.2
"""The width of the narrowest letters, in sizes: what is longer than a room full of them is not measured to its end."""
_MEASURED = 100
"""The size, in pixels, at which texts are measured: large enough that hinting plays no part."""


@cache
def _font(bold: bool) -> FT2Font:
    path = font_manager.findfont(font_manager.FontProperties(family=FONT, weight="bold" if bold else "normal"))
    font = FT2Font(path)
    font.set_size(_MEASURED, 72)
    return font


@cache
def _characters() -> frozenset[int]:
    return frozenset(_font(bold=False).get_charmap()) & frozenset(_font(bold=True).get_charmap())
