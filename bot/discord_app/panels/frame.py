"""The frame around every panel: its colour, the question that it answers, the view that holds it."""

import discord
from discord import ui

from bot.discord_app.literal import literal, shortened

GREY = discord.Colour(0x80848E)

HEADING = 250
"""Characters, before escaping, of a claim or name where it is only a reminder."""
QUOTED = 300
"""Characters, before escaping, of a question when it is repeated."""
QUESTION_ID = 1001
"""The component id under which a repeated question is found again when its message is changed."""


def question_line(query: str) -> str:
    """How a question is repeated in a panel."""
    return f"-# Asked: {literal(shortened(query, QUOTED))}"


def framed(colour: discord.Colour, question: str | None) -> ui.Container[ui.LayoutView]:
    """An empty panel of that colour, headed by the repeated question where there is one."""
    container = ui.Container[ui.LayoutView](accent_colour=colour)
    if question:
        container.add_item(ui.TextDisplay(question, id=QUESTION_ID))
    return container


def view_of(container: ui.Container[ui.LayoutView]) -> ui.LayoutView:
    """The view of one panel, for as long as its message stands."""
    view = ui.LayoutView(timeout=None)
    view.add_item(container)
    return view
