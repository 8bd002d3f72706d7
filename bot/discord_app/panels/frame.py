"""The frame around every panel: its colour, the question that it answers, the view that holds it."""

from typing import Any

import discord
from discord import ui

from bot.discord_app.panels.asked import QUESTION_ID, SHARER_ID, Asked

GREY = discord.Colour(0x80848E)

HEADING = 250
"""Characters, before escaping, of a claim or name where it is only a reminder."""


def framed(colour: discord.Colour, asked: Asked | None = None) -> ui.Container[ui.LayoutView]:
    """An empty panel of that colour, headed by who shared it and by the repeated question, where there are any."""
    container = ui.Container[ui.LayoutView](accent_colour=colour)
    if asked and asked.sharer:
        container.add_item(ui.TextDisplay(asked.sharer, id=SHARER_ID))
    if asked and asked.question:
        container.add_item(ui.TextDisplay(asked.question, id=QUESTION_ID))
    return container


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
