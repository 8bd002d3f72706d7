"""The slash command ``/topics``."""

from typing import Any

import discord
from discord import app_commands

from bot.discord_app.answering.replies import Replies
from bot.discord_app.features.browsing import Browsing


def topics_command(browsing: Browsing, replies: Replies) -> app_commands.Command[Any, Any, None]:
    """The command over the lists of topics."""

    @app_commands.command(name="topics", description="Browse the facts by topic")
    async def topics(interaction: discord.Interaction[Any]) -> None:
        await replies.answered(interaction, browsing.topics(interaction))

    return topics
