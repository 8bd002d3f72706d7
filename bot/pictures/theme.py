"""The colours of the pictures, for people who read Discord dark or light.

The two colours that mean something are from Okabe and Ito's palette, which people with any kind of colour blindness
tell apart (https://jfly.uni-koeln.de/color/); every mark has a shape of its own besides.
"""

from dataclasses import dataclass
from enum import StrEnum


class Theme(StrEnum):
    """On which ground a picture is drawn."""

    DARK = "dark"
    LIGHT = "light"

    @property
    def other(self) -> "Theme":
        """The one that this is not."""
        return Theme.LIGHT if self is Theme.DARK else Theme.DARK


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours as ``#rrggbb``: the ground, text and lesser text on it, and the three stances."""

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
