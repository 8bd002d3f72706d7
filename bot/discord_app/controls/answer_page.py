"""The button that turns an answer to another page."""

import re
from typing import Self

from discord import ui

from bot.discord_app.controls.control import Control, Press
from bot.discord_app.controls.patterns import FACT, PAGE, QUERY


class AnswerPage(Control, ui.DynamicItem[ui.Button[ui.LayoutView]], template=rf"page:{QUERY}:{FACT}:{PAGE}"):
    """Turns a fact's answer to another page (from 0); ``query_id`` is the question that it answers."""

    def __init__(self, query_id: int, fact_id: str, page: int, label: str, disabled: bool = False) -> None:
        self.query_id, self.fact_id, self.page = query_id, fact_id, page
        super().__init__(ui.Button(label=label, custom_id=f"page:{query_id}:{fact_id}:{page}", disabled=disabled))

    @classmethod
    def of(cls, match: re.Match[str]) -> Self:
        """The button that was pressed."""
        return cls(int(match["query"]), match["fact"], int(match["page"]), "")

    async def act(self, interaction: Press) -> None:
        """Shows the page."""
        await interaction.client.asking.turn(interaction, self.fact_id, self.query_id, self.page)
