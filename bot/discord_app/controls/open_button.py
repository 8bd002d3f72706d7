"""The button that opens a fact."""

import re
from typing import Self

import discord
from discord import ui

from bot.discord_app.controls.control import Control, Press
from bot.discord_app.controls.patterns import FACT, QUERY


class OpenButton(Control, ui.DynamicItem[ui.Button[ui.LayoutView]], template=rf"show:{QUERY}:{FACT}"):
    """Shows a fact to whoever presses it; ``query_id`` is the question that it answers."""

    def __init__(self, query_id: int, fact_id: str) -> None:
        self.query_id, self.fact_id = query_id, fact_id
        button = ui.Button[ui.LayoutView](
            label="Show the sources", style=discord.ButtonStyle.primary, custom_id=f"show:{query_id}:{fact_id}"
        )
        super().__init__(button)

    @classmethod
    def of(cls, match: re.Match[str]) -> Self:
        """The button that was pressed."""
        return cls(int(match["query"]), match["fact"])

    async def act(self, interaction: Press) -> None:
        """Shows the fact."""
        await interaction.client.asking.pick(interaction, self.fact_id, self.query_id)
