"""The button that says that none of the suggested facts is meant."""

import re
from typing import Any, Self

import discord
from discord import ui

from bot.discord_app.controls.control import Control
from bot.discord_app.controls.patterns import QUERY


class NoneButton(Control, ui.DynamicItem[ui.Button[ui.LayoutView]], template=rf"none:{QUERY}"):
    """Says that none of the suggested facts is meant."""

    def __init__(self, query_id: int) -> None:
        self.query_id = query_id
        super().__init__(ui.Button(label="None of these", custom_id=f"none:{query_id}"))

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """The button that was pressed."""
        return cls(int(match["query"]))

    async def act(self, interaction: discord.Interaction[Any]) -> None:
        """Keeps the judgement."""
        await interaction.client.feedback.none_of_these(interaction, self.query_id)
