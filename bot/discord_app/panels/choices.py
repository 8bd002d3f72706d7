"""The panels of a question that no fact answers for certain: facts to choose from, or the word that there is none."""

from collections.abc import Sequence
from typing import Any

from discord import ui

from bot.discord_app.controls.fact_menu import FactMenu
from bot.discord_app.controls.none_button import NoneButton
from bot.discord_app.controls.request_button import RequestButton
from bot.discord_app.literal import literal, shortened
from bot.discord_app.panels.asked import Asked
from bot.discord_app.panels.frame import GREY, HEADING, framed, row_of, view_of
from bot.factbase.model import Fact

CLOSEST = "The closest facts there are"
"""What the menu says where no fact is meant."""


def choices_panel(lead: str, facts: Sequence[Fact], asked: Asked, none_of_these: bool = False) -> ui.LayoutView:
    """A lead of ours over the facts, a menu of them, and ways to say that it is something else."""
    container = framed(GREY, asked)
    container.add_item(ui.TextDisplay(lead))
    if facts:
        listed = (f"{number}. {literal(shortened(fact.claim, HEADING))}" for number, fact in enumerate(facts, 1))
        container.add_item(ui.TextDisplay("\n".join(listed)))
        container.add_item(row_of(FactMenu(facts, asked.query_id)))
    buttons: list[ui.Item[Any]] = [NoneButton(asked.query_id)] if none_of_these else []
    if asked.question:
        buttons.append(RequestButton(asked.query_id))
    if buttons:
        container.add_item(row_of(*buttons))
    return view_of(container)


def nothing_panel(lead: str, closest: Sequence[Fact], asked: Asked) -> ui.LayoutView:
    """A lead of ours that nothing answers, a way to ask the editors, and, where one looks for it, what is closest.

    The closest facts are not listed: they may have nothing to do with the question.
    """
    container = framed(GREY, asked)
    container.add_item(ui.TextDisplay(lead))
    if asked.question:
        container.add_item(row_of(RequestButton(asked.query_id)))
    if closest:
        container.add_item(row_of(FactMenu(closest, asked.query_id, CLOSEST)))
    return view_of(container)
