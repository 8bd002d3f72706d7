"""The slash commands ``/editors gaps``, ``/editors requests`` and ``/editors status``."""

from typing import Any

import discord
from discord import app_commands

from bot.discord_app.answering.replies import Replies
from bot.discord_app.features.editors import Editors
from bot.discord_app.listings.reports import Report


def editors_commands(editors: Editors, replies: Replies) -> app_commands.Group:
    """The commands, which Discord shows to members who may manage the server; it lets a server choose others."""
    group = app_commands.Group(
        name="editors",
        description="What people ask in vain, what they ask you for, and how the bot is",
        default_permissions=discord.Permissions(manage_guild=True),
        allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=False, private_channel=False),
        allowed_installs=app_commands.AppInstallationType(guild=True, user=False),
    )

    @group.command(description="Questions of this server that found no answer, alike ones together")
    async def gaps(interaction: discord.Interaction[Any]) -> None:
        await replies.answered(interaction, editors.report(interaction, Report.GAPS))

    @group.command(description="Questions of this server that were put to you and are not answered yet")
    async def requests(interaction: discord.Interaction[Any]) -> None:
        await replies.answered(interaction, editors.report(interaction, Report.REQUESTS))

    @group.command(description="The facts, the last edit, the log, and what was asked today")
    async def status(interaction: discord.Interaction[Any]) -> None:
        await replies.answered(interaction, editors.status(interaction))

    return group
