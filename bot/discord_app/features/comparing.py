"""Comparing: one source, or all of them beside one another, laid out as panels."""

import asyncio

from discord import ui

from bot.desk import Desk
from bot.discord_app.answering.replies import Interaction, say
from bot.discord_app.answering.showing import seen_by_one, shown
from bot.discord_app.answering.way_back import with_way_back
from bot.discord_app.controls.source_page import SourcePage
from bot.discord_app.features.asking import opened
from bot.discord_app.features.gallery import Gallery
from bot.discord_app.panels.reply import reply_panel
from bot.discord_app.panels.source import source_pages, source_panel
from bot.discord_app.panels.sources import sources_panel
from bot.matching.name_lookup import LIKELY, sources_named
from bot.pictures.theme import Theme

UNKNOWN = "No source goes by that name. `/sources` lists all of them."
SOURCE_GONE = "That source is no longer in the fact base. `/sources` lists those that are."


class Comparing:
    """Sources beside one another, from one desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._gallery = Gallery(desk)

    async def show_source(self, interaction: Interaction, name: str, share: bool) -> None:
        """Shows the source of that id, or the one that the name is most like, to the asker or to the channel."""
        named = sources_named(self._desk.base, name, least=LIKELY) if name.strip() else []
        panel = await self._source(named[0].id) if named else None
        if panel is None:
            await say(interaction, UNKNOWN)
            return
        await interaction.response.send_message(view=panel, ephemeral=not share)

    async def turn_source(self, interaction: Interaction, source_id: str, page: int) -> None:
        """Shows another page of a source, or comes back to it."""
        panel = await self._source(source_id, page)
        if panel is None:
            await say(interaction, SOURCE_GONE)
            return
        await shown(interaction, panel)

    async def open_source(self, interaction: Interaction, source_id: str) -> None:
        """Shows a chosen source to that person alone."""
        panel = await self._source(source_id)
        if panel is None:
            await say(interaction, SOURCE_GONE)
            return
        await interaction.response.send_message(view=panel, ephemeral=True)

    async def _source(self, source_id: str, page: int = 0) -> ui.LayoutView | None:
        """A page of a source's panel, or None where the base no longer has that source."""
        comparison = (await self._gallery.selection()).comparison
        source = comparison.base.sources.get(source_id)
        if source is None:
            return None
        pages = await asyncio.to_thread(source_pages, comparison, source_id)
        return source_panel(source, pages, page)

    async def open_fact(self, interaction: Interaction, fact_id: str, back: SourcePage | None) -> None:
        """Shows a chosen fact, with a way back to the source that offered it; without one, beside the panel."""
        reply = await opened(self._desk, interaction, fact_id, "source pick")
        if reply is None:
            return
        if back:
            await shown(interaction, with_way_back(reply_panel(reply), back))
        else:
            await interaction.response.send_message(view=reply_panel(reply), ephemeral=True)

    async def show_sources(self, interaction: Interaction, theme: Theme, share: bool) -> None:
        """Shows all sources, to the asker or to the channel."""
        await self._send_sources(interaction, theme, 0, ephemeral=not share)

    async def turn_sources(self, interaction: Interaction, theme: Theme, page: int) -> None:
        """Shows another page of all sources, or the pictures on the other ground."""
        if not seen_by_one(interaction):
            await self._send_sources(interaction, theme, page, ephemeral=True)
            return
        if not self._gallery.has(theme):
            await interaction.response.defer()
        selection, album = await self._gallery.album(theme)
        panel, files = sources_panel(selection, album, theme, page)
        if interaction.response.is_done():
            await interaction.edit_original_response(view=panel, attachments=files)
        else:
            await interaction.response.edit_message(view=panel, attachments=files)

    async def _send_sources(self, interaction: Interaction, theme: Theme, page: int, ephemeral: bool) -> None:
        """Posts the panel; says that it is thinking only where the pictures are still to be drawn."""
        if not self._gallery.has(theme):
            await interaction.response.defer(ephemeral=ephemeral, thinking=True)
        selection, album = await self._gallery.album(theme)
        panel, files = sources_panel(selection, album, theme, page)
        if interaction.response.is_done():
            await interaction.edit_original_response(view=panel, attachments=files)
        else:
            await interaction.response.send_message(view=panel, files=files, ephemeral=ephemeral)
