"""The button that goes to a place among the lists."""

import re
from typing import Self

from discord import ui

from bot.discord_app.controls.control import Control, Press
from bot.discord_app.listings.places import PLACE, Place

GO = "go:"
"""Begins the button's custom id."""


class PlaceButton(Control, ui.DynamicItem[ui.Button[ui.LayoutView]], template=rf"{GO}{PLACE}"):
    """Goes to another page, or back to a list."""

    def __init__(self, place: Place, label: str, disabled: bool = False) -> None:
        self.place = place
        super().__init__(ui.Button(label=label, custom_id=f"{GO}{place}", disabled=disabled))

    @classmethod
    def of(cls, match: re.Match[str]) -> Self:
        """The button that was pressed."""
        return cls(Place.of(match), "")

    async def act(self, interaction: Press) -> None:
        """Shows the place."""
        await interaction.client.browsing.go(interaction, self.place)
