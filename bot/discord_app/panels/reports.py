"""The panels that editors read: what was asked in vain, what they are asked for, and how the bot is."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import partial

from discord import ui
from discord.utils import format_dt

from bot.desk import Editing
from bot.discord_app.controls.report_page import ReportPage
from bot.discord_app.literal import literal, shortened
from bot.discord_app.pages import pack
from bot.discord_app.panels.asked import QUOTED
from bot.discord_app.panels.frame import GREY, HEADING, framed, row_of, view_of
from bot.discord_app.panels.turning import nearest, turning
from bot.discord_app.reports import Report
from bot.querylog.gaps import Gap
from bot.querylog.rows import Request
from bot.querylog.traffic import Traffic
from bot.records import Status
from bot.wording import counted

PER_PAGE = 8
"""Entries of a report on one page: more is a wall on a phone."""
WORDING, WORDINGS = 100, 3
"""Characters, before escaping, of each other wording of a gap, and how many of them are shown."""
PROBLEMS = 5
"""How many problems of the fact base are shown."""


def gaps_panel(gaps: Sequence[Gap], days: int, page: int) -> ui.LayoutView:
    """What a server asked in the last days and found no answer to."""
    if not gaps:
        return _panel(f"### No gaps\nIn {counted(days, 'day')}, nobody here asked in vain.")
    lead = f"### Asked without an answer\nIn this server, in the last {counted(days, 'day')}; most asked first."
    return _paged(Report.GAPS, lead, [_gap(gap) for gap in gaps], page)


def requests_panel(requests: Sequence[Request], page: int) -> ui.LayoutView:
    """What a server has put to the editors and is not answered yet."""
    if not requests:
        return _panel("### No requests\nNobody here waits for an answer of the editors.")
    lead = "### Put to the editors\nIn this server, oldest first. Whoever asked is told once a fact answers it."
    return _paged(Report.REQUESTS, lead, [_request(request) for request in requests], page)


def status_panel(status: Status, editing: Editing, here: Traffic) -> ui.LayoutView:
    """How the bot is: its facts, the last edit, its log, and what this server asked today."""
    return _panel("\n".join(["### How the bot is", *_base(status, editing), *_log(status), *_today(here)]))


def _gap(gap: Gap) -> str:
    others = [f"“{literal(shortened(wording, WORDING))}”" for wording in gap.wordings[1 : WORDINGS + 1]]
    people = f" by {gap.askers} people" if gap.askers > 1 else ""
    closest = literal(shortened(gap.closest.claim, HEADING)) if gap.closest else "none"
    return "\n".join(
        [
            f"**{literal(shortened(gap.query, QUOTED))}**",
            f"asked {counted(gap.times, 'time')}{people}, last {_when(gap.last_asked)}",
            *([f"-# also as {', '.join(others)}"] if others else []),
            f"-# closest fact: {closest}",
        ]
    )


def _request(request: Request) -> str:
    where = f" in <#{request.channel_id}>" if request.channel_id else ""
    return f"**{literal(shortened(request.text, QUOTED))}**\nasked {_when(request.asked_at)}{where}"


def _base(status: Status, editing: Editing) -> Iterator[str]:
    taken = format_dt(datetime.fromtimestamp(editing.taken_at, UTC), "R")
    yield f"**Facts**: {status.facts}, version `{status.base_version}`, taken {taken}"
    if not editing.problems:
        return
    read = format_dt(datetime.fromtimestamp(editing.read_at, UTC), "R")
    yield f"⚠️ **What stands in the folders is not taken** (read {read}):"
    yield from (f"- {literal(shortened(str(problem), HEADING))}" for problem in editing.problems[:PROBLEMS])
    if (more := len(editing.problems) - PROBLEMS) > 0:
        yield f"- and {more} more"


def _log(status: Status) -> Iterator[str]:
    yield f"**Log**: {status.log_bytes / 1e6:.1f} MB" + ("" if status.log_problem else ", takes rows")
    if status.log_problem:
        yield f"⚠️ **It takes no rows**: {literal(shortened(status.log_problem, HEADING))}"
    if status.rows_waiting or status.rows_dropped:
        yield f"{counted(status.rows_waiting, 'row')} wait, {status.rows_dropped} were dropped since the start"


def _today(here: Traffic) -> Iterator[str]:
    ended = f"{here.answers} answered, {here.suggestions} with suggestions, {here.misses} without an answer"
    yield f"**Here today** (UTC): {counted(here.questions, 'question')}" + (f": {ended}" if here.questions else "")
    if here.p50_ms is not None and here.p95_ms is not None:
        yield f"**Answered within**: {here.p50_ms:.0f} ms (half of them), {here.p95_ms:.0f} ms (95 %)"


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
