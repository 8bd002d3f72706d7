"""The button that turns a fact's panel to another page."""

import re
from typing import TYPE_CHECKING, Any, Self

import discord
from discord import ui

from bot.discord_app.controls.control import Control
from bot.factbase.entries import ID_PATTERN

if TYPE_CHECKING:
    from bot.discord_app.client import FactbotClient

_ID = ID_PATTERN.strip("^$")


class PageButton(
    Control, ui.DynamicItem[ui.Button[ui.LayoutView]], template=rf"page:(?P<fact>{_ID}):(?P<page>-?[0-9]{{1,4}})"
):
    """Turns a fact's panel to another page (from 0)."""

    def __init__(self, fact_id: str, page: int, label: str, disabled: bool = False) -> None:
        self.fact_id, self.page = fact_id, page
        super().__init__(ui.Button(label=label, custom_id=f"page:{fact_id}:{page}", disabled=disabled))

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """The button that was pressed."""
        return cls(match["fact"], int(match["page"]), "")

    async def act(self, interaction: "discord.Interaction[FactbotClient]") -> None:
        """Shows the page in place."""
        await interaction.client.asking.turn(interaction, self.fact_id, self.page)
