"""The menu by which editors set requests aside, and put them back on their list."""

import re
from collections.abc import Sequence
from typing import Self

import discord
from discord import ui

from bot.discord_app.controls.control import Control, Press, chosen
from bot.discord_app.controls.patterns import PAGE
from bot.discord_app.listings.reports import Report
from bot.discord_app.text.limits import MAX_LABEL
from bot.discord_app.text.literal import shortened
from bot.querylog.requests import AlikeRequests

OFFERS = {Report.REQUESTS: "Set one of these aside", Report.ASIDE: "Put one of these back"}
"""What choosing does, by the list on which the menu stands."""


class RequestMenu(
    Control, ui.DynamicItem[ui.Select[ui.LayoutView]], template=rf"requests:(?P<report>{'|'.join(OFFERS)}):{PAGE}"
):
    """Moves requests that ask the same from one list, on whose ``page`` (from 0) it stands, to the other."""

    def __init__(self, report: Report, page: int, numbered: Sequence[tuple[int, AlikeRequests]]) -> None:
        self.report, self.page = report, page
        options = [
            discord.SelectOption(
                label=shortened(f"{number}. {alike.wordings[0]}", MAX_LABEL), value=str(alike.requests[0].id)
            )
            for number, alike in numbered
        ]
        menu = ui.Select[ui.LayoutView](
            custom_id=f"requests:{report}:{page}", placeholder=OFFERS[report], options=options
        )
        super().__init__(menu)

    @classmethod
    def of(cls, match: re.Match[str]) -> Self:
        """The menu that was used."""
        return cls(Report(match["report"]), int(match["page"]), ())

    async def act(self, interaction: Press) -> None:
        """Moves what was chosen, and shows the list that it was on."""
        await interaction.client.editors.move(interaction, self.report, self.page, int(chosen(interaction)))
