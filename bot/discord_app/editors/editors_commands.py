"""What editors see: the gaps and requests of their own server, and how the bot is."""

from typing import Any

import discord
from discord import app_commands, ui

from bot.desk import Desk
from bot.discord_app.editors.reports import Report, gaps_panel
from bot.discord_app.editors.requests import requests_panel
from bot.discord_app.editors.status_panel import status_panel
from bot.discord_app.interactions import Interaction, Replies
from bot.discord_app.notices.editors_channel import EditorsChannel

DAYS = 30
"""How far back gaps are looked for."""
MOST = 200
"""Gaps in one report, so that even the rarest is found by turning pages."""


class Editors:
    """Reports of one desk, each read anew whenever it is shown, for whoever asked alone.

    Reading may take a while where much was asked, so that Discord is told first that an answer comes.
    """

    def __init__(self, desk: Desk, channel: EditorsChannel) -> None:
        """``channel`` is where editors are told of their edits."""
        self._desk = desk
        self._channel = channel

    async def report(self, interaction: Interaction, report: Report) -> None:
        """Shows the first page of a report."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        await interaction.edit_original_response(view=await self._view(interaction, report, 0))

    async def turn(self, interaction: Interaction, report: Report, page: int) -> None:
        """Shows another page (from 0; the nearest there is) in place."""
        await interaction.response.defer()
        await interaction.edit_original_response(view=await self._view(interaction, report, page))

    async def move(self, interaction: Interaction, report: Report, page: int, request_id: int) -> None:
        """Takes a request and those alike from one of their two lists to the other, and shows the one it was on.

        Where it is gone from there meanwhile, the list is shown as it is now.
        """
        await interaction.response.defer()
        server = str(interaction.guild_id)
        moved = await self._desk.records.set_aside(server, request_id, aside=report is Report.REQUESTS)
        view = requests_panel(await self._desk.records.requests(server), report, page, moved)
        await interaction.edit_original_response(view=view)

    async def status(self, interaction: Interaction) -> None:
        """Shows how the bot is, as far as it can be known: it is asked for when something is wrong."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        status = await self._desk.status(str(interaction.guild_id))
        await interaction.edit_original_response(view=status_panel(status, self._desk.editing, self._channel.problem))

    async def _view(self, interaction: Interaction, report: Report, page: int) -> ui.LayoutView:
        server = str(interaction.guild_id)
        if report is Report.GAPS:
            return gaps_panel(await self._desk.gaps(server, DAYS, MOST), DAYS, page)
        return requests_panel(await self._desk.records.requests(server), report, page)


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
