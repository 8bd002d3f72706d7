"""The button that turns the panel of all sources to another page, or to pictures on the other ground."""

import re
from typing import Self

from discord import ui

from bot.discord_app.controls.control import Control, Press
from bot.discord_app.controls.patterns import PAGE
from bot.pictures.theme import Theme


class SourcesPage(
    Control,
    ui.DynamicItem[ui.Button[ui.LayoutView]],
    template=rf"sources:(?P<theme>{'|'.join(Theme)}):{PAGE}",
):
    """Shows a page (from 0) of all sources; the first has the pictures, in that theme."""

    def __init__(self, theme: Theme, page: int, label: str, disabled: bool = False) -> None:
        self.theme, self.page = theme, page
        super().__init__(ui.Button(label=label, custom_id=f"sources:{theme}:{page}", disabled=disabled))

    @classmethod
    def of(cls, match: re.Match[str]) -> Self:
        """The button that was pressed."""
        return cls(Theme(match["theme"]), int(match["page"]), "")

    async def act(self, interaction: Press) -> None:
        """Shows the page."""
        await interaction.client.comparing.turn_sources(interaction, self.theme, self.page)
