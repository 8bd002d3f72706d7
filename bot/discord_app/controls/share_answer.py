"""The button that shares a private answer."""

import re
from typing import Self

from discord import ui

from bot.discord_app.controls.control import Control, Press
from bot.discord_app.controls.patterns import FACT, PAGE, QUERY
from bot.discord_app.controls.share_button import share_button


class ShareAnswer(Control, ui.DynamicItem[ui.Button[ui.LayoutView]], template=rf"share:{QUERY}:{FACT}:{PAGE}"):
    """Posts a private answer for everybody. ``page`` (from 0) is the one that the answer shows."""

    def __init__(self, query_id: int, fact_id: str, page: int, done: bool = False) -> None:
        self.query_id, self.fact_id, self.page = query_id, fact_id, page
        super().__init__(share_button(f"share:{query_id}:{fact_id}:{page}", done))

    @classmethod
    def of(cls, match: re.Match[str]) -> Self:
        """The button that was pressed."""
        return cls(int(match["query"]), match["fact"], int(match["page"]))

    async def act(self, interaction: Press) -> None:
        """Posts the answer."""
        await interaction.client.sharing.share(interaction, self.fact_id, self.query_id, self.page)
