"""The colours of the pictures, for people who read Discord dark or light.

The colours of the marks are from Okabe and Ito's palette, which people with any kind of colour blindness can tell apart
(https://jfly.uni-koeln.de/color/). Every mark also has its own shape.
"""

from dataclasses import dataclass
from enum import StrEnum


class Theme(StrEnum):
    """The background of a picture."""

    DARK = "dark"
    LIGHT = "light"

    @property
    def other(self) -> "Theme":
        """The other theme."""
        return Theme.LIGHT if self is Theme.DARK else Theme.DARK


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours as ``#rrggbb``: the background, text and secondary text on it, and the marks."""

    ground: str
    ink: str
    faint: str
    supports: str
    disagrees: str
    silent: str


PALETTES = {
    Theme.DARK: Palette("#2b2d31", "#f2f3f5", "#b5bac1", "#56b4e9", "#e69f00", "#6d7078"),
    Theme.LIGHT: Palette("#ffffff", "#1e1f22", "#5c5e66", "#0072b2", "#d55e00", "#a5a9b0"),
}
