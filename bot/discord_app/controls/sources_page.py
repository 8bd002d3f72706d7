"""The button that turns the panel of all sources to another page, or to pictures on the other ground."""

import re
from typing import TYPE_CHECKING, Any, Self

import discord
from discord import ui

from bot.discord_app.controls.control import Control
from bot.discord_app.controls.patterns import PAGE
from bot.pictures.theme import Theme

if TYPE_CHECKING:
    from bot.discord_app.client import FactbotClient


class SourcesPage(
    Control,
    ui.DynamicItem[ui.Button[ui.LayoutView]],
    template=rf"sources:(?P<theme>{'|'.join(Theme)}):{PAGE}",
):
    """Shows a page (from 0) of all sources in place; the first has the pictures, in that theme."""

    def __init__(self, theme: Theme, page: int, label: str, disabled: bool = False) -> None:
        self.theme, self.page = theme, page
        super().__init__(ui.Button(label=label, custom_id=f"sources:{theme}:{page}", disabled=disabled))

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """The button that was pressed."""
        return cls(Theme(match["theme"]), int(match["page"]), "")

    async def act(self, interaction: "discord.Interaction[FactbotClient]") -> None:
        """Shows the page."""
        await interaction.client.comparing.turn_sources(interaction, self.theme, self.page)
