"""The button that shares a checked message with the channel."""

import re
from typing import Self

from discord import ui

from bot.discord_app.controls.control import Control, Press
from bot.discord_app.controls.share_button import share_button


class ShareCheck(Control, ui.DynamicItem[ui.Button[ui.LayoutView]], template=r"check:share"):
    """Posts the check that it stands under for everybody."""

    def __init__(self, done: bool = False) -> None:
        super().__init__(share_button("check:share", done))

    @classmethod
    def of(cls, match: re.Match[str]) -> Self:
        """The button that was pressed."""
        return cls()

    async def act(self, interaction: Press) -> None:
        """Shares the check."""
        await interaction.client.checking.share(interaction)
