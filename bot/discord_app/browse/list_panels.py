"""What the panels of lists have in common: a lead, a page of lines, a menu of what they name, ways to turn.

A page holds a fixed number of entries, so that any page of a list of any length is laid out at once. Entries are shown
as long as they are; only where those of a page are longer than a message holds, all of them are shortened alike.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Generic, Self, TypeVar

import discord
from discord import ui

from bot.discord_app.ask.fact_menu import fact_options
from bot.discord_app.browse.topics import Topic, disputed, topics
from bot.discord_app.controls import Control, Press, chosen
from bot.discord_app.layout import GREY, HEADING, MARKS, framed, nearest, row_of, turning, view_of
from bot.discord_app.navigation import PLACE, Listing, Place, PlaceButton
from bot.discord_app.text import MAX_CHOICES, MAX_LABEL, literal, shortened
from bot.factbase.model import Evidence, Fact, FactBase
from bot.wording import VERDICTS, counted, source_name

MAX_CHARACTERS, MAX_BYTES = 3500, 8500
"""Characters and UTF-8 bytes of the lines on a page; what is left of a message is for its lead."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Leaf(Generic[T]):
    """One page of a list: its place, how many pages the list has, and its entries."""

    place: Place
    pages: int
    entries: Sequence[T]


def leaf(entries: Sequence[T], place: Place, most: int) -> Leaf[T]:
    """The page at a place, or the nearest there is, with at most so many entries."""
    pages = max(1, -(-len(entries) // most))
    page = nearest(place.page, pages)
    return Leaf(replace(place, page=page), pages, entries[page * most : (page + 1) * most])


def lines(entries: Sequence[T], line: Callable[[T, int], str], widths: Sequence[int]) -> str:
    """A line for each entry, made for the first of the widths (characters, falling) at which they fit a page.

    At the last width they must always fit.
    """
    text = ""
    for width in widths:
        text = "\n".join(line(entry, width) for entry in entries)
        if len(text) <= MAX_CHARACTERS and len(text.encode()) <= MAX_BYTES:
            break
    return text


def listing_panel(lead: str, text: str, leaf: Leaf[Any], menu: ui.Item[Any], *ways_out: PlaceButton) -> ui.LayoutView:
    """One page of a list: its lead, its lines, a menu of what they name, and buttons to other pages and out of it."""
    container = framed(GREY)
    container.add_item(ui.TextDisplay(lead))
    container.add_item(ui.Separator())
    container.add_item(ui.TextDisplay(text))
    container.add_item(row_of(menu))
    buttons = [*_turning(leaf), *ways_out]
    if buttons:
        container.add_item(row_of(*buttons))
    return view_of(container)


def _turning(leaf: Leaf[Any]) -> list[PlaceButton]:
    return turning(
        leaf.place.page,
        leaf.pages,
        lambda page, label, disabled: PlaceButton(replace(leaf.place, page=page), label, disabled),
    )


class ListedMenu(Control, ui.DynamicItem[ui.Select[ui.LayoutView]], template=rf"list:{PLACE}"):
    """Opens a fact of a list, which remembers the place to go back to."""

    def __init__(self, place: Place, facts: Sequence[Fact]) -> None:
        self.place = place
        super().__init__(
            ui.Select(custom_id=f"list:{place}", placeholder="Open one of these facts", options=fact_options(facts))
        )

    @classmethod
    def of(cls, match: re.Match[str]) -> Self:
        """The menu that was used."""
        return cls(Place.of(match), ())

    async def act(self, interaction: Press) -> None:
        """Opens the chosen fact."""
        await interaction.client.browsing.open(interaction, self.place, chosen(interaction))


class TopicMenu(Control, ui.DynamicItem[ui.Select[ui.LayoutView]], template=r"topics"):
    """Opens one of the topics, 25 at most."""

    def __init__(self, topics: Sequence[Topic]) -> None:
        options = [
            discord.SelectOption(label=shortened(topic.name, MAX_LABEL), description=topic.size, value=topic.key)
            for topic in topics
        ]
        super().__init__(ui.Select(custom_id="topics", placeholder="Open one of these topics", options=options))

    @classmethod
    def of(cls, match: re.Match[str]) -> Self:
        """The menu that was used."""
        return cls(())

    async def act(self, interaction: Press) -> None:
        """Shows the facts of the chosen topic."""
        await interaction.client.browsing.go(interaction, Place(Listing.TOPIC, chosen(interaction)))


LEGEND = "-# " + " · ".join(f"{MARKS[verdict]} {name.lower()}" for verdict, name in VERDICTS.items())


NAMES = (100, 50)
"""Characters, before escaping, of a topic's name in a list: whole, or as many as always fit."""
CLAIMS = (HEADING, 120, 60)
"""Characters, before escaping, of a claim in a list: as many as fit, from the first on."""


def topics_panel(base: FactBase, place: Place) -> ui.LayoutView:
    """All topics with what they hold, 25 a page."""
    every = topics(base)
    standing = next((number for number, topic in enumerate(every) if topic.key == place.topic), None)
    page = place.page if standing is None else standing // MAX_CHOICES
    here = leaf(every, Place(Listing.TOPICS, page=page), MAX_CHOICES)
    lead = (
        f"### {counted(len(every), 'topic')}\n{counted(len(base.facts), 'fact')}, {len(disputed(base.facts))} disputed"
    )
    return listing_panel(lead, lines(here.entries, _topic_line, NAMES), here, TopicMenu(here.entries))


def topic_panel(topic: Topic, place: Place) -> ui.LayoutView:
    """The facts of a topic, each with the mark of its verdict, 25 a page."""
    here = leaf(topic.facts, place, MAX_CHOICES)
    lead = f"### {literal(topic.name)}\n{topic.size}\n{LEGEND}"
    out = PlaceButton(Place(Listing.TOPICS, topic.key), "All topics")
    menu = ListedMenu(here.place, here.entries)
    return listing_panel(lead, lines(here.entries, _fact_line, CLAIMS), here, menu, out)


def _topic_line(topic: Topic, width: int) -> str:
    return f"**{literal(shortened(topic.name, width))}**\n-# {topic.size}"


def _fact_line(fact: Fact, width: int) -> str:
    return f"{MARKS[fact.verdict]} {literal(shortened(fact.claim, width))}"


A_PAGE = 6
"""Disputes on one page: as many as one reads on a phone without losing the menu below them."""
NAMED = 3
"""Sources that are named on either side of a dispute; the others are counted."""
DISPUTED_CLAIMS = (HEADING, 100)
"""Characters, before escaping, of a claim: as many as fit, from the first on. A source's name has a quarter of them."""


def disputes_panel(base: FactBase, disputed: Sequence[Fact], about: str, place: Place) -> ui.LayoutView:
    """One page of the disputed facts; ``about`` says of how many facts, and on what."""
    here = leaf(disputed, place, A_PAGE)
    lead = f"### Where the sources disagree\n{len(disputed)} of {about}"
    text = lines(here.entries, partial(_line, base), DISPUTED_CLAIMS)
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
