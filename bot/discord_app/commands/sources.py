"""The slash command ``/sources``."""

from typing import Any

import discord
from discord import app_commands

from bot.discord_app.answering.replies import Replies
from bot.discord_app.features.comparing import Comparing
from bot.pictures.theme import Theme


def sources_command(comparing: Comparing, replies: Replies) -> app_commands.Command[Any, Any, None]:
    """The command."""

    @app_commands.command(
        name="sources", description="All sources side by side: who says what, and how often two agree"
    )
    @app_commands.describe(
        theme="The ground of the pictures (dark otherwise)",
        share="Post it for the whole channel (it is private otherwise)",
    )
    @app_commands.choices(theme=[app_commands.Choice(name=theme.value, value=theme.value) for theme in Theme])
    async def sources(interaction: discord.Interaction[Any], theme: str = "dark", share: bool = False) -> None:
        await replies.answered(interaction, comparing.show_sources(interaction, Theme(theme), share))

    return sources
