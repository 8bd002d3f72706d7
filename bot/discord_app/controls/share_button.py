"""The button that shares a private answer."""

import re
from typing import Any, Self

import discord
from discord import ui

from bot.discord_app.controls.control import Control
from bot.discord_app.controls.patterns import FACT, PAGE, QUERY


class ShareButton(Control, ui.DynamicItem[ui.Button[ui.LayoutView]], template=rf"share:{QUERY}:{FACT}:{PAGE}"):
    """Posts a private answer for everybody; off, and saying so, once that was done. ``page`` is the one it shows."""

    def __init__(self, query_id: int, fact_id: str, page: int, done: bool = False) -> None:
        self.query_id, self.fact_id, self.page = query_id, fact_id, page
        button = ui.Button[ui.LayoutView](
            label="Shared" if done else "Share",
            style=discord.ButtonStyle.primary,
            custom_id=f"share:{query_id}:{fact_id}:{page}",
            disabled=done,
        )
        super().__init__(button)

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """The button that was pressed."""
        return cls(int(match["query"]), match["fact"], int(match["page"]))

    async def act(self, interaction: discord.Interaction[Any]) -> None:
        """Posts the answer."""
        await interaction.client.sharing.share(interaction, self.fact_id, self.query_id, self.page)
