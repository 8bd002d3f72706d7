"""The panels of reports that editors read page by page, and the one of what was asked in vain."""

import re
from collections.abc import Callable, Sequence
from datetime import datetime
from enum import StrEnum
from functools import partial
from typing import Any, Self, TypeVar

from discord import ui
from discord.utils import format_dt

from bot.discord_app.ask.question_context import QUOTED
from bot.discord_app.controls import PAGE, Control, Press
from bot.discord_app.layout import GREY, HEADING, framed, nearest, row_of, turning, view_of
from bot.discord_app.text import literal, pack, shortened
from bot.querylog.requests import Gap
from bot.wording import counted


class Report(StrEnum):
    """A report that has pages."""

    GAPS = "gaps"
    """What was asked without an answer."""
    REQUESTS = "requests"
    """What was put to the editors."""
    ASIDE = "aside"
    """What was put to them and they set aside."""


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


PER_PAGE = 8
"""Entries of a report on one page: more is a wall on a phone."""
WORDING, WORDINGS = 100, 3
"""Characters, before escaping, of each other wording of the same, and how many of them are shown."""

T = TypeVar("T")


def gaps_panel(gaps: Sequence[Gap], days: int, page: int) -> ui.LayoutView:
    """What a server asked in the last days and found no answer to."""
    span = counted(days, "day")
    if not gaps:
        nothing = f"### No gaps\nIn {span}, every question here got a fact or suggestions that nobody refused."
        return paged(Report.GAPS, nothing, [], page)
    lead = (
        f"### Asked in vain\nIn this server, in the last {span}, most asked first: no fact was found, or somebody "
        "said that none of those shown is what they asked."
    )
    return paged(Report.GAPS, lead, [(gap, _gap(gap)) for gap in gaps], page)


def _gap(gap: Gap) -> str:
    closest = literal(shortened(gap.closest.claim, HEADING)) if gap.closest else "none"
    return "\n".join(
        [
            f"**{literal(shortened(gap.query, QUOTED))}**",
            often(gap.times, gap.askers, when(gap.last_asked)),
            *also(gap.wordings[1:]),
            f"-# closest fact: {closest}",
        ]
    )


def often(times: int, askers: int, last: str) -> str:
    """How often something was asked, by how many different people, and when last, as :func:`when` says it."""
    people = f" by {askers} people" if askers > 1 else ""
    return f"asked {last}" if times == 1 else f"asked {times} times{people}, last {last}"


def also(wordings: Sequence[str]) -> list[str]:
    """A line with other wordings of the same; none where there are none."""
    others = [f"“{literal(shortened(wording, WORDING))}”" for wording in wordings[:WORDINGS]]
    return [f"-# also as {', '.join(others)}"] if others else []


def when(moment: str) -> str:
    """A moment as the log writes it, in the reader's own words: ``2 hours ago``."""
    return format_dt(datetime.fromisoformat(moment), "R")


def paged(
    report: Report,
    lead: str,
    entries: Sequence[tuple[T, str]],
    page: int,
    menu: Callable[[int, Sequence[T]], ui.Item[Any]] | None = None,
    ways_out: Sequence[ReportPage] = (),
) -> ui.LayoutView:
    """A page (from 0; the nearest there is) of a report, whose entries come with their texts.

    Each stands under a line of its own: on a phone, three small lines alike run into one another. ``menu`` makes what
    stands below them of the page's number and its entries, where it has some; ``ways_out`` are buttons beside those
    that turn the page.
    """
    pages = pack([text for _, text in entries], PER_PAGE)
    page = nearest(page, len(pages))
    before = sum(len(texts) for texts in pages[:page])
    shown = [entry for entry, _ in entries[before : before + len(pages[page])]]
    container = framed(GREY)
    container.add_item(ui.TextDisplay(lead))
    for text in pages[page]:
        container.add_item(ui.Separator())
        container.add_item(ui.TextDisplay(text))
    if menu and shown:
        container.add_item(row_of(menu(page, shown)))
    if buttons := [*turning(page, len(pages), partial(ReportPage, report)), *ways_out]:
        container.add_item(row_of(*buttons))
    return view_of(container)
