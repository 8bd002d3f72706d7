"""The frame around every panel: its colour, its rows of controls, the view that holds it."""

from typing import Any

import discord
from discord import ui

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
