"""The panel of one sentence of ours."""

from discord import ui

from bot.discord_app.panels.frame import GREY, framed, view_of


def notice_panel(text: str) -> ui.LayoutView:
    """One sentence of ours."""
    container = framed(GREY)
    container.add_item(ui.TextDisplay(text))
    return view_of(container)
