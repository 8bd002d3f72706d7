"""The panels of lists: of topics, of the facts of a topic, of disputes.

A page holds a fixed number of entries, so that any page of a list of any length is laid out at once. Entries are shown
in full; if those of a page do not fit a message, all of them are shortened alike.
"""

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property, partial
from typing import Generic, Self, TypeVar

import discord
from discord import ui

from bot.discord_app.layout import (
    GREY,
    HEADING,
    Menu,
    bold,
    button,
    fact_options,
    framed,
    menu,
    nearest,
    row_of,
    turning,
    view_of,
)
from bot.discord_app.text import MAX_CHOICES, MAX_LABEL, literal, shortened
from bot.factbase.model import Fact, FactBase
from bot.factbase.verdict import Verdict
from bot.matching.name_lookup import LIKELY, likeness
from bot.wording import (
    MARKS,
    OPINION_MARK,
    VERDICTS,
    counted,
    mark,
    side_line,
)

MAX_CHARACTERS, MAX_BYTES = 3500, 8500
"""Characters and UTF-8 bytes of the lines on a page; the rest of a message is for the lead."""
NAMES = (100, 50)
"""Characters, before escaping, of a topic's name in a list: the first number at which all fit."""
CLAIMS = (HEADING, 120, 60)
"""The same for a claim in a list of facts."""
DISPUTED_CLAIMS = (HEADING, 100)
"""The same for a claim in the list of disputes. A source's name gets a quarter of it."""
DISPUTES_PER_PAGE = 6
"""As many as fit a phone's screen together with the menu."""
NAMED, SIDES = 3, 4
"""Sources of one value that are named, the others being counted; and values that are shown."""

LEGEND = "-# " + " · ".join(
    [*(f"{MARKS[verdict]} {name.lower()}" for verdict, name in VERDICTS.items()), f"{OPINION_MARK} opinion only"]
)

T = TypeVar("T")


class Listing(StrEnum):
    """What is listed."""

    TOPICS = "topics"
    """All topics. If a place names a topic, this is the page on which that stands."""
    TOPIC = "topic"
    """The facts of one topic."""
    DISPUTES = "disputes"
    """The disputed facts of one topic, or of all."""


PLACE = rf"(?P<listing>{'|'.join(Listing)}):(?P<topic>[0-9a-f]*):(?P<page>-?[0-9]{{1,6}})"
"""The pattern of a place as text."""


@dataclass(frozen=True, slots=True)
class Place:
    """A page (from 0) of a list. ``topic`` is a topic's key, empty for all topics."""

    listing: Listing
    topic: str = ""
    page: int = 0

    def __str__(self) -> str:
        return f"{self.listing}:{self.topic}:{self.page}"

    @classmethod
    def of(cls, match: re.Match[str]) -> Self:
        """The place in a match of :data:`PLACE`."""
        return cls(Listing(match["listing"]), match["topic"], int(match["page"]))

    @property
    def button_id(self) -> str:
        """The custom id of a button that leads here."""
        return f"go:{self}"


@dataclass(frozen=True)
class Topic:
    """A topic with its facts."""

    name: str
    facts: Sequence[Fact]

    @property
    def key(self) -> str:
        """The topic in custom ids, the same after a restart: 12 hexadecimal digits of the SHA-256 of its name."""
        return hashlib.sha256(self.name.encode()).hexdigest()[:12]

    @cached_property
    def disputed(self) -> Sequence[Fact]:
        """Its disputed facts."""
        return disputed(self.facts)

    @property
    def size(self) -> str:
        """``13 facts, 3 disputed``."""
        facts = counted(len(self.facts), "fact")
        return f"{facts}, {len(self.disputed)} disputed" if self.disputed else facts


def topics(base: FactBase) -> list[Topic]:
    """The topics of a base in the order of its files."""
    return [Topic(name, facts) for name, facts in base.topics()]


def disputed(facts: Sequence[Fact]) -> Sequence[Fact]:
    """The disputed ones among these facts."""
    return [fact for fact in facts if fact.verdict is Verdict.DISPUTED]


def topic_of(base: FactBase, key: str) -> Topic | None:
    """The topic with that key, or None if it is gone."""
    return next((topic for topic in topics(base) if topic.key == key), None)


def ranked(found: Sequence[Topic], typed: str, least: float = 0.0) -> list[Topic]:
    """The topics whose names are at least that similar (0..100) to what is typed, best first; all if that is empty."""
    if not typed.strip():
        return list(found)
    scored = zip(likeness(typed, ([topic.name] for topic in found)), found, strict=True)
    best = sorted((entry for entry in scored if entry[0] >= least), key=lambda entry: -entry[0])
    return [topic for _, topic in best]


def topic_named(base: FactBase, given: str) -> Topic | None:
    """The topic with that key, or the one whose name is most similar; None if none is."""
    return topic_of(base, given) or next(iter(ranked(topics(base), given, LIKELY) if given.strip() else ()), None)


@dataclass(frozen=True, slots=True)
class ListPage(Generic[T]):
    """One page of a list: its place, the number of pages, and its entries."""

    place: Place
    pages: int
    entries: Sequence[T]

    @classmethod
    def at(cls, place: Place, entries: Sequence[T], most: int) -> Self:
        """The page at a place, or the nearest there is, with at most ``most`` of all ``entries``."""
        pages = max(1, -(-len(entries) // most))
        page = nearest(place.page, pages)
        return cls(replace(place, page=page), pages, entries[page * most : (page + 1) * most])

    def lines(self, line: Callable[[T, int], str], widths: Sequence[int]) -> str:
        """A line for each entry, at the first of the widths (characters, falling) at which they fit a page.

        At the last width they must always fit.
        """
        text = ""
        for width in widths:
            text = "\n".join(line(entry, width) for entry in self.entries)
            if len(text) <= MAX_CHARACTERS and len(text.encode()) <= MAX_BYTES:
                break
        return text

    def panel(self, lead: str, text: str, menu: Menu, *ways_out: ui.Button[ui.LayoutView]) -> ui.LayoutView:
        """The page: its lead, its lines, a menu of its entries, buttons to other pages and out of the list."""
        frame = framed(GREY, lead)
        frame.add_item(ui.Separator())
        frame.add_item(ui.TextDisplay(text))
        frame.add_item(row_of(menu))
        turns = turning(self.place.page, self.pages, lambda page: replace(self.place, page=page).button_id)
        if buttons := [*turns, *ways_out]:
            frame.add_item(row_of(*buttons))
        return view_of(frame)


def topics_panel(base: FactBase, place: Place) -> ui.LayoutView:
    """All topics with what they hold, 25 a page."""
    every = topics(base)
    standing = next((number for number, topic in enumerate(every) if topic.key == place.topic), None)
    page = place.page if standing is None else standing // MAX_CHOICES
    here = ListPage.at(Place(Listing.TOPICS, page=page), every, MAX_CHOICES)
    facts = f"{counted(len(base.facts), 'fact')}, {len(disputed(base.facts))} disputed"
    options = [
        discord.SelectOption(label=shortened(topic.name, MAX_LABEL), description=topic.size, value=topic.key)
        for topic in here.entries
    ]
    return here.panel(
        f"### {counted(len(every), 'topic')}\n{facts}",
        here.lines(_topic_line, NAMES),
        menu("topics", "Open one of these topics", options),
    )


def topic_panel(topic: Topic, place: Place) -> ui.LayoutView:
    """The facts of a topic, each with the mark of its verdict, 25 a page."""
    here = ListPage.at(place, topic.facts, MAX_CHOICES)
    lead = f"### {literal(topic.name)}\n{topic.size}\n{LEGEND}"
    out = button("All topics", Place(Listing.TOPICS, topic.key).button_id)
    return here.panel(lead, here.lines(_fact_line, CLAIMS), _fact_menu(here), out)


def disputes_panel(base: FactBase, disputed: Sequence[Fact], about: str, place: Place) -> ui.LayoutView:
    """One page of the disputed facts; ``about`` says of how many facts, and on what."""
    here = ListPage.at(place, disputed, DISPUTES_PER_PAGE)
    lead = f"### Where the sources disagree\n{len(disputed)} of {about}"
    return here.panel(lead, here.lines(partial(_dispute_line, base), DISPUTED_CLAIMS), _fact_menu(here))


def _fact_menu(here: ListPage[Fact]) -> Menu:
    return menu(f"list:{here.place}", "Open one of these facts", fact_options(here.entries))


def _topic_line(topic: Topic, width: int) -> str:
    return f"**{literal(shortened(topic.name, width))}**\n-# {topic.size}"


def _fact_line(fact: Fact, width: int) -> str:
    return f"{mark(fact)} {literal(shortened(fact.claim, width))}"


def _dispute_line(base: FactBase, fact: Fact, width: int) -> str:
    """The claim, each value with its origins and sources, and a blank line, which a phone needs between entries."""
    lines = [f"**{literal(shortened(fact.claim, width))}**"]
    for side in fact.sides[:SIDES]:
        ids = side.sources if len(side.sources) == NAMED + 1 else side.sources[:NAMED]
        names = "; ".join(literal(shortened(base.sources[one].name, width // 4)) for one in ids)
        more = f"; and {len(side.sources) - NAMED} more" if len(side.sources) > len(ids) else ""
        lines.append(f"-# {bold(side_line(base, side))}: {names}{more}")
    return "\n".join([*lines, ""])
