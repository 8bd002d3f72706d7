"""``/editors gaps|requests|status``: what the editors of a server see, and decide."""

import asyncio
import re
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import cast

import discord
from discord import app_commands

from bot.desk import Desk
from bot.discord_app.controls import PAGE, QUERY, Command, Feature, Handler, chosen, used
from bot.discord_app.editors.gaps import BUTTONS, GONE, decided, decision_panel, gaps_panel
from bot.discord_app.editors.reports import MENUS, Report, requests_panel
from bot.discord_app.editors.status_panel import status_panel
from bot.discord_app.interactions import Interaction, Replies, say
from bot.discord_app.layout import MAX_CHOICES
from bot.discord_app.notices.editors_channel import EditorsChannel
from bot.querylog.decisions import Choice, Decision
from bot.querylog.requests import AlikeRequests, Gap
from bot.querylog.rows import utc_now

DAYS = 30
"""The period in which gaps are looked for."""
FRESH = timedelta(minutes=15)
"""How long a panel works for who does not manage the server."""
MOST = 200
"""The most gaps in one report."""
STALE = "That list is out of date. Use the command again to see the current list."


class Editors(Feature):
    """Shows reports to the person alone, read anew each time.

    Reading a long log may take a while, so each answer is deferred first.
    """

    def __init__(self, desk: Desk, channel: EditorsChannel) -> None:
        """``channel`` is where editors are told of their edits."""
        self._desk = desk
        self._channel = channel
        self._one_decides = asyncio.Lock()

    def controls(self) -> Mapping[str, Handler]:
        """The buttons that turn pages, the menus that move requests, and what decides about an unanswered question."""
        found: dict[str, Handler] = {
            rf"report:(?P<report>{'|'.join(Report)}):{PAGE}": self.turn,
            rf"requests:(?P<report>{'|'.join(MENUS)}):{PAGE}": self.move,
            rf"gap:{PAGE}": self.open,
            rf"decide:(?P<choice>phrasing|{'|'.join(BUTTONS)}):{QUERY}:{PAGE}": self.decide,
        }
        return {pattern: self._checked(handler) for pattern, handler in found.items()}

    def _checked(self, handler: Handler) -> Handler:
        """The handler for editors: a person may be none any more, which Discord checks for commands alone.

        Whom a server's *Integrations* name cannot be told here, so their panels work for a while.
        """

        async def answer(interaction: Interaction, match: re.Match[str]) -> None:
            fresh = interaction.created_at - used(interaction).created_at < FRESH
            if fresh or interaction.permissions.manage_guild:
                await interaction.response.defer()
                await handler(interaction, match)
            else:
                await say(interaction, STALE)

        return answer

    def commands(self, replies: Replies) -> Sequence[Command]:
        """The commands, which Discord shows to members who may manage the server; it lets a server choose others."""
        group = app_commands.Group(
            name="editors",
            description="Unanswered questions, requests to you, and the status of the bot",
            default_permissions=discord.Permissions(manage_guild=True),
            allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=False, private_channel=False),
            allowed_installs=app_commands.AppInstallationType(guild=True, user=False),
        )

        @group.command(description="Questions of this server that found no answer, and what to do about them")
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
        await self._show(interaction, report, 0)

    async def turn(self, interaction: Interaction, match: re.Match[str]) -> None:
        """Shows another page (from 0; the nearest there is) in place."""
        await self._show(interaction, Report(match["report"]), int(match["page"]))

    async def move(self, interaction: Interaction, match: re.Match[str]) -> None:
        """Moves the chosen request, and those alike, from one of the two lists to the other.

        If it is no longer on its list, the list is shown as it is now.
        """
        report, one = Report(match["report"]), int(chosen(interaction))
        dismiss = report is Report.REQUESTS
        moved = await self._desk.records.set_aside(str(interaction.guild_id), one, aside=dismiss)
        await self._show(interaction, report, int(match["page"]), moved=moved)

    async def open(self, interaction: Interaction, match: re.Match[str]) -> None:
        """Shows the decisions that can be made about the chosen question."""
        page = int(match["page"])
        if gap := await self._gap(interaction, int(chosen(interaction))):
            picked = self._desk.base.fact(gap.picked) if gap.picked else None
            offered = [*([picked] if picked else []), *self._desk.closest(gap.query)]
            offered += self._desk.complete(gap.query, MAX_CHOICES)
            nearest = list({fact.id: fact for fact in offered}.values())
            await interaction.edit_original_response(view=decision_panel(self._desk.base, gap, nearest, page))
        else:
            await self._show(interaction, Report.GAPS, page, GONE)

    async def decide(self, interaction: Interaction, match: re.Match[str]) -> None:
        """Keeps a decision in the log, from which ``factbot log learn`` writes; the first of two editors decides."""
        choice, said = cast(Choice, match["choice"]), GONE
        fact = self._desk.base.fact(chosen(interaction)) if choice == "phrasing" else None
        async with self._one_decides:
            gap = await self._gap(interaction, int(match["query"]))
            if gap and (fact or choice != "phrasing"):
                records, server = self._desk.records, str(interaction.guild_id)
                decision = Decision(records.new_id(), gap.query, choice, fact.id if fact else None, utc_now(), server)
                await records.decide(decision)
                said = decided(gap, choice, fact)
        await self._show(interaction, Report.GAPS, int(match["page"]), said)

    async def _gap(self, interaction: Interaction, query_id: int) -> Gap | None:
        """The unanswered question with that row among its own, if nobody has decided about it."""
        found = await self._desk.records.gaps(str(interaction.guild_id), DAYS)
        return next((gap for gap in found if query_id in gap.ids), None)

    async def _show(
        self, interaction: Interaction, report: Report, page: int, said: str = "", moved: AlikeRequests | None = None
    ) -> None:
        server, records = str(interaction.guild_id), self._desk.records
        if report is Report.GAPS:
            gaps, unwritten = await records.gaps(server, DAYS), await records.unwritten(server)
            view = gaps_panel(gaps[:MOST], self._desk.base, DAYS, page, unwritten, said)
        else:
            view = requests_panel(await records.requests(server), report, page, moved)
        await interaction.edit_original_response(view=view)

    async def status(self, interaction: Interaction) -> None:
        """Shows the state of the bot, as far as it can be read: people ask for it when something is wrong."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        status = await self._desk.status(str(interaction.guild_id))
        home = self._channel.guild_id or (interaction.guild_id if len(interaction.client.guilds) == 1 else None)
        desk, at_home = self._desk, home == interaction.guild_id
        view = status_panel(desk.base, status, desk.editing, self._channel.problem, at_home)
        await interaction.edit_original_response(view=view)
