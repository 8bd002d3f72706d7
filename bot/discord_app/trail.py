"""The way back from a fact to the list that it was opened from."""

import re

import discord
from discord import ui

from bot.discord_app.controls.place_button import GO, PlaceButton
from bot.discord_app.places import PLACE, Place
from bot.discord_app.replies import Interaction

_BACK = re.compile(GO + PLACE)


async def in_place(interaction: Interaction, view: ui.LayoutView) -> None:
    """Shows the view in the place of the panel that was used; a way back that stood under that one stays."""
    await interaction.response.edit_message(view=with_that_way_back(view, interaction.message))


def with_way_back(view: ui.LayoutView, place: Place) -> ui.LayoutView:
    """The view with a button under it that goes back to a list."""
    view.add_item(ui.ActionRow(PlaceButton(place, "Back to the list")))
    return view


def with_that_way_back(view: ui.LayoutView, message: discord.Message | None) -> ui.LayoutView:
    """The view with the way back that stands under a message's panel, where one does."""
    place = _way_back(message) if message else None
    return with_way_back(view, place) if place else view


def _way_back(message: discord.Message) -> Place | None:
    """Where the button under a message's panel leads; those of lists stand within their panels."""
    for row in message.components:
        for button in getattr(row, "children", ()) if isinstance(row, discord.ActionRow) else ():
            if match := _BACK.fullmatch(getattr(button, "custom_id", None) or ""):
                return Place.of(match)
    return None
