"""The buttons by which people delete what is kept of them."""

import re
from typing import Self

import discord
from discord import ui

from bot.discord_app.controls.control import Control, Press


class ForgetButton(Control, ui.DynamicItem[ui.Button[ui.LayoutView]], template=r"forget:(?P<step>ask|do)"):
    """Asks whether everything that is kept of whoever presses it should be deleted, or (``sure``) deletes it."""

    def __init__(self, label: str, sure: bool) -> None:
        self.sure = sure
        style = discord.ButtonStyle.danger if sure else discord.ButtonStyle.secondary
        super().__init__(ui.Button(label=label, style=style, custom_id="forget:do" if sure else "forget:ask"))

    @classmethod
    def of(cls, match: re.Match[str]) -> Self:
        """The button that was pressed."""
        return cls("", match["step"] == "do")

    async def act(self, interaction: Press) -> None:
        """Asks, or deletes."""
        privacy = interaction.client.privacy
        await (privacy.forget(interaction) if self.sure else privacy.ask_once_more(interaction))
