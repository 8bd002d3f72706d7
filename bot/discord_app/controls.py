"""Buttons and menus that carry all they need in their custom ids, so that they work after any restart."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Self

import discord
from discord import ui

from bot.discord_app.literal import shortened
from bot.factbase.entries import ID_PATTERN
from bot.factbase.model import Fact
from bot.wording import VERDICTS

if TYPE_CHECKING:
    from bot.discord_app.client import FactbotClient

MAX_CHOICES = 25
"""Options in one menu, and choices of one autocompletion."""
MAX_LABEL = 100
"""Characters of an option's label and description, and of a choice's name."""

_ID = ID_PATTERN.strip("^$")


class PageButton(ui.DynamicItem[ui.Button[ui.LayoutView]], template=rf"page:(?P<fact>{_ID}):(?P<page>-?[0-9]{{1,4}})"):
    """Turns a fact's panel to another page (from 0)."""

    def __init__(self, fact_id: str, page: int, label: str, disabled: bool = False) -> None:
        self.fact_id, self.page = fact_id, page
        super().__init__(ui.Button(label=label, custom_id=f"page:{fact_id}:{page}", disabled=disabled))

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """The button that was pressed."""
        return cls(match["fact"], int(match["page"]), "")

    async def callback(self, interaction: "discord.Interaction[FactbotClient]") -> None:  # type: ignore[override]
        """Shows the page in place."""
        await interaction.client.replies.turn(interaction, self.fact_id, self.page)


class FactMenu(ui.DynamicItem[ui.Select[ui.LayoutView]], template=r"pick"):
    """Offers facts to choose from; the chosen one takes the place of the panel that offered it."""

    def __init__(self, facts: Sequence[Fact]) -> None:
        options = [
            discord.SelectOption(
                label=shortened(fact.claim, MAX_LABEL),
                description=shortened(f"{VERDICTS[fact.verdict]} · {fact.topic}", MAX_LABEL),
                value=fact.id,
            )
            for fact in facts[:MAX_CHOICES]
        ]
        super().__init__(ui.Select(custom_id="pick", placeholder="Open one of these facts", options=options))

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """The menu that was used."""
        return cls(())

    async def callback(self, interaction: "discord.Interaction[FactbotClient]") -> None:  # type: ignore[override]
        """Shows the chosen fact in place."""
        await interaction.client.replies.pick(interaction, self.item.values[0])
