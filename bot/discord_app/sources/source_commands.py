"""``/source`` and ``/sources``: one source, or all of them side by side."""

import asyncio
import logging
import re
from collections.abc import Iterator, Mapping, Sequence

from discord import app_commands, ui

from bot.desk import Desk
from bot.discord_app.ask.fact_command import opened
from bot.discord_app.ask.reply_panels import reply_panel
from bot.discord_app.controls import PAGE, SOURCE, Command, Handler, chosen
from bot.discord_app.interactions import (
    Interaction,
    Replies,
    completion,
    may_share,
    respond,
    say,
    seen_by_one,
    send,
    show,
)
from bot.discord_app.layout import with_back_button
from bot.discord_app.sources.all_sources_panel import sources_panel
from bot.discord_app.sources.source_panel import page_id, source_pages, source_panel
from bot.factbase.comparison import compare
from bot.factbase.model import FactBase, Source
from bot.matching.name_lookup import LIKELY, sources_named
from bot.pictures.album import Album, draw, installed
from bot.pictures.selection import Selection, select
from bot.pictures.theme import Theme

log = logging.getLogger(__name__)

UNKNOWN = "No source goes by that name. `/sources` lists all of them."
SOURCE_GONE = "That source is no longer in the fact base. `/sources` lists those that are."


class Gallery:
    """The comparison of all sources and its pictures, made when somebody first asks and kept until the base changes.

    Nothing is drawn in advance: most bots would load matplotlib for nothing.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._base: FactBase | None = None
        self._selection: asyncio.Task[Selection] | None = None
        self._albums: dict[Theme, asyncio.Task[Album | None]] = {}

    async def selection(self) -> Selection:
        """The comparison of the current base's sources, and what of it is drawn."""
        return await asyncio.shield(self._current())

    def has(self, theme: Theme) -> bool:
        """Whether :meth:`album` returns at once."""
        self._current()
        return not installed() or (theme in self._albums and self._albums[theme].done())

    async def album(self, theme: Theme) -> tuple[Selection, Album | None]:
        """The comparison and its pictures; None if they cannot be drawn, and then the cause is logged once.

        Drawing takes seconds.
        """
        selecting = self._current()
        if not installed():
            return await asyncio.shield(selecting), None
        if theme not in self._albums:
            self._albums[theme] = asyncio.create_task(_drawn(selecting, theme))
        drawing = self._albums[theme]
        return await asyncio.shield(selecting), await asyncio.shield(drawing)

    def _current(self) -> asyncio.Task[Selection]:
        """The comparison of the current base, started if there was another; then its pictures are dropped."""
        base = self._desk.base
        if self._selection is None or self._base is not base:
            self._base = base
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
        log.exception("the pictures cannot be drawn; the sources are compared in words only")
        return None


class Comparing:
    """Shows sources."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._gallery = Gallery(desk)

    def controls(self) -> Mapping[str, Handler]:
        """The menus of facts and of sources, and the buttons that turn pages."""
        return {
            rf"said(:{SOURCE}:{PAGE})?": self.open_fact,
            r"open-source": self.open_source,
            rf"source:{SOURCE}:{PAGE}": self.turn_source,
            rf"sources:(?P<theme>{'|'.join(Theme)}):{PAGE}": self.turn_sources,
        }

    def commands(self, replies: Replies) -> Sequence[Command]:
        """``/source``, whose choices have a source's id, and ``/sources``."""

        def found(typed: str) -> Iterator[tuple[str, str]]:
            return ((_label(source), source.id) for source in sources_named(self._desk.base, typed))

        @app_commands.command(description="One source: what it rests on, what it alone says, whom it contradicts")
        @app_commands.describe(
            name="Its publisher, its title or its id",
            share="Post it for the whole channel (it is private otherwise)",
        )
        @app_commands.autocomplete(name=completion(found))
        async def source(interaction: Interaction, name: str, share: bool = False) -> None:
            await replies.answered(interaction, self.show_source(interaction, name, share))

        @app_commands.command(description="All sources side by side: who says what, and how often two agree")
        @app_commands.describe(
            theme="The ground of the pictures (dark otherwise)",
            share="Post it for the whole channel (it is private otherwise)",
        )
        @app_commands.choices(theme=[app_commands.Choice(name=theme.value, value=theme.value) for theme in Theme])
        async def sources(interaction: Interaction, theme: str = "dark", share: bool = False) -> None:
            private = not (share and may_share(interaction))
            await replies.answered(interaction, self._send_sources(interaction, Theme(theme), 0, private=private))

        return [source, sources]

    async def show_source(self, interaction: Interaction, name: str, share: bool) -> None:
        """Shows the source with that id, or the most similar name, to the person or to the channel."""
        named = sources_named(self._desk.base, name, least=LIKELY) if name.strip() else []
        panel = await self._source(named[0].id) if named else None
        await (send(interaction, panel, private=not share) if panel else say(interaction, UNKNOWN))

    async def turn_source(self, interaction: Interaction, match: re.Match[str]) -> None:
        """Shows another page of a source, or comes back to it."""
        panel = await self._source(match["source"], int(match["page"]))
        await (show(interaction, panel) if panel else say(interaction, SOURCE_GONE))

    async def open_source(self, interaction: Interaction, match: re.Match[str]) -> None:
        """Shows the chosen source in a new private message."""
        panel = await self._source(chosen(interaction))
        await (send(interaction, panel) if panel else say(interaction, SOURCE_GONE))

    async def open_fact(self, interaction: Interaction, match: re.Match[str]) -> None:
        """Shows the chosen fact: in place of a source's panel, with a button back to it, or beside that of all."""
        reply = await opened(self._desk, interaction, chosen(interaction), "source pick")
        if reply and match["source"]:
            back = page_id(match["source"], int(match["page"]))
            await show(interaction, with_back_button(reply_panel(reply), "Back to the source", back))
        elif reply:
            await send(interaction, reply_panel(reply))

    async def turn_sources(self, interaction: Interaction, match: re.Match[str]) -> None:
        """Shows another page of all sources, or the pictures in the other theme."""
        theme, page = Theme(match["theme"]), int(match["page"])
        if not seen_by_one(interaction):
            await self._send_sources(interaction, theme, page, private=True)
        elif self._gallery.has(theme):
            selection, album = await self._gallery.album(theme)

            async def edit() -> None:
                panel, files = sources_panel(selection, album, theme, page)
                await interaction.response.edit_message(view=panel, attachments=files)

            await respond(edit)
        else:
            await interaction.response.defer()
            await self._complete(interaction, theme, page)

    async def _source(self, source_id: str, page: int = 0) -> ui.LayoutView | None:
        """A page of a source's panel, or None if the base does not have that source."""
        comparison = (await self._gallery.selection()).comparison
        source = comparison.base.sources.get(source_id)
        if source is None:
            return None
        pages = await asyncio.to_thread(source_pages, comparison, source_id)
        return source_panel(source, pages, page)

    async def _send_sources(self, interaction: Interaction, theme: Theme, page: int, private: bool) -> None:
        """Sends the panel; if the pictures are not drawn yet, says first that the bot is thinking."""
        if not self._gallery.has(theme):
            await interaction.response.defer(ephemeral=private, thinking=True)
            await self._complete(interaction, theme, page)
            return
        selection, album = await self._gallery.album(theme)

        async def answer() -> None:
            panel, files = sources_panel(selection, album, theme, page)
            await interaction.response.send_message(view=panel, files=files, ephemeral=private)

        await respond(answer)

    async def _complete(self, interaction: Interaction, theme: Theme, page: int) -> None:
        """Draws the pictures and completes a deferred answer."""
        selection, album = await self._gallery.album(theme)
        panel, files = sources_panel(selection, album, theme, page)
        await interaction.edit_original_response(view=panel, attachments=files)


def _label(source: Source) -> str:
    return source.name if source.title == source.name else f"{source.name}: {source.title}"
