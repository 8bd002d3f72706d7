"""The menu that offers topics to choose from."""

import re
from collections.abc import Sequence
from typing import Self

import discord
from discord import ui

from bot.discord_app.controls.control import Control, Press, chosen
from bot.discord_app.listings.places import Listing, Place
from bot.discord_app.listings.topics import Topic
from bot.discord_app.text.limits import MAX_LABEL
from bot.discord_app.text.literal import shortened


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
