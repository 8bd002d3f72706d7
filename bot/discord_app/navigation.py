"""Where somebody is among the lists that people browse, in a form that fits a control's id."""

import hashlib
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

import discord
from discord import ui

from bot.discord_app.controls import PAGE, SOURCE, Control, Press


class Listing(StrEnum):
    """What is listed."""

    TOPICS = "topics"
    """All topics; where a topic is named, the page on which it stands."""
    TOPIC = "topic"
    """The facts of one topic."""
    DISPUTES = "disputes"
    """The facts on which sources disagree: of one topic, or of all."""


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


def topic_key(topic: str) -> str:
    """What stands for a topic in ids, after a restart too: the first 12 hexadecimal digits of its name's SHA-256."""
    return hashlib.sha256(topic.encode()).hexdigest()[:12]


GO = "go:"
"""Begins the button's custom id."""


class PlaceButton(Control, ui.DynamicItem[ui.Button[ui.LayoutView]], template=rf"{GO}{PLACE}"):
    """Goes to another page, or back to a list."""

    def __init__(self, place: Place, label: str, disabled: bool = False) -> None:
        self.place = place
        super().__init__(ui.Button(label=label, custom_id=f"{GO}{place}", disabled=disabled))

    @classmethod
    def of(cls, match: re.Match[str]) -> Self:
        """The button that was pressed."""
        return cls(Place.of(match), "")

    async def act(self, interaction: Press) -> None:
        """Shows the place."""
        await interaction.client.browsing.go(interaction, self.place)


SOURCE_PAGE = rf"source:{SOURCE}:{PAGE}"
"""The pattern of the button's custom id."""


class SourcePage(Control, ui.DynamicItem[ui.Button[ui.LayoutView]], template=SOURCE_PAGE):
    """Shows a page (from 0) of a source's panel."""

    def __init__(self, source_id: str, page: int, label: str, disabled: bool = False) -> None:
        self.source_id, self.page = source_id, page
        super().__init__(ui.Button(label=label, custom_id=f"source:{source_id}:{page}", disabled=disabled))

    @classmethod
    def back(cls, source_id: str, page: int) -> Self:
        """The button that comes back to the page from a fact."""
        return cls(source_id, page, "Back to the source")

    @classmethod
    def of(cls, match: re.Match[str]) -> Self:
        """The button that was pressed."""
        return cls(match["source"], int(match["page"]), "")

    async def act(self, interaction: Press) -> None:
        """Shows the page."""
        await interaction.client.comparing.turn_source(interaction, self.source_id, self.page)


_TO_A_LIST = re.compile(GO + PLACE)
_TO_A_SOURCE = re.compile(SOURCE_PAGE)


def with_way_back(view: ui.LayoutView, back: Place | SourcePage) -> ui.LayoutView:
    """The view with a button under it that goes back to a list or a source."""
    button = PlaceButton(back, "Back to the list") if isinstance(back, Place) else back
    view.add_item(ui.ActionRow(button))
    return view


def with_that_way_back(view: ui.LayoutView, message: discord.Message) -> ui.LayoutView:
    """The view with the way back that stands under a message's panel, where one does."""
    back = _way_back(message)
    return with_way_back(view, back) if back else view


def _way_back(message: discord.Message) -> Place | SourcePage | None:
    """Where the button under a message's panel leads; those of lists and sources stand within their panels."""
    for row in message.components:
        for button in getattr(row, "children", ()) if isinstance(row, discord.ActionRow) else ():
            custom_id = getattr(button, "custom_id", None) or ""
            if match := _TO_A_LIST.fullmatch(custom_id):
                return Place.of(match)
            if match := _TO_A_SOURCE.fullmatch(custom_id):
                return SourcePage.back(match["source"], int(match["page"]))
    return None
