"""The button that turns a source's panel to another page, or comes back to it."""

import re
from typing import Self

from discord import ui

from bot.discord_app.controls.control import Control, Press
from bot.discord_app.controls.patterns import PAGE, SOURCE

SOURCE_PAGE = rf"source:{SOURCE}:{PAGE}"
"""The pattern of the button's custom id."""


class SourcePage(Control, ui.DynamicItem[ui.Button[ui.LayoutView]], template=SOURCE_PAGE):
    """Shows a page (from 0) of a source's panel."""

    def __init__(self, source_id: str, page: int, label: str, disabled: bool = False) -> None:
        self.source_id, self.page = source_id, page
        super().__init__(ui.Button(label=label, custom_id=f"source:{source_id}:{page}", disabled=disabled))

    @classmethod
    def back(cls, source_id: str, page: int) -> Self:
        """The button that comes back to the page from a fact."""
        return cls(source_id, page, "Back to the source")

    @classmethod
    def of(cls, match: re.Match[str]) -> Self:
        """The button that was pressed."""
        return cls(match["source"], int(match["page"]), "")

    async def act(self, interaction: Press) -> None:
        """Shows the page."""
        await interaction.client.comparing.turn_source(interaction, self.source_id, self.page)
