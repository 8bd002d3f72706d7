"""What all buttons and menus have in common."""

import re
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any, Self, TypeAlias

import discord
from discord import ui

if TYPE_CHECKING:
    from bot.discord_app.client import FactbotClient

Press: TypeAlias = "discord.Interaction[FactbotClient]"
"""The use of a control; through its client, controls reach what they are for."""


class Control(ABC):
    """A button or menu, beside :class:`discord.ui.DynamicItem`: whoever is admitted gets a reply, also when it fails.

    A kind of control says in :meth:`of` which one was used, and in :meth:`act` what it does.
    """

    @classmethod
    @abstractmethod
    def of(cls, match: re.Match[str]) -> Self:
        """The control of a custom id that matches the template."""

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """The control that was used, for discord.py."""
        return cls.of(match)

    async def interaction_check(self, interaction: discord.Interaction[Any]) -> bool:
        """Whether the press is to be answered; discord.py asks before :meth:`callback`."""
        admitted: bool = await interaction.client.replies.admits(interaction)
        return admitted

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Does what the control is for; discord.py calls it when it was used."""
        await interaction.client.replies.answered(interaction, self.act(interaction))

    @abstractmethod
    async def act(self, interaction: Press) -> None:
        """Answers the interaction; may raise."""
