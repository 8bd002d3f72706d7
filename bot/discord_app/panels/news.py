"""The panel that tells somebody that the editors have answered them."""

from discord import ui

from bot.discord_app.controls.open_button import OpenButton
from bot.discord_app.panels.frame import HEADING, framed, row_of, view_of
from bot.discord_app.panels.verdict import COLOURS, verdict_text
from bot.discord_app.text.literal import literal, shortened
from bot.factbase.model import Fact


def news_panel(person: int, query_id: int, fact: Fact) -> ui.LayoutView:
    """Names the person (by Discord's id) and the fact that answers now what they had put to the editors.

    It does not repeat the question, which may have been asked privately.
    """
    container = framed(COLOURS[fact.verdict])
    container.add_item(ui.TextDisplay(f"<@{person}>, the editors have answered what you asked them:"))
    container.add_item(ui.TextDisplay(f"### {literal(shortened(fact.claim, HEADING))}"))
    container.add_item(ui.TextDisplay(verdict_text(fact)))
    container.add_item(row_of(OpenButton(query_id, fact.id)))
    return view_of(container)
