"""``/editors gaps|requests|status``: what the editors of a server see."""

import re
from collections.abc import Mapping, Sequence
from datetime import timedelta

import discord
from discord import app_commands, ui

from bot.desk import Desk
from bot.discord_app.controls import PAGE, Command, Handler, chosen, used
from bot.discord_app.editors.reports import Report, gaps_panel
from bot.discord_app.editors.requests import MENUS, requests_panel
from bot.discord_app.editors.status_panel import status_panel
from bot.discord_app.interactions import Interaction, Replies, say
from bot.discord_app.notices.editors_channel import EditorsChannel

DAYS = 30
"""The period in which gaps are looked for."""
FRESH = timedelta(minutes=15)
"""How long a panel works for who does not manage the server."""
STALE = "That list was opened a while ago. Use the command again, and it is as it is now."
MOST = 200
"""The most gaps in one report."""


class Editors:
    """Shows reports to the person alone, read anew each time.

    Reading a long log may take a while, so each answer is deferred first.
    """

    def __init__(self, desk: Desk, channel: EditorsChannel) -> None:
        """``channel`` is where editors are told of their edits."""
        self._desk = desk
        self._channel = channel

    def controls(self) -> Mapping[str, Handler]:
        """The buttons that turn pages, and the menus that move requests."""
        return {
            rf"report:(?P<report>{'|'.join(Report)}):{PAGE}": self.turn,
            rf"requests:(?P<report>{'|'.join(MENUS)}):{PAGE}": self.move,
        }

    def commands(self, replies: Replies) -> Sequence[Command]:
        """The commands, which Discord shows to members who may manage the server; it lets a server choose others."""
        group = app_commands.Group(
            name="editors",
            description="Unanswered questions, requests to you, and the status of the bot",
            default_permissions=discord.Permissions(manage_guild=True),
            allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=False, private_channel=False),
            allowed_installs=app_commands.AppInstallationType(guild=True, user=False),
        )

        @group.command(description="Questions of this server that found no answer")
        async def gaps(interaction: Interaction) -> None:
            await replies.answered(interaction, self.report(interaction, Report.GAPS))

        @group.command(description="Questions that people of this server sent to you")
        async def requests(interaction: Interaction) -> None:
            await replies.answered(interaction, self.report(interaction, Report.REQUESTS))

        @group.command(description="The facts, the last edit, the log, and today’s questions")
        async def status(interaction: Interaction) -> None:
            await replies.answered(interaction, self.status(interaction))

        return [group]

    async def report(self, interaction: Interaction, report: Report) -> None:
        """Shows the first page of a report."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        await interaction.edit_original_response(view=await self._view(interaction, report, 0))

    async def turn(self, interaction: Interaction, match: re.Match[str]) -> None:
        """Shows another page (from 0; the nearest there is) in place."""
        if await self._refused(interaction):
            return
        await interaction.response.defer()
        view = await self._view(interaction, Report(match["report"]), int(match["page"]))
        await interaction.edit_original_response(view=view)

    async def move(self, interaction: Interaction, match: re.Match[str]) -> None:
        """Moves the chosen request, and those alike, from one of the two lists to the other.

        If it is no longer on its list, the list is shown as it is now.
        """
        if await self._refused(interaction):
            return
        await interaction.response.defer()
        report, server = Report(match["report"]), str(interaction.guild_id)
        dismiss = report is Report.REQUESTS
        moved = await self._desk.records.set_aside(server, int(chosen(interaction)), aside=dismiss)
        view = requests_panel(await self._desk.records.requests(server), report, int(match["page"]), moved)
        await interaction.edit_original_response(view=view)

    async def status(self, interaction: Interaction) -> None:
        """Shows the state of the bot, as far as it can be read: people ask for it when something is wrong."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        status = await self._desk.status(str(interaction.guild_id))
        home = self._channel.guild_id or (interaction.guild_id if len(interaction.client.guilds) == 1 else None)
        view = status_panel(status, self._desk.editing, self._channel.problem, at_home=home == interaction.guild_id)
        await interaction.edit_original_response(view=view)

    async def _refused(self, interaction: Interaction) -> bool:
        """Whether a press is refused: the person may be no editor any more, which Discord checks for commands alone.

        Whom a server's *Integrations* name cannot be told here, so their panels work for a while.
        """
        message = used(interaction)
        fresh = interaction.created_at - message.created_at < FRESH
        if fresh or interaction.permissions.manage_guild:
            return False
        await say(interaction, STALE)
        return True

    async def _view(self, interaction: Interaction, report: Report, page: int) -> ui.LayoutView:
        server = str(interaction.guild_id)
        if report is Report.GAPS:
            return gaps_panel(await self._desk.gaps(server, DAYS, MOST), DAYS, page)
        return requests_panel(await self._desk.records.requests(server), report, page)
