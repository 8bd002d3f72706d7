"""The button that says that none of the suggested facts is meant."""

import re
from typing import Self

from discord import ui

from bot.discord_app.controls.control import Control, Press
from bot.discord_app.controls.patterns import QUERY


class NoneButton(Control, ui.DynamicItem[ui.Button[ui.LayoutView]], template=rf"none:{QUERY}"):
    """Says that none of the suggested facts is meant."""

    def __init__(self, query_id: int) -> None:
        self.query_id = query_id
        super().__init__(ui.Button(label="None of these", custom_id=f"none:{query_id}"))

    @classmethod
    def of(cls, match: re.Match[str]) -> Self:
        """The button that was pressed."""
        return cls(int(match["query"]))

    async def act(self, interaction: Press) -> None:
        """Keeps the judgement."""
        await interaction.client.feedback.none_of_these(interaction, self.query_id)
