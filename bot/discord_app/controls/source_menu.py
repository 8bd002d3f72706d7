"""The menu that offers sources to choose from."""

import re
from collections.abc import Mapping, Sequence
from typing import Self

import discord
from discord import ui

from bot import wording
from bot.discord_app.controls.control import Control, Press, chosen
from bot.discord_app.text.limits import MAX_CHOICES, MAX_LABEL
from bot.discord_app.text.literal import shortened
from bot.factbase.model import Source


class SourceMenu(Control, ui.DynamicItem[ui.Select[ui.LayoutView]], template=r"open-source"):
    """Opens a source for whoever chooses it; the panel that offered it stays."""

    def __init__(self, sources: Sequence[Source], letters: Mapping[str, str]) -> None:
        """``letters`` are those by which pictures call the sources, by source id; not every source has one."""
        options = [
            discord.SelectOption(
                label=shortened(f"{_lead(letters.get(source.id))}{wording.source_name(source)}", MAX_LABEL),
                description=shortened(source.title, MAX_LABEL) if source.publisher else None,
                value=source.id,
            )
            for source in sources[:MAX_CHOICES]
        ]
        super().__init__(ui.Select(custom_id="open-source", placeholder="Open one of these sources", options=options))

    @classmethod
    def of(cls, match: re.Match[str]) -> Self:
        """The menu that was used."""
        return cls((), {})

    async def act(self, interaction: Press) -> None:
        """Opens the chosen source."""
        await interaction.client.comparing.open_source(interaction, chosen(interaction))


def _lead(letter: str | None) -> str:
    return f"{letter} · " if letter else ""
