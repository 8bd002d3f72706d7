"""What editors see: the gaps and requests of their own server, and how the bot is."""

from discord import ui

from bot.desk import Desk
from bot.discord_app.answering.replies import Interaction
from bot.discord_app.listings.reports import Report
from bot.discord_app.notices.editors_channel import EditorsChannel
from bot.discord_app.panels.reports import gaps_panel
from bot.discord_app.panels.requests import requests_panel
from bot.discord_app.panels.status import status_panel

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
        moved = await self._desk.set_aside(server, request_id, aside=report is Report.REQUESTS)
        view = requests_panel(await self._desk.requests(server), report, page, moved)
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
        return requests_panel(await self._desk.requests(server), report, page)
