"""The frame around every panel: its colour, its rows of controls, the view that holds it."""

from collections.abc import Callable
from typing import Any, TypeVar

import discord
from discord import ui

from bot import wording
from bot.factbase.model import Fact
from bot.factbase.verdict import Verdict

GREY = discord.Colour(0x80848E)

HEADING = 250
"""Characters, before escaping, of a claim or name where it is only a reminder."""


def framed(colour: discord.Colour) -> ui.Container[ui.LayoutView]:
    """An empty panel of that colour."""
    return ui.Container[ui.LayoutView](accent_colour=colour)


def row_of(*items: ui.Item[Any]) -> ui.ActionRow[ui.LayoutView]:
    """A row of up to five buttons, or of one menu."""
    row = ui.ActionRow[ui.LayoutView]()
    for item in items:
        row.add_item(item)
    return row


def view_of(container: ui.Container[ui.LayoutView]) -> ui.LayoutView:
    """The view of one panel: its controls are found by their custom ids, for as long as its message stands.

    It is stopped from the start, since discord.py would keep each view, and a task with it, for 15 minutes after a
    private answer: at 100 answers a second half a gigabyte that nobody asks for.
    """
    view = ui.LayoutView(timeout=None)
    view.add_item(container)
    view.stop()
    return view


def notice_panel(text: str) -> ui.LayoutView:
    """One sentence of ours."""
    container = framed(GREY)
    container.add_item(ui.TextDisplay(text))
    return view_of(container)


Button = TypeVar("Button")


def nearest(page: int, pages: int) -> int:
    """The page of that number (from 0), or the nearest there is among so many: a list may have grown shorter."""
    return max(0, min(page, pages - 1))


def turning(page: int, pages: int, button: Callable[[int, str, bool], Button]) -> list[Button]:
    """The buttons to the pages before and after this one (from 0); none where it is the only one.

    ``button`` makes one of a page's number, its label, and whether it is off, as those beyond either end are.
    """
    if pages < 2:
        return []
    following = f"Page {page + 1} of {pages}: next"
    return [button(page - 1, "Back", page == 0), button(page + 1, following, page == pages - 1)]


COLOURS = {
    Verdict.AGREED: discord.Colour(0x2E9E5B),
    Verdict.DISPUTED: discord.Colour(0xE8A317),
    Verdict.SINGLE_ORIGIN: discord.Colour(0x3B82C4),
}
MARKS = {Verdict.AGREED: "🟢", Verdict.DISPUTED: "🟠", Verdict.SINGLE_ORIGIN: "🔵"}


def verdict_text(fact: Fact) -> str:
    """The mark, the verdict and what it means for this fact: ``🟢 **Agreed**: 4 articles, 2 independent origins…``."""
    return f"{MARKS[fact.verdict]} **{wording.VERDICTS[fact.verdict]}**: {wording.verdict_line(fact)}"
