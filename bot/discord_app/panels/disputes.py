"""The panel of disputes: on what the sources disagree, who is for it and who against."""

from collections.abc import Sequence
from functools import partial

from discord import ui

from bot.discord_app.controls.listed_menu import ListedMenu
from bot.discord_app.listings.places import Place
from bot.discord_app.panels.frame import HEADING
from bot.discord_app.panels.listing import leaf, lines, listing_panel
from bot.discord_app.text.literal import literal, shortened
from bot.factbase.model import Evidence, Fact, FactBase
from bot.wording import source_name

A_PAGE = 6
"""Disputes on one page: as many as one reads on a phone without losing the menu below them."""
NAMED = 3
"""Sources that are named on either side of a dispute; the others are counted."""
CLAIMS = (HEADING, 100)
"""Characters, before escaping, of a claim: as many as fit, from the first on. A source's name has a quarter of them."""


def disputes_panel(base: FactBase, disputed: Sequence[Fact], about: str, place: Place) -> ui.LayoutView:
    """One page of the disputed facts; ``about`` says of how many facts, and on what."""
    here = leaf(disputed, place, A_PAGE)
    lead = f"### Where the sources disagree\n{len(disputed)} of {about}"
    text = lines(here.entries, partial(_line, base), CLAIMS)
    return listing_panel(lead, text, here, ListedMenu(here.place, here.entries))


def _line(base: FactBase, fact: Fact, width: int) -> str:
    """The claim, both sides and what the first rival says, and a blank line: else a phone shows one grey column."""
    claim = literal(shortened(fact.claim, width))
    sides = (_named(base, side, width // 4) for side in (fact.supports, fact.disputes))
    rival = literal(shortened(fact.disputes[0].says, width // 2))
    return "**{}**\n-# For: {}\n-# Against: {}\n> {}\n".format(claim, *sides, rival)


def _named(base: FactBase, evidence: Sequence[Evidence], width: int) -> str:
    """Who stands on one side: ``Global News; The Arn Herald; and 2 more``. A title may hold commas."""
    sources = list(dict.fromkeys(entry.source for entry in evidence))
    shown = sources if len(sources) == NAMED + 1 else sources[:NAMED]  # one more is named in the room of its number
    names = "; ".join(literal(shortened(source_name(base.sources[one]), width)) for one in shown)
    return f"{names}; and {len(sources) - NAMED} more" if len(sources) > len(shown) else names
