"""The command "Check against facts" in a message's context menu."""

from typing import Any

import discord
from discord import app_commands

from bot.discord_app.answering.replies import Replies
from bot.discord_app.features.checking import Checking


def check_command(checking: Checking, replies: Replies) -> app_commands.ContextMenu:
    """The command. Discord sends the message with the interaction, so that it takes no intent to read it."""

    async def check(interaction: discord.Interaction[Any], message: discord.Message) -> None:
        await replies.answered(interaction, checking.check(interaction, message))

    return app_commands.ContextMenu(name="Check against facts", callback=check)
