"""The panels that editors read: what was asked in vain, and what they are asked for."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from discord import ui
from discord.utils import format_dt

from bot.discord_app.controls.report_page import ReportPage
from bot.discord_app.literal import literal, shortened
from bot.discord_app.pages import pack
from bot.discord_app.panels.asked import QUOTED
from bot.discord_app.panels.frame import GREY, HEADING, framed, row_of, view_of
from bot.discord_app.panels.turning import nearest, turning
from bot.discord_app.reports import Report
from bot.querylog.gaps import Gap
from bot.querylog.rows import Request
from bot.wording import counted

PER_PAGE = 8
"""Entries of a report on one page: more is a wall on a phone."""
WORDING, WORDINGS = 100, 3
"""Characters, before escaping, of each other wording of a gap, and how many of them are shown."""


def gaps_panel(gaps: Sequence[Gap], days: int, page: int) -> ui.LayoutView:
    """What a server asked in the last days and found no answer to."""
    span = counted(days, "day")
    if not gaps:
        return _panel(f"### No gaps\nIn {span}, every question here got a fact or suggestions that nobody refused.")
    lead = (
        f"### Asked in vain\nIn this server, in the last {span}, most asked first: no fact was found, or somebody "
        "said that none of those shown is what they asked."
    )
    return _paged(Report.GAPS, lead, [_gap(gap) for gap in gaps], page)


def requests_panel(requests: Sequence[Request], page: int) -> ui.LayoutView:
    """What a server has put to the editors and is not answered yet."""
    if not requests:
        return _panel("### No requests\nNobody here waits for an answer of the editors.")
    lead = "### Put to the editors\nIn this server, oldest first. Whoever asked is told once a fact answers it."
    return _paged(Report.REQUESTS, lead, [_request(request) for request in requests], page)


def _gap(gap: Gap) -> str:
    others = [f"“{literal(shortened(wording, WORDING))}”" for wording in gap.wordings[1 : WORDINGS + 1]]
    people = f" by {gap.askers} people" if gap.askers > 1 else ""
    closest = literal(shortened(gap.closest.claim, HEADING)) if gap.closest else "none"
    return "\n".join(
        [
            f"**{literal(shortened(gap.query, QUOTED))}**",
            f"asked {'once' if gap.times == 1 else f'{gap.times} times'}{people}, last {_when(gap.last_asked)}",
            *([f"-# also as {', '.join(others)}"] if others else []),
            f"-# closest fact: {closest}",
        ]
    )


def _request(request: Request) -> str:
    where = f" in <#{request.channel_id}>" if request.channel_id else ""
    return f"**{literal(shortened(request.text, QUOTED))}**\nasked {_when(request.asked_at)}{where}"


def _when(moment: str) -> str:
    """A moment as the log writes it, in the reader's own words: ``2 hours ago``."""
    return format_dt(datetime.fromisoformat(moment), "R")


def _paged(report: Report, lead: str, entries: Sequence[str], page: int) -> ui.LayoutView:
    pages = pack(entries, PER_PAGE)
    page = nearest(page, len(pages))
    return _panel(lead, *pages[page], turn=turning(page, len(pages), partial(ReportPage, report)))


def _panel(lead: str, *entries: str, turn: Sequence[ReportPage] = ()) -> ui.LayoutView:
    """The lead, and each entry under a line of its own: on a phone, three small lines alike run into one another."""
    container = framed(GREY)
    container.add_item(ui.TextDisplay(lead))
    for entry in entries:
        container.add_item(ui.Separator())
        container.add_item(ui.TextDisplay(entry))
    if turn:
        container.add_item(row_of(*turn))
    return view_of(container)
