"""The menu under a checked message that opens its facts."""

import re
from collections.abc import Sequence
from typing import Self

import discord
from discord import ui

from bot.discord_app.controls.control import Control, Press, chosen


class CheckMenu(Control, ui.DynamicItem[ui.Select[ui.LayoutView]], template=r"check"):
    """Opens one fact of a check for whoever chooses it; the check stays, for them and for everybody."""

    def __init__(self, options: Sequence[discord.SelectOption]) -> None:
        super().__init__(
            ui.Select(custom_id="check", placeholder="Open a fact with all its evidence", options=list(options))
        )

    @classmethod
    def of(cls, match: re.Match[str]) -> Self:
        """The menu that was used."""
        return cls(())

    async def act(self, interaction: Press) -> None:
        """Opens the chosen fact."""
        await interaction.client.checking.open(interaction, chosen(interaction))
