"""The button that goes to a place among the lists."""

import re
from typing import TYPE_CHECKING, Any, Self

import discord
from discord import ui

from bot.discord_app.controls.control import Control
from bot.discord_app.places import PLACE, Place

if TYPE_CHECKING:
    from bot.discord_app.client import FactbotClient

GO = "go:"
"""Begins the button's custom id."""


class PlaceButton(Control, ui.DynamicItem[ui.Button[ui.LayoutView]], template=rf"{GO}{PLACE}"):
    """Goes to another page, or back to a list."""

    def __init__(self, place: Place, label: str, disabled: bool = False) -> None:
        self.place = place
        super().__init__(ui.Button(label=label, custom_id=f"{GO}{place}", disabled=disabled))

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """The button that was pressed."""
        return cls(Place.of(match), "")

    async def act(self, interaction: "discord.Interaction[FactbotClient]") -> None:
        """Shows the place."""
        await interaction.client.browsing.go(interaction, self.place)
