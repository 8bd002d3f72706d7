"""The panels of topics: all of them, and the facts of one."""

from discord import ui

from bot.discord_app.controls.listed_menu import ListedMenu
from bot.discord_app.controls.place_button import PlaceButton
from bot.discord_app.controls.topic_menu import TopicMenu
from bot.discord_app.listings.places import Listing, Place
from bot.discord_app.listings.topics import Topic, disputed, topics
from bot.discord_app.panels.frame import HEADING
from bot.discord_app.panels.listing import leaf, lines, listing_panel
from bot.discord_app.panels.verdict import MARKS
from bot.discord_app.text.limits import MAX_CHOICES
from bot.discord_app.text.literal import literal, shortened
from bot.factbase.model import Fact, FactBase
from bot.wording import VERDICTS, counted

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
