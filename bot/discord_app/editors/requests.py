"""The panels of what is put to the editors: their list, and what they set aside."""

import re
from collections.abc import Sequence
from typing import Self

import discord
from discord import ui

from bot.discord_app.ask.question_context import QUOTED
from bot.discord_app.controls import PAGE, Control, Press, chosen
from bot.discord_app.editors.reports import Report, ReportPage, also, often, paged, when
from bot.discord_app.text import MAX_LABEL, literal, shortened
from bot.querylog.requests import AlikeRequests, ServerRequests
from bot.wording import counted

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


PLACES = 3
"""How many of the channels in which the same was asked are named."""

NONE = {
    Report.REQUESTS: "### No requests\nNobody here waits for an answer of the editors.",
    Report.ASIDE: "### Nothing is set aside\nEvery question that was put to the editors is on their list.",
}
LEADS = {
    Report.REQUESTS: (
        "### Put to the editors\nIn this server, oldest first, alike ones together. Whoever asked is told once a fact "
        "answers it, even if you set it aside here."
    ),
    Report.ASIDE: "### Set aside\nOff the editors' list. Whoever asked is told all the same once a fact answers it.",
}
MOVED = {Report.REQUESTS: "Set aside", Report.ASIDE: "Back on the list"}


def requests_panel(
    requests: ServerRequests, report: Report, page: int, moved: AlikeRequests | None = None
) -> ui.LayoutView:
    """One of the two lists of a server, and what has just been ``moved`` off it."""
    listed = requests.listed if report is Report.REQUESTS else requests.aside
    lead = LEADS[report] if listed else NONE[report]
    if moved:
        lead = f"-# {MOVED[report]}: “{literal(shortened(moved.wordings[0], QUOTED))}”\n{lead}"
    return paged(
        report,
        lead,
        [((number, alike), _entry(number, alike)) for number, alike in enumerate(listed, 1)],
        page,
        lambda page, shown: RequestMenu(report, page, shown),
        _other_list(requests, report),
    )


def _other_list(requests: ServerRequests, report: Report) -> list[ReportPage]:
    """The button to the other list; none to one on which nothing stands, unless it is the editors' own."""
    if report is Report.ASIDE:
        return [ReportPage(Report.REQUESTS, 0, "Back to the list")]
    return [ReportPage(Report.ASIDE, 0, f"Set aside: {len(requests.aside)}")] if requests.aside else []


def _entry(number: int, alike: AlikeRequests) -> str:
    where = ", ".join(f"<#{channel}>" for channel in alike.channels[:PLACES])
    more = len(alike.channels) - PLACES
    places = f" in {where}" + (f" and {counted(more, 'more channel')}" if more > 0 else "") if where else ""
    asked = often(len(alike.requests), alike.askers, when(alike.requests[-1].asked_at))
    return "\n".join(
        [
            f"**{number}. {literal(shortened(alike.wordings[0], QUOTED))}**",
            f"{asked}{places}",
            *also(alike.wordings[1:]),
        ]
    )
