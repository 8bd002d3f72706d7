"""The button that opens a fact."""

import re
from typing import Any, Self

import discord
from discord import ui

from bot.discord_app.controls.control import Control
from bot.discord_app.controls.patterns import FACT, QUERY


class OpenButton(Control, ui.DynamicItem[ui.Button[ui.LayoutView]], template=rf"show:{QUERY}:{FACT}"):
    """Shows a fact to whoever presses it, for them alone; ``query_id`` is the question that it answers."""

    def __init__(self, query_id: int, fact_id: str) -> None:
        self.query_id, self.fact_id = query_id, fact_id
        button = ui.Button[ui.LayoutView](
            label="Show the sources", style=discord.ButtonStyle.primary, custom_id=f"show:{query_id}:{fact_id}"
        )
        super().__init__(button)

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """The button that was pressed."""
        return cls(int(match["query"]), match["fact"])

    async def act(self, interaction: discord.Interaction[Any]) -> None:
        """Shows the fact."""
        await interaction.client.asking.pick(interaction, self.fact_id, self.query_id, apart=True)
