"""The panel that offers facts to choose from."""

from collections.abc import Sequence

from discord import ui

from bot.discord_app.controls.fact_menu import FactMenu
from bot.discord_app.literal import literal, shortened
from bot.discord_app.panels.frame import GREY, HEADING, framed, view_of
from bot.matching.matcher import Candidate


def choices_panel(lead: str, candidates: Sequence[Candidate], question: str | None) -> ui.LayoutView:
    """A lead of ours over the candidates and a menu of them."""
    container = framed(GREY, question)
    container.add_item(ui.TextDisplay(lead))
    facts = [candidate.fact for candidate in candidates]
    if facts:
        listed = (f"{number}. {literal(shortened(fact.claim, HEADING))}" for number, fact in enumerate(facts, 1))
        container.add_item(ui.TextDisplay("\n".join(listed)))
        row = ui.ActionRow[ui.LayoutView]()
        row.add_item(FactMenu(facts))
        container.add_item(row)
    return view_of(container)
