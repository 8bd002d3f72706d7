"""The reports that editors read page by page, and those of the questions that were put to them."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

import discord
from discord import ui
from discord.utils import format_dt

from bot.discord_app.ask.question_context import QUOTED
from bot.discord_app.layout import GREY, Button, button, framed, menu, nearest, row_of, turning, view_of
from bot.discord_app.text import MAX_LABEL, literal, pack, shortened
from bot.querylog.requests import AlikeRequests, ServerRequests
from bot.wording import counted


class Report(StrEnum):
    """A report that has pages."""

    GAPS = "gaps"
    """Questions that found no answer."""
    REQUESTS = "requests"
    """Questions that were put to the editors."""
    DISMISSED = "aside"
    """Those that the editors dismissed."""


PER_PAGE = 8
"""Entries on one page: more is a wall on a phone."""
WORDING, WORDINGS = 100, 3
"""Characters, before escaping, of each other wording of a question, and how many of them are shown."""
PLACES = 3
"""How many of the channels in which a question was asked are named."""

MENUS = {Report.REQUESTS: "Dismiss one of these", Report.DISMISSED: "Restore one of these"}
"""The placeholder of the menu on each list of requests."""
NONE = {
    Report.REQUESTS: "### No requests\nNobody here is waiting for the editors.",
    Report.DISMISSED: "### Nothing is dismissed\nEvery question to the editors is on their list.",
}
LEADS = {
    Report.REQUESTS: (
        "### Questions to the editors\nIn this server, latest first. When a fact answers one, the bot tells "
        "whoever asked, even if you dismissed it."
    ),
    Report.DISMISSED: "### Dismissed\nNot on your list. When a fact answers one, the bot still tells whoever asked.",
}
MOVED = {Report.REQUESTS: "Dismissed", Report.DISMISSED: "Restored"}


class Entry(NamedTuple):
    """A question on a report: what a menu returns for it, what was asked, and what is said below that."""

    value: int
    question: str
    about: Sequence[str]


def asked(question: str, number: str = "") -> str:
    """A question, cut and in bold."""
    return f"**{number}{literal(shortened(question, QUOTED))}**"


def often(times: int, askers: int, last: str) -> str:
    """``asked 5 times by 3 people, last 2 hours ago``, from a moment as the log has it; Discord tells how long ago."""
    ago = format_dt(datetime.fromisoformat(last), "R")
    people = f" by {askers} people" if askers > 1 else ""
    return f"asked {ago}" if times == 1 else f"asked {times} times{people}, last {ago}"


def also(wordings: Sequence[str]) -> list[str]:
    """A line with other wordings, if there are any."""
    others = [f"“{literal(shortened(wording, WORDING))}”" for wording in wordings[:WORDINGS]]
    return [f"-# also asked as {', '.join(others)}"] if others else []


def report_id(report: Report, page: int) -> str:
    """The custom id of a button to a page (from 0) of a report."""
    return f"report:{report}:{page}"


def paged(
    report: Report,
    lead: str,
    entries: Sequence[Entry],
    page: int,
    menu_id: str,
    placeholder: str,
    ways_out: Sequence[Button] = (),
) -> ui.LayoutView:
    """A page (from 0; the nearest there is) of a report, with a menu of its entries.

    The number of the page is appended to the menu's id. Entries are numbered, since nothing of one may be visible, and
    a line separates them: on a phone they run into one another otherwise. ``ways_out`` are further buttons.
    """
    numbered = list(enumerate(entries, 1))
    texts = ("\n".join([asked(entry.question, f"{number}. "), *entry.about]) for number, entry in numbered)
    pages = pack(zip(texts, numbered, strict=True), PER_PAGE)
    page = nearest(page, len(pages))
    frame = framed(GREY, lead)
    options = []
    for text, (number, (value, question, _)) in pages[page]:
        frame.add_item(ui.Separator())
        frame.add_item(ui.TextDisplay(text))
        label = shortened(f"{number}. {question}", MAX_LABEL)
        options.append(discord.SelectOption(label=label, value=str(value)))
    if options:
        frame.add_item(row_of(menu(f"{menu_id}:{page}", placeholder, options)))
    if buttons := [*turning(page, len(pages), lambda to: report_id(report, to)), *ways_out]:
        frame.add_item(row_of(*buttons))
    return view_of(frame)


def requests_panel(
    requests: ServerRequests, report: Report, page: int, moved: AlikeRequests | None = None
) -> ui.LayoutView:
    """One of the two lists of a server; ``moved`` is what has just been taken off it."""
    listed = requests.listed if report is Report.REQUESTS else requests.aside
    lead = LEADS[report] if listed else NONE[report]
    if moved:
        lead = f"-# {MOVED[report]}: “{literal(shortened(moved.wordings[0], QUOTED))}”\n{lead}"
    entries = [Entry(alike.requests[0].id, alike.wordings[0], _about(alike)) for alike in listed]
    dismissed = len(requests.aside)
    ways_out = [button(f"Dismissed: {dismissed}", report_id(Report.DISMISSED, 0))] if dismissed else []
    if report is Report.DISMISSED:
        ways_out = [button("Back to the list", report_id(Report.REQUESTS, 0))]
    return paged(report, lead, entries, page, f"requests:{report}", MENUS[report], ways_out)


def _about(alike: AlikeRequests) -> list[str]:
    """How often and where it was asked, and in which other words."""
    where = ", ".join(f"<#{channel}>" for channel in alike.channels[:PLACES])
    more = len(alike.channels) - PLACES
    places = f" in {where}" + (f" and {counted(more, 'more channel')}" if more > 0 else "") if where else ""
    times = often(len(alike.requests), alike.askers, alike.requests[0].asked_at)
    return [f"{times}{places}", *also(alike.wordings[1:])]
