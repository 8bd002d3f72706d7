"""Where panels appear when people go from one to another, and the way back to the one that they came from."""

import re

import discord
from discord import ui

from bot.discord_app.controls.place_button import GO, PlaceButton
from bot.discord_app.controls.source_page import SOURCE_PAGE, SourcePage
from bot.discord_app.places import PLACE, Place
from bot.discord_app.replies import Interaction

_TO_A_LIST = re.compile(GO + PLACE)
_TO_A_SOURCE = re.compile(SOURCE_PAGE)


def seen_by_one(interaction: Interaction) -> bool:
    """Whether the panel that was used is seen by nobody else, so that it may change in place."""
    return interaction.message is not None and interaction.message.flags.ephemeral


async def shown(interaction: Interaction, view: ui.LayoutView) -> None:
    """Shows a view in the place of a panel that one person sees, or apart from one that others see too."""
    if seen_by_one(interaction):
        await interaction.response.edit_message(view=view)
    else:
        await interaction.response.send_message(view=view, ephemeral=True)


async def in_place(interaction: Interaction, view: ui.LayoutView) -> None:
    """Shows the view in the place of the panel that was used; a way back that stood under that one stays."""
    await interaction.response.edit_message(view=with_that_way_back(view, interaction.message))


def with_way_back(view: ui.LayoutView, back: Place | SourcePage) -> ui.LayoutView:
    """The view with a button under it that goes back to a list or a source."""
    button = PlaceButton(back, "Back to the list") if isinstance(back, Place) else back
    view.add_item(ui.ActionRow(button))
    return view


def with_that_way_back(view: ui.LayoutView, message: discord.Message | None) -> ui.LayoutView:
    """The view with the way back that stands under a message's panel, where one does."""
    back = _way_back(message) if message else None
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
