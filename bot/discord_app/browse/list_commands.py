"""Browsing: the lists of topics, of a topic's facts and of disputes, the facts that they open, and the way back."""

from collections.abc import Iterator
from typing import Any

import discord
from discord import app_commands, ui

from bot.desk import Desk
from bot.discord_app.ask.fact_command import opened
from bot.discord_app.ask.suggestions import reply_panel
from bot.discord_app.browse.list_panels import disputes_panel, topic_panel, topics_panel
from bot.discord_app.browse.topics import Topic, disputed, meant, ranked, topic_of, topics
from bot.discord_app.interactions import Interaction, Replies, completion, say, shown
from bot.discord_app.layout import notice_panel
from bot.discord_app.navigation import Listing, Place, with_way_back
from bot.discord_app.text import literal, shortened
from bot.wording import counted

NO_SUCH_TOPIC = "No topic is called “{typed}”. `/topics` lists them all."
NO_FACTS = "This fact base holds no facts yet."
TOPIC_GONE = "That topic is no longer in the fact base. `/topics` lists those that are."


class Browsing:
    """Lists over the facts of one desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def topics(self, interaction: Interaction) -> None:
        """Lists the topics for the person alone."""
        await interaction.response.send_message(view=self._view(Place(Listing.TOPICS)), ephemeral=True)

    async def disputes(self, interaction: Interaction, typed: str, share: bool) -> None:
        """Lists what the sources disagree on, in one topic or in all, for the person alone or for the channel."""
        topic = meant(self._desk.base, typed) if typed.strip() else None
        if typed.strip() and topic is None:
            await say(interaction, NO_SUCH_TOPIC.format(typed=literal(shortened(typed, 100))))
            return
        view = self._view(Place(Listing.DISPUTES, topic.key if topic else ""))
        await interaction.response.send_message(view=view, ephemeral=not share)

    async def go(self, interaction: Interaction, place: Place) -> None:
        """Shows another list, or another page of it."""
        if place.listing is not Listing.TOPICS and place.topic and topic_of(self._desk.base, place.topic) is None:
            await say(interaction, TOPIC_GONE)
            return
        await shown(interaction, self._view(place))

    async def open(self, interaction: Interaction, place: Place, fact_id: str) -> None:
        """Opens a fact of a list, with a way back to the list."""
        command = "disputes pick" if place.listing is Listing.DISPUTES else "topics pick"
        if reply := await opened(self._desk, interaction, fact_id, command):
            await shown(interaction, with_way_back(reply_panel(reply), place))

    def _view(self, place: Place) -> ui.LayoutView:
        """The panel at a place whose topic is there."""
        base = self._desk.base
        topic = topic_of(base, place.topic) if place.topic else None
        if place.listing is Listing.TOPIC and topic:
            return topic_panel(topic, place)
        if place.listing is Listing.DISPUTES:
            return self._disputes(topic, place)
        return topics_panel(base, place) if base.facts else notice_panel(NO_FACTS)

    def _disputes(self, topic: Topic | None, place: Place) -> ui.LayoutView:
        base = self._desk.base
        facts = topic.facts if topic else base.facts
        about = counted(len(facts), "fact") + (f" on **{literal(topic.name)}**" if topic else "")
        found = disputed(facts)
        if not found:
            return notice_panel(f"No source disagrees with another on any of {about}.")
        return disputes_panel(base, found, about, place)


def disputes_command(desk: Desk, browsing: Browsing, replies: Replies) -> app_commands.Command[Any, Any, None]:
    """The command over the list of disputes. It completes to topics that have some; a choice carries a topic's key."""

    def found(typed: str) -> Iterator[tuple[str, str]]:
        likest = ranked([topic for topic in topics(desk.base) if topic.disputed], typed)
        return ((topic.name, topic.key) for topic in likest)

    @app_commands.command(name="disputes", description="Where the sources disagree: who is for a claim and who against")
    @app_commands.describe(
        topic="Only what belongs to this topic",
        share="Post the list for the whole channel (it is private otherwise)",
    )
    @app_commands.autocomplete(topic=completion(found))
    async def disputes(interaction: discord.Interaction[Any], topic: str = "", share: bool = False) -> None:
        await replies.answered(interaction, browsing.disputes(interaction, topic, share))

    return disputes


def topics_command(browsing: Browsing, replies: Replies) -> app_commands.Command[Any, Any, None]:
    """The command over the lists of topics."""

    @app_commands.command(name="topics", description="Browse the facts by topic")
    async def topics(interaction: discord.Interaction[Any]) -> None:
        await replies.answered(interaction, browsing.topics(interaction))

    return topics
