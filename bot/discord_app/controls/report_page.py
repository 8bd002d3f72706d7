"""The button that turns a report to another page."""

import re
from typing import Self

from discord import ui

from bot.discord_app.controls.control import Control, Press
from bot.discord_app.controls.patterns import PAGE
from bot.discord_app.listings.reports import Report


class ReportPage(
    Control, ui.DynamicItem[ui.Button[ui.LayoutView]], template=rf"report:(?P<report>{'|'.join(Report)}):{PAGE}"
):
    """Turns a report to another page (from 0)."""

    def __init__(self, report: Report, page: int, label: str, disabled: bool = False) -> None:
        self.report, self.page = report, page
        super().__init__(ui.Button(label=label, custom_id=f"report:{report}:{page}", disabled=disabled))

    @classmethod
    def of(cls, match: re.Match[str]) -> Self:
        """The button that was pressed."""
        return cls(Report(match["report"]), int(match["page"]), "")

    async def act(self, interaction: Press) -> None:
        """Shows the page in place, as it is now."""
        await interaction.client.editors.turn(interaction, self.report, self.page)
