"""The menu under a comparison of sources that opens the facts that they speak on."""

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Self

import discord
from discord import ui

from bot.discord_app.controls.control import Control
from bot.discord_app.limits import MAX_CHOICES, MAX_LABEL
from bot.discord_app.literal import shortened
from bot.factbase.model import Fact
from bot.wording import VERDICTS

if TYPE_CHECKING:
    from bot.discord_app.client import FactbotClient


class SaidMenu(Control, ui.DynamicItem[ui.Select[ui.LayoutView]], template=r"said"):
    """Opens a fact for whoever chooses it; the panel that offered it stays."""

    def __init__(self, facts: Sequence[Fact], placeholder: str, numbers: Mapping[str, int] | None = None) -> None:
        """``numbers`` are those by which a picture calls the facts, by fact id."""
        numbered = numbers or {}
        options = [
            discord.SelectOption(
                label=shortened(f"{_lead(numbered.get(fact.id))}{fact.claim}", MAX_LABEL),
                description=shortened(f"{VERDICTS[fact.verdict]} · {fact.topic}", MAX_LABEL),
                value=fact.id,
            )
            for fact in facts[:MAX_CHOICES]
        ]
        super().__init__(ui.Select(custom_id="said", placeholder=placeholder, options=options))

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """The menu that was used."""
        return cls((), "")

    async def act(self, interaction: "discord.Interaction[FactbotClient]") -> None:
        """Opens the chosen fact."""
        await interaction.client.comparing.open_fact(interaction, self.item.values[0])


def _lead(number: int | None) -> str:
    return f"{number}. " if number else ""
