"""The panels of a question that no fact answers for certain: facts to choose from, or the word that there is none."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from discord import ui

from bot.discord_app.controls.none_button import NoneButton
from bot.discord_app.controls.request_button import RequestButton
from bot.discord_app.panels.asked import Asked
from bot.discord_app.panels.frame import GREY, HEADING, row_of
from bot.discord_app.panels.offer import CLOSEST, OPEN, offer
from bot.discord_app.panels.prepared import ANY_QUERY, Json, of_query, prepare, prepared_panel, text_of
from bot.discord_app.text.literal import literal, shortened
from bot.factbase.model import Fact


def choices_panel(lead: str, facts: Sequence[Fact], asked: Asked, none_of_these: bool = False) -> ui.LayoutView:
    """A lead of ours over the facts, a menu of them, and ways to say that it is something else."""
    parts = [text_of(lead)]
    if facts:
        listed = (f"{number}. {literal(shortened(fact.claim, HEADING))}" for number, fact in enumerate(facts, 1))
        parts += [text_of("\n".join(listed)), offer(facts, asked.query_id, OPEN)]
    parts += of_query(_buttons(none_of_these, bool(asked.question)), asked.query_id)
    return prepared_panel(GREY, asked, parts)


def nothing_panel(lead: str, closest: Sequence[Fact], asked: Asked) -> ui.LayoutView:
    """A lead of ours that nothing answers, a way to ask the editors, and, where one looks for it, what is closest.

    The closest facts are not listed: they may have nothing to do with the question.
    """
    parts = [text_of(lead), *of_query(_buttons(False, bool(asked.question)), asked.query_id)]
    if closest:
        parts.append(offer(closest, asked.query_id, CLOSEST))
    return prepared_panel(GREY, asked, parts)


@cache
def _buttons(none_of_these: bool, has_question: bool) -> list[Json]:
    """The row of buttons for any question; none where it would be empty."""
    buttons: list[ui.Item[Any]] = [NoneButton(ANY_QUERY)] if none_of_these else []
    if has_question:
        buttons.append(RequestButton(ANY_QUERY))
    return prepare([row_of(*buttons)] if buttons else [])
