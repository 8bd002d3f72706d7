"""The button that shares a checked message with the channel."""

import re
from typing import TYPE_CHECKING, Any, Self

import discord
from discord import ui

from bot.discord_app.controls.control import Control

if TYPE_CHECKING:
    from bot.discord_app.client import FactbotClient


class ShareCheck(Control, ui.DynamicItem[ui.Button[ui.LayoutView]], template=r"check:share"):
    """Posts the check that it stands under for the whole channel; off, and saying so, once that was done."""

    def __init__(self, done: bool = False) -> None:
        button = ui.Button[ui.LayoutView](
            label="Shared" if done else "Share",
            style=discord.ButtonStyle.primary,
            custom_id="check:share",
            disabled=done,
        )
        super().__init__(button)

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """The button that was pressed."""
        return cls()

    async def act(self, interaction: "discord.Interaction[FactbotClient]") -> None:
        """Shares the check."""
        await interaction.client.checking.share(interaction)
