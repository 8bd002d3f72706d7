"""The menu under a list that opens its facts."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Self

import discord
from discord import ui

from bot.discord_app.controls.control import Control
from bot.discord_app.controls.fact_menu import fact_options
from bot.discord_app.places import PLACE, Place
from bot.factbase.model import Fact

if TYPE_CHECKING:
    from bot.discord_app.client import FactbotClient


class ListedMenu(Control, ui.DynamicItem[ui.Select[ui.LayoutView]], template=rf"list:{PLACE}"):
    """Opens a fact of a list, which remembers the place to go back to."""

    def __init__(self, place: Place, facts: Sequence[Fact]) -> None:
        self.place = place
        super().__init__(
            ui.Select(custom_id=f"list:{place}", placeholder="Open one of these facts", options=fact_options(facts))
        )

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """The menu that was used."""
        return cls(Place.of(match), ())

    async def act(self, interaction: "discord.Interaction[FactbotClient]") -> None:
        """Opens the chosen fact."""
        await interaction.client.browsing.open(interaction, self.place, self.item.values[0])
