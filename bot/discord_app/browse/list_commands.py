"""``/topics`` and ``/disputes``: lists, the facts that they open, and the way back."""

import re
from collections.abc import Iterator, Mapping, Sequence

from discord import app_commands, ui

from bot.desk import Desk
from bot.discord_app.ask.fact_command import opened
from bot.discord_app.ask.reply_panels import reply_panel
from bot.discord_app.browse.list_panels import (
    PLACE,
    Listing,
    Place,
    disputed,
    disputes_panel,
    ranked,
    topic_named,
    topic_of,
    topic_panel,
    topics,
    topics_panel,
)
from bot.discord_app.controls import Command, Handler, chosen
from bot.discord_app.interactions import Interaction, Replies, completion, say, send, show
from bot.discord_app.layout import notice_panel, with_back_button
from bot.discord_app.text import literal, shortened
from bot.wording import counted

NO_SUCH_TOPIC = "No topic is called “{typed}”. `/topics` lists them all."
NO_FACTS = "This fact base holds no facts yet."
TOPIC_GONE = "That topic is no longer in the fact base. `/topics` lists those that are."


class Browsing:
    """Shows lists of facts."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def controls(self) -> Mapping[str, Handler]:
        """The menus of facts and of topics, and the buttons to other pages and lists."""
        return {rf"list:{PLACE}": self.open_fact, r"topics": self.open_topic, rf"go:{PLACE}": self.go}

    def commands(self, replies: Replies) -> Sequence[Command]:
        """``/topics``, and ``/disputes``, which completes to topics with disputes; a choice has a topic's key."""

        def found(typed: str) -> Iterator[tuple[str, str]]:
            best = ranked([topic for topic in topics(self._desk.base) if topic.disputed], typed)
            return ((topic.name, topic.key) for topic in best)

        @app_commands.command(description="Where the sources disagree: which says what")
        @app_commands.describe(
            topic="Only what belongs to this topic",
            share="Post the list for the whole channel (it is private otherwise)",
        )
        @app_commands.autocomplete(topic=completion(found))
        async def disputes(interaction: Interaction, topic: str = "", share: bool = False) -> None:
            await replies.answered(interaction, self.list_disputes(interaction, topic, share))

        @app_commands.command(name="topics", description="Browse the facts by topic")
        async def list_topics(interaction: Interaction) -> None:
            await replies.answered(interaction, send(interaction, self._view(Place(Listing.TOPICS))))

        return [disputes, list_topics]

    async def list_disputes(self, interaction: Interaction, typed: str, share: bool) -> None:
        """Lists the disputed facts of one topic, or of all, for the person alone or for the channel."""
        topic = topic_named(self._desk.base, typed) if typed.strip() else None
        if typed.strip() and topic is None:
            await say(interaction, NO_SUCH_TOPIC.format(typed=literal(shortened(typed, 100))))
            return
        view = self._view(Place(Listing.DISPUTES, topic.key if topic else ""))
        await send(interaction, view, private=not share)

    async def go(self, interaction: Interaction, match: re.Match[str]) -> None:
        """Shows another list, or another page of it."""
        await self._go(interaction, Place.of(match))

    async def open_topic(self, interaction: Interaction, match: re.Match[str]) -> None:
        """Shows the facts of the chosen topic."""
        await self._go(interaction, Place(Listing.TOPIC, chosen(interaction)))

    async def open_fact(self, interaction: Interaction, match: re.Match[str]) -> None:
        """Opens the chosen fact, with a button back to the list."""
        place = Place.of(match)
        command = "disputes pick" if place.listing is Listing.DISPUTES else "topics pick"
        if reply := await opened(self._desk, interaction, chosen(interaction), command):
            await show(interaction, with_back_button(reply_panel(reply), "Back to the list", place.button_id))

    async def _go(self, interaction: Interaction, place: Place) -> None:
        if place.listing is not Listing.TOPICS and place.topic and topic_of(self._desk.base, place.topic) is None:
            await say(interaction, TOPIC_GONE)
        else:
            await show(interaction, self._view(place))

    def _view(self, place: Place) -> ui.LayoutView:
        """The panel at a place whose topic exists."""
        base = self._desk.base
        topic = topic_of(base, place.topic) if place.topic else None
        if place.listing is Listing.TOPIC and topic:
            return topic_panel(topic, place)
        if place.listing is not Listing.DISPUTES:
            return topics_panel(base, place) if base.facts else notice_panel(NO_FACTS)
        facts = topic.facts if topic else base.facts
        about = counted(len(facts), "fact") + (f" on **{literal(topic.name)}**" if topic else "")
        if found := disputed(facts):
            return disputes_panel(base, found, about, place)
        return notice_panel(f"No disputes among the {about}.")
