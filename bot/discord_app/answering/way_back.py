"""The way back from a fact to the list or the source that one came from: a button below the fact's panel."""

import re

import discord
from discord import ui

from bot.discord_app.controls.place_button import GO, PlaceButton
from bot.discord_app.controls.source_page import SOURCE_PAGE, SourcePage
from bot.discord_app.listings.places import PLACE, Place

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
