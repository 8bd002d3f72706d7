"""The button that puts a question to the editors."""

import re
from typing import Self

from discord import ui

from bot.discord_app.controls.control import Control, Press
from bot.discord_app.controls.patterns import QUERY


class RequestButton(Control, ui.DynamicItem[ui.Button[ui.LayoutView]], template=rf"request:{QUERY}"):
    """Puts a question to the editors, for whoever presses it."""

    def __init__(self, query_id: int) -> None:
        self.query_id = query_id
        super().__init__(ui.Button(label="Ask the editors", custom_id=f"request:{query_id}"))

    @classmethod
    def of(cls, match: re.Match[str]) -> Self:
        """The button that was pressed."""
        return cls(int(match["query"]))

    async def act(self, interaction: Press) -> None:
        """Keeps the request."""
        await interaction.client.feedback.request(interaction, self.query_id)
