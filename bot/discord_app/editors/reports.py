"""The panel of a report that editors read page by page, and what its entries have in common."""

from collections.abc import Callable, Sequence
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from discord import ui
from discord.utils import format_dt

from bot.discord_app.layout import GREY, Button, Menu, framed, nearest, row_of, turning, view_of
from bot.discord_app.text import literal, pack, shortened


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

T = TypeVar("T")


def often(times: int, askers: int, last: str) -> str:
    """``asked 5 times by 3 people, last 2 hours ago``; ``last`` is what :func:`when` returns."""
    people = f" by {askers} people" if askers > 1 else ""
    return f"asked {last}" if times == 1 else f"asked {times} times{people}, last {last}"


def also(wordings: Sequence[str]) -> list[str]:
    """A line with other wordings, if there are any."""
    others = [f"“{literal(shortened(wording, WORDING))}”" for wording in wordings[:WORDINGS]]
    return [f"-# also as {', '.join(others)}"] if others else []


def when(moment: str) -> str:
    """A time as the log has it, which Discord shows in the reader's language: ``2 hours ago``."""
    return format_dt(datetime.fromisoformat(moment), "R")


def report_id(report: Report, page: int) -> str:
    """The custom id of a button to a page (from 0) of a report."""
    return f"report:{report}:{page}"


def paged(
    report: Report,
    lead: str,
    entries: Sequence[tuple[T, str]],
    page: int,
    menu: Callable[[int, Sequence[T]], Menu] | None = None,
    ways_out: Sequence[Button] = (),
) -> ui.LayoutView:
    """A page (from 0; the nearest there is) of a report, whose entries come with their texts.

    A line separates the entries: on a phone they run into one another otherwise. ``menu`` makes a menu from the page's
    number and its entries. ``ways_out`` are further buttons.
    """
    pages = pack([text for _, text in entries], PER_PAGE)
    page = nearest(page, len(pages))
    before = sum(len(texts) for texts in pages[:page])
    shown = [entry for entry, _ in entries[before : before + len(pages[page])]]
    frame = framed(GREY, lead)
    for text in pages[page]:
        frame.add_item(ui.Separator())
        frame.add_item(ui.TextDisplay(text))
    if menu and shown:
        frame.add_item(row_of(menu(page, shown)))
    if buttons := [*turning(page, len(pages), lambda to: report_id(report, to)), *ways_out]:
        frame.add_item(row_of(*buttons))
    return view_of(frame)
