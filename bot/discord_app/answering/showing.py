"""Where a panel appears that a press leads to: in the place of the one that was used, or apart from it.

What one person sees changes in place. What others see too stays as it is, whoever presses: that person gets a panel of
their own, so that nobody turns the page on somebody else.
"""

import discord
from discord import ui

from bot.discord_app.answering.replies import Interaction


def used(interaction: Interaction) -> discord.Message:
    """The message whose button or menu was used; Discord sends it with every such interaction, and with no other."""
    if interaction.message is None:
        raise LookupError("Discord sent no message with the use of a control")
    return interaction.message


def seen_by_one(interaction: Interaction) -> bool:
    """Whether the panel that was used is seen by nobody else, so that it may change in place."""
    return used(interaction).flags.ephemeral


async def shown(interaction: Interaction, view: ui.LayoutView) -> None:
    """Shows a view in the place of a panel that one person sees, or apart from one that others see too."""
    if seen_by_one(interaction):
        await interaction.response.edit_message(view=view)
    else:
        await interaction.response.send_message(view=view, ephemeral=True)
