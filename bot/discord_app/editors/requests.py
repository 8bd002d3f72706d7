"""The panels of questions that were put to the editors: those on their list, and those that they dismissed."""

from collections.abc import Sequence

import discord
from discord import ui

from bot.discord_app.ask.question_context import QUOTED
from bot.discord_app.editors.reports import Report, also, often, paged, report_id, when
from bot.discord_app.layout import Button, Menu, button, menu
from bot.discord_app.text import MAX_LABEL, literal, shortened
from bot.querylog.requests import AlikeRequests, ServerRequests
from bot.wording import counted

MENUS = {Report.REQUESTS: "Dismiss one of these", Report.DISMISSED: "Restore one of these"}
"""The placeholder of the menu on each list."""
PLACES = 3
"""How many of the channels in which a question was asked are named."""

NONE = {
    Report.REQUESTS: "### No requests\nNobody here is waiting for the editors.",
    Report.DISMISSED: "### Nothing is dismissed\nEvery question to the editors is on their list.",
}
LEADS = {
    Report.REQUESTS: (
        "### Questions to the editors\nIn this server, latest first. Whoever asked is told when a fact answers it, "
        "even if you dismiss it."
    ),
    Report.DISMISSED: "### Dismissed\nNot on your list. Whoever asked is still told when a fact answers it.",
}
MOVED = {Report.REQUESTS: "Dismissed", Report.DISMISSED: "Restored"}


def requests_panel(
    requests: ServerRequests, report: Report, page: int, moved: AlikeRequests | None = None
) -> ui.LayoutView:
    """One of the two lists of a server; ``moved`` is what has just been taken off it."""
    listed = requests.listed if report is Report.REQUESTS else requests.aside
    lead = LEADS[report] if listed else NONE[report]
    if moved:
        lead = f"-# {MOVED[report]}: “{literal(shortened(moved.wordings[0], QUOTED))}”\n{lead}"
    return paged(
        report,
        lead,
        [((number, alike), _entry(number, alike)) for number, alike in enumerate(listed, 1)],
        page,
        lambda page, shown: _move_menu(report, page, shown),
        _other_list(requests, report),
    )


def _move_menu(report: Report, page: int, numbered: Sequence[tuple[int, AlikeRequests]]) -> Menu:
    """A menu that moves alike requests to the other list; ``page`` (from 0) is the one to stay on."""
    options = [
        discord.SelectOption(
            label=shortened(f"{number}. {alike.wordings[0]}", MAX_LABEL), value=str(alike.requests[0].id)
        )
        for number, alike in numbered
    ]
    return menu(f"requests:{report}:{page}", MENUS[report], options)


def _other_list(requests: ServerRequests, report: Report) -> list[Button]:
    """The button to the other list; none to an empty list of dismissed requests."""
    if report is Report.DISMISSED:
        return [button("Back to the list", report_id(Report.REQUESTS, 0))]
    dismissed = len(requests.aside)
    return [button(f"Dismissed: {dismissed}", report_id(Report.DISMISSED, 0))] if dismissed else []


def _entry(number: int, alike: AlikeRequests) -> str:
    where = ", ".join(f"<#{channel}>" for channel in alike.channels[:PLACES])
    more = len(alike.channels) - PLACES
    places = f" in {where}" + (f" and {counted(more, 'more channel')}" if more > 0 else "") if where else ""
    asked = often(len(alike.requests), alike.askers, when(alike.requests[0].asked_at))
    return "\n".join(
        [
            f"**{number}. {literal(shortened(alike.wordings[0], QUOTED))}**",
            f"{asked}{places}",
            *also(alike.wordings[1:]),
        ]
    )
