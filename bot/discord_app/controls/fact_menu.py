"""The menu that offers facts to choose from."""

import re
from collections.abc import Sequence
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


def fact_options(facts: Sequence[Fact]) -> list[discord.SelectOption]:
    """The options of a menu of facts: each fact's claim, verdict and topic; at most as many as a menu holds."""
    return [
        discord.SelectOption(
            label=shortened(fact.claim, MAX_LABEL),
            description=shortened(f"{VERDICTS[fact.verdict]} · {fact.topic}", MAX_LABEL),
            value=fact.id,
        )
        for fact in facts[:MAX_CHOICES]
    ]


class FactMenu(Control, ui.DynamicItem[ui.Select[ui.LayoutView]], template=r"pick"):
    """Offers facts to choose from; the chosen one takes the place of the panel that offered it."""

    def __init__(self, facts: Sequence[Fact]) -> None:
        options = fact_options(facts)
        super().__init__(ui.Select(custom_id="pick", placeholder="Open one of these facts", options=options))

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """The menu that was used."""
        return cls(())

    async def act(self, interaction: "discord.Interaction[FactbotClient]") -> None:
        """Shows the chosen fact in place."""
        await interaction.client.asking.pick(interaction, self.item.values[0])
