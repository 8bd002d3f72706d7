"""Comparing: one source, or all of them beside one another, laid out as panels."""

import asyncio
import logging
from collections.abc import Iterator
from typing import Any

import discord
from discord import app_commands, ui

from bot import wording
from bot.desk import Desk
from bot.discord_app.ask.fact_command import opened
from bot.discord_app.ask.suggestions import reply_panel
from bot.discord_app.interactions import Interaction, Replies, completion, say, seen_by_one, shown
from bot.discord_app.navigation import SourcePage, with_way_back
from bot.discord_app.sources.all_sources_panel import sources_panel
from bot.discord_app.sources.source_panel import source_pages, source_panel
from bot.factbase.comparison import compare
from bot.factbase.model import FactBase, Source
from bot.matching.name_lookup import LIKELY, sources_named
from bot.pictures.album import Album, draw, installed
from bot.pictures.selection import Selection, select
from bot.pictures.theme import Theme

log = logging.getLogger(__name__)


class Gallery:
    """Compares and draws off the event loop, when somebody first wants to see it, and keeps it until the base changes.

    Nothing is drawn ahead: a bot whose people never ask for pictures would load matplotlib for nothing.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._hung_for: FactBase | None = None
        self._selection: asyncio.Task[Selection] | None = None
        self._albums: dict[Theme, asyncio.Task[Album | None]] = {}

    async def selection(self) -> Selection:
        """The sources of the current base beside one another, and what of them is drawn."""
        return await asyncio.shield(self._current())

    def has(self, theme: Theme) -> bool:
        """Whether :meth:`album` has no need to wait, be it because nothing can be drawn here."""
        self._current()
        return not installed() or (theme in self._albums and self._albums[theme].done())

    async def album(self, theme: Theme) -> tuple[Selection, Album | None]:
        """The current base's sources with their pictures, or None where these cannot be drawn; the log says why, once.

        It may take seconds where :meth:`has` says that it waits.
        """
        selecting = self._current()
        if not installed():
            return await asyncio.shield(selecting), None
        if theme not in self._albums:
            self._albums[theme] = asyncio.create_task(_drawn(selecting, theme))
        drawing = self._albums[theme]
        return await asyncio.shield(selecting), await asyncio.shield(drawing)

    def _current(self) -> asyncio.Task[Selection]:
        """The comparison of the current base, started where there was another; what was drawn of that is let go."""
        base = self._desk.base
        if self._selection is None or self._hung_for is not base:
            self._hung_for = base
            self._selection = asyncio.create_task(asyncio.to_thread(_selected, base))
            self._albums = {}
        return self._selection


def _selected(base: FactBase) -> Selection:
    return select(compare(base))


async def _drawn(selecting: asyncio.Task[Selection], theme: Theme) -> Album | None:
    selection = await asyncio.shield(selecting)
    try:
        return await asyncio.to_thread(draw, selection, theme)
    except Exception:
        log.exception("the pictures cannot be drawn; the sources are compared in words alone")
        return None


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


def source_command(desk: Desk, comparing: Comparing, replies: Replies) -> app_commands.Command[Any, Any, None]:
    """The command over that desk. Its choices carry a source's id; any other name finds the source most like it."""

    def found(typed: str) -> Iterator[tuple[str, str]]:
        return ((_label(source), source.id) for source in sources_named(desk.base, typed))

    @app_commands.command(
        name="source", description="One source: what it rests on, what it alone says, whom it contradicts"
    )
    @app_commands.describe(
        name="Its publisher, its title or its id",
        share="Post it for the whole channel (it is private otherwise)",
    )
    @app_commands.autocomplete(name=completion(found))
    async def source(interaction: discord.Interaction[Any], name: str, share: bool = False) -> None:
        await replies.answered(interaction, comparing.show_source(interaction, name, share))

    return source


def _label(source: Source) -> str:
    name = wording.source_name(source)
    return f"{name}: {source.title}" if source.publisher else name


def sources_command(comparing: Comparing, replies: Replies) -> app_commands.Command[Any, Any, None]:
    """The command."""

    @app_commands.command(
        name="sources", description="All sources side by side: who says what, and how often two agree"
    )
    @app_commands.describe(
        theme="The ground of the pictures (dark otherwise)",
        share="Post it for the whole channel (it is private otherwise)",
    )
    @app_commands.choices(theme=[app_commands.Choice(name=theme.value, value=theme.value) for theme in Theme])
    async def sources(interaction: discord.Interaction[Any], theme: str = "dark", share: bool = False) -> None:
        await replies.answered(interaction, comparing.show_sources(interaction, Theme(theme), share))

    return sources
