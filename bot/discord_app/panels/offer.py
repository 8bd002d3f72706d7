"""The row that offers facts to choose from, put together from options that are laid out already."""

from collections.abc import Sequence
from functools import cache

from bot.discord_app.controls.fact_menu import FactMenu, prepared_options
from bot.discord_app.panels.frame import row_of
from bot.discord_app.panels.prepared import ANY_QUERY, Json, of_query, prepare
from bot.factbase.model import Fact

OPEN, OTHERS, CLOSEST = "Open one of these facts", "Other facts close to this", "The closest facts there are"
"""What the menu says: under facts that may be meant, under one that answers, and where no fact is meant."""


def offer(facts: Sequence[Fact], query_id: int, placeholder: str) -> Json:
    """The row with a menu of facts, offered for the question of that id."""
    (row,) = of_query([_without_facts(placeholder)], query_id)
    (menu,) = row["components"]
    menu["options"] = prepared_options(facts)
    return row


@cache
def _without_facts(placeholder: str) -> Json:
    (row,) = prepare([row_of(FactMenu(ANY_QUERY, placeholder))])
    return row
