"""The button that turns a fact's panel to another page."""

import re
from typing import Any, Self

import discord
from discord import ui

from bot.discord_app.controls.control import Control
from bot.discord_app.controls.patterns import FACT, PAGE, QUERY


class PageButton(Control, ui.DynamicItem[ui.Button[ui.LayoutView]], template=rf"page:{QUERY}:{FACT}:{PAGE}"):
    """Turns a fact's panel to another page (from 0); ``query_id`` is the question that the panel answers."""

    def __init__(self, query_id: int, fact_id: str, page: int, label: str, disabled: bool = False) -> None:
        self.query_id, self.fact_id, self.page = query_id, fact_id, page
        super().__init__(ui.Button(label=label, custom_id=f"page:{query_id}:{fact_id}:{page}", disabled=disabled))

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """The button that was pressed."""
        return cls(int(match["query"]), match["fact"], int(match["page"]), "")

    async def act(self, interaction: discord.Interaction[Any]) -> None:
        """Shows the page in place."""
        await interaction.client.asking.turn(interaction, self.fact_id, self.query_id, self.page)
