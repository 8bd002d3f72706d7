"""The panels of topics: all of them, and the facts of one."""

from discord import ui

from bot.discord_app.controls.listed_menu import ListedMenu
from bot.discord_app.controls.place_button import PlaceButton
from bot.discord_app.controls.topic_menu import TopicMenu
from bot.discord_app.limits import MAX_CHOICES
from bot.discord_app.literal import literal, shortened
from bot.discord_app.panels.answer import MARKS
from bot.discord_app.panels.frame import HEADING
from bot.discord_app.panels.listing import leaf, listing_panel
from bot.discord_app.places import Listing, Place
from bot.discord_app.topics import Topic, topics
from bot.factbase.model import FactBase
from bot.wording import VERDICTS, counted

LEGEND = "-# " + " · ".join(f"{MARKS[verdict]} {name.lower()}" for verdict, name in VERDICTS.items())


def topics_panel(base: FactBase, place: Place) -> ui.LayoutView:
    """All topics with what they hold, 25 a page."""
    every = topics(base)
    lines = [f"**{literal(topic.name)}** · {topic.size}" for topic in every]
    holding = next((number for number, topic in enumerate(every) if topic.key == place.topic), None)
    here = leaf(lines, Place(Listing.TOPICS, page=place.page), MAX_CHOICES, holding)
    disputed = sum(len(topic.disputed) for topic in every)
    lead = f"### {counted(len(every), 'topic')}\n{counted(len(base.facts), 'fact')}, {disputed} disputed."
    return listing_panel(lead, lines, here, TopicMenu(every[here.lines]))


def topic_panel(topic: Topic, place: Place) -> ui.LayoutView:
    """The facts of a topic, each with the mark of its verdict, 25 a page."""
    lines = [f"{MARKS[fact.verdict]} {literal(shortened(fact.claim, HEADING))}" for fact in topic.facts]
    here = leaf(lines, place, MAX_CHOICES)
    menu = ListedMenu(here.place, topic.facts[here.lines])
    out = PlaceButton(Place(Listing.TOPICS, topic.key), "All topics")
    return listing_panel(f"### {literal(topic.name)}\n{topic.size}\n{LEGEND}", lines, here, menu, out)
