"""``/topics`` and ``/disputes``: lists, the facts that they open, and the way back.

A page holds a fixed number of entries, so that any page of a list of any length is laid out at once. Entries are shown
in full; if those of a page do not fit a message, all of them are shortened alike.
"""

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial
from typing import Self, TypeVar

import discord
from discord import app_commands, ui

from bot.desk import Desk
from bot.discord_app.ask.fact_command import opened
from bot.discord_app.ask.reply_panels import reply_panel
from bot.discord_app.controls import Command, Feature, Handler, chosen
from bot.discord_app.interactions import Interaction, Replies, completion, say, send, show
from bot.discord_app.layout import (
    GREY,
    HEADING,
    MAX_CHOICES,
    Button,
    Menu,
    bold,
    button,
    fact_options,
    framed,
    menu,
    nearest,
    notice_panel,
    row_of,
    turning,
    view_of,
    with_back_button,
)
from bot.discord_app.text import MAX_LABEL, literal, shortened
from bot.factbase.model import Fact, FactBase
from bot.factbase.verdict import Verdict
from bot.matching.name_lookup import LIKELY, likeness
from bot.wording import MARKS, OPINION_MARK, VERDICTS, counted, mark, side_line

NO_SUCH_TOPIC = "No topic is called “{typed}”. `/topics` lists them all."
NO_FACTS = "This fact base holds no facts yet."
TOPIC_GONE = "That topic is no longer in the fact base. `/topics` lists those that are."

MAX_CHARACTERS, MAX_BYTES = 3500, 8500
"""Characters and UTF-8 bytes of the lines on a page; the rest of a message is for the lead."""
NAMES, CLAIMS, DISPUTED_CLAIMS = (100, 50), (HEADING, 120, 60), (HEADING, 100)
"""Characters, before escaping, of a topic's name and of claims in a list: the first number at which all fit.

In the list of disputes, a source's name gets a quarter of it.
"""
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


@dataclass(frozen=True)
class Topic:
    """A topic with its facts."""

    name: str
    facts: Sequence[Fact]

    @property
    def key(self) -> str:
        """The topic in custom ids, the same after a restart: 12 hexadecimal digits of the SHA-256 of its name."""
        return hashlib.sha256(self.name.encode()).hexdigest()[:12]


def disputed(facts: Sequence[Fact]) -> Sequence[Fact]:
    """The disputed ones among these facts."""
    return [fact for fact in facts if fact.verdict is Verdict.DISPUTED]


def _size(facts: Sequence[Fact]) -> str:
    """``13 facts, 3 disputed``."""
    found = len(disputed(facts))
    return counted(len(facts), "fact") + (f", {found} disputed" if found else "")


class Browsing(Feature):
    """Shows lists of facts."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def controls(self) -> Mapping[str, Handler]:
        """The menus of facts and of topics, and the buttons to other pages and lists."""
        return {rf"list:{PLACE}": self._open_fact, r"topics": self._go, rf"go:{PLACE}": self._go}

    def commands(self, replies: Replies) -> Sequence[Command]:
        """``/topics``, and ``/disputes``, which completes to topics with disputes; a choice has a topic's key."""

        def found(typed: str) -> Iterator[tuple[str, str]]:
            best = _ranked([topic for topic in _topics(self._desk.base) if disputed(topic.facts)], typed)
            return ((topic.name, topic.key) for topic in best)

        @app_commands.command(description="Where the sources disagree, and what each one says")
        @app_commands.describe(
            topic="Only what belongs to this topic",
            share="Post the list for the whole channel (private by default)",
        )
        @app_commands.autocomplete(topic=completion(found))
        async def disputes(interaction: Interaction, topic: str = "", share: bool = False) -> None:
            await replies.answered(interaction, self._list_disputes(interaction, topic, share))

        @app_commands.command(description="Browse the facts by topic")
        async def topics(interaction: Interaction) -> None:
            await replies.answered(interaction, send(interaction, self._view(Place(Listing.TOPICS))))

        return [disputes, topics]

    async def _list_disputes(self, interaction: Interaction, typed: str, share: bool) -> None:
        """Lists the disputed facts of one topic, or of all, for the person alone or for the channel."""
        topic = _topic_named(self._desk.base, typed) if typed.strip() else None
        if typed.strip() and topic is None:
            await say(interaction, NO_SUCH_TOPIC.format(typed=literal(shortened(typed, 100))))
            return
        view = self._view(Place(Listing.DISPUTES, topic.key if topic else ""))
        await send(interaction, view, private=not share)

    async def _open_fact(self, interaction: Interaction, match: re.Match[str]) -> None:
        """Opens the chosen fact, with a button back to the list."""
        place = Place.of(match)
        command = "disputes pick" if place.listing is Listing.DISPUTES else "topics pick"
        if reply := await opened(self._desk, interaction, chosen(interaction), command):
            await show(interaction, with_back_button(reply_panel(reply), "Back to the list", f"go:{place}"))

    async def _go(self, interaction: Interaction, match: re.Match[str]) -> None:
        """Shows another page or list, or the chosen topic."""
        place = Place.of(match) if match.re.groups else Place(Listing.TOPIC, chosen(interaction))
        if place.listing is not Listing.TOPICS and place.topic and _topic_of(self._desk.base, place.topic) is None:
            await say(interaction, TOPIC_GONE)
        else:
            await show(interaction, self._view(place))

    def _view(self, place: Place) -> ui.LayoutView:
        """The panel at a place whose topic exists."""
        base = self._desk.base
        topic = _topic_of(base, place.topic) if place.topic else None
        if place.listing is Listing.TOPIC and topic:
            return topic_panel(topic, place)
        if place.listing is not Listing.DISPUTES:
            return topics_panel(base, place) if base.facts else notice_panel(NO_FACTS)
        facts = topic.facts if topic else base.facts
        about = counted(len(facts), "fact") + (f" on **{literal(topic.name)}**" if topic else "")
        if found := disputed(facts):
            return disputes_panel(base, found, about, place)
        return notice_panel(f"No disputes among the {about}.")


def _topics(base: FactBase) -> list[Topic]:
    return [Topic(name, facts) for name, facts in base.topics()]


def _topic_of(base: FactBase, key: str) -> Topic | None:
    """The topic with that key, or None if it is gone."""
    return next((topic for topic in _topics(base) if topic.key == key), None)


def _ranked(found: Sequence[Topic], typed: str, least: float = 0.0) -> list[Topic]:
    """The topics whose names are at least that similar (0..100) to what is typed, best first; all if that is empty."""
    if not typed.strip():
        return list(found)
    scored = zip(likeness(typed, ([topic.name] for topic in found)), found, strict=True)
    best = sorted((entry for entry in scored if entry[0] >= least), key=lambda entry: -entry[0])
    return [topic for _, topic in best]


def _topic_named(base: FactBase, given: str) -> Topic | None:
    """The topic with that key, or the one whose name is most similar; None if none is."""
    return _topic_of(base, given) or next(iter(_ranked(_topics(base), given, LIKELY)), None)


def topics_panel(base: FactBase, place: Place) -> ui.LayoutView:
    """All topics with what they hold, 25 a page."""
    every = _topics(base)
    standing = next((number for number, topic in enumerate(every) if topic.key == place.topic), None)
    place = Place(Listing.TOPICS, page=place.page if standing is None else standing // MAX_CHOICES)
    lead = f"### {counted(len(every), 'topic')}\n{_size(base.facts)}"
    return _list_panel(lead, every, place, MAX_CHOICES, _topic_line, NAMES, _topic_menu)


def topic_panel(topic: Topic, place: Place) -> ui.LayoutView:
    """The facts of a topic, each with the mark of its verdict, 25 a page."""
    lead = f"### {literal(topic.name)}\n{_size(topic.facts)}\n{LEGEND}"
    out = button("All topics", f"go:{Place(Listing.TOPICS, topic.key)}")
    return _list_panel(lead, topic.facts, place, MAX_CHOICES, _fact_line, CLAIMS, _fact_menu, out)


def disputes_panel(base: FactBase, disputed: Sequence[Fact], about: str, place: Place) -> ui.LayoutView:
    """One page of the disputed facts; ``about`` says of how many facts, and on what."""
    lead = f"### Where the sources disagree\n{len(disputed)} of {about}"
    line = partial(_dispute_line, base)
    return _list_panel(lead, disputed, place, DISPUTES_PER_PAGE, line, DISPUTED_CLAIMS, _fact_menu)


def _list_panel(
    lead: str,
    entries: Sequence[T],
    place: Place,
    most: int,
    line: Callable[[T, int], str],
    widths: Sequence[int],
    menu_of: Callable[[Sequence[T], Place], Menu],
    *ways_out: Button,
) -> ui.LayoutView:
    """The page at a place, or the nearest there is, with at most so many entries, and buttons to others and out.

    Each entry has a line, at the first of the widths (characters, falling) at which all fit; at the last they must.
    """
    pages = max(1, -(-len(entries) // most))
    place = replace(place, page=nearest(place.page, pages))
    here, text = entries[place.page * most :][:most], ""
    for width in widths:
        text = "\n".join(line(entry, width) for entry in here)
        if len(text) <= MAX_CHARACTERS and len(text.encode()) <= MAX_BYTES:
            break
    frame = framed(GREY, lead).add_item(ui.Separator()).add_item(ui.TextDisplay(text))
    frame.add_item(row_of(menu_of(here, place)))
    if buttons := [*turning(place.page, pages, lambda page: f"go:{replace(place, page=page)}"), *ways_out]:
        frame.add_item(row_of(*buttons))
    return view_of(frame)


def _topic_menu(topics: Sequence[Topic], place: Place) -> Menu:
    options = [
        discord.SelectOption(label=shortened(topic.name, MAX_LABEL), description=_size(topic.facts), value=topic.key)
        for topic in topics
    ]
    return menu("topics", "Open one of these topics", options)


def _fact_menu(facts: Sequence[Fact], place: Place) -> Menu:
    return menu(f"list:{place}", "Open one of these facts", fact_options(facts))


def _topic_line(topic: Topic, width: int) -> str:
    return f"**{literal(shortened(topic.name, width))}**\n-# {_size(topic.facts)}"


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
