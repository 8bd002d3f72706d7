"""The slash command ``/privacy``."""

from typing import Any

import discord
from discord import app_commands

from bot.discord_app.answering.replies import Replies
from bot.discord_app.features.privacy import Privacy


def privacy_command(privacy: Privacy, replies: Replies) -> app_commands.Command[Any, Any, None]:
    """The command over what is kept of people."""

    @app_commands.command(name="privacy", description="What is kept of you, for how long, and how to delete it")
    async def tell(interaction: discord.Interaction[Any]) -> None:
        await replies.answered(interaction, privacy.tell(interaction))

    return tell
