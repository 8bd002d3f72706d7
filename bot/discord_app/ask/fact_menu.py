"""The menu that offers facts to choose from."""

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Self

import discord
from discord import ui

from bot.discord_app.ask.prepared import ANY_QUERY, Json, of_query, prepare
from bot.discord_app.controls import QUERY, Control, Press, chosen
from bot.discord_app.layout import row_of
from bot.discord_app.text import MAX_CHOICES, MAX_LABEL, shortened
from bot.factbase.model import Fact
from bot.factbase.verdict import Verdict
from bot.wording import VERDICTS

if TYPE_CHECKING:
    from discord.types.components import SelectOption


def fact_options(facts: Sequence[Fact]) -> list[discord.SelectOption]:
    """The options of a menu of facts: each fact's claim, verdict and topic; at most as many as a menu holds."""
    return [discord.SelectOption.from_dict(option) for option in prepared_options(facts)]


def prepared_options(facts: Sequence[Fact]) -> list["SelectOption"]:
    """The same as the JSON that Discord takes of them; it is not to be changed."""
    return [_option(fact.id, fact.claim, fact.verdict, fact.topic) for fact in facts[:MAX_CHOICES]]


@lru_cache(maxsize=1_000)
def _option(fact_id: str, claim: str, verdict: Verdict, topic: str) -> "SelectOption":
    """The option of one fact, which stands under many answers."""
    description = shortened(f"{VERDICTS[verdict]} · {topic}", MAX_LABEL)
    return discord.SelectOption(label=shortened(claim, MAX_LABEL), description=description, value=fact_id).to_dict()


class FactMenu(Control, ui.DynamicItem[ui.Select[ui.LayoutView]], template=rf"pick:{QUERY}"):
    """Offers facts to choose from; ``query_id`` is the question that they are offered for.

    It has no options of its own: see :func:`bot.discord_app.ask.fact_menu.offer`.
    """

    def __init__(self, query_id: int, placeholder: str = "") -> None:
        self.query_id = query_id
        super().__init__(ui.Select(custom_id=f"pick:{query_id}", placeholder=placeholder))

    @classmethod
    def of(cls, match: re.Match[str]) -> Self:
        """The menu that was used."""
        return cls(int(match["query"]))

    async def act(self, interaction: Press) -> None:
        """Shows the chosen fact."""
        await interaction.client.asking.pick(interaction, chosen(interaction), self.query_id)


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
