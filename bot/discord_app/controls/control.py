"""What all buttons and menus have in common."""

from abc import ABC, abstractmethod
from typing import Any

import discord


class Control(ABC):
    """A button or menu, beside :class:`discord.ui.DynamicItem`: whoever is admitted gets a reply, also when it fails.

    A kind of control says in :meth:`act` what it does.
    """

    async def interaction_check(self, interaction: discord.Interaction[Any]) -> bool:
        """Whether the press is to be answered; discord.py asks before :meth:`callback`."""
        admitted: bool = await interaction.client.replies.admits(interaction)
        return admitted

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Does what the control is for; discord.py calls it when it was used."""
        await interaction.client.replies.answered(interaction, self.act(interaction))

    @abstractmethod
    async def act(self, interaction: discord.Interaction[Any]) -> None:
        """Answers the interaction; may raise."""
