"""``/source`` and ``/sources``: one source, or all of them side by side."""

import asyncio
import logging
import re
from collections.abc import Iterator, Mapping, Sequence

from discord import app_commands, ui

from bot.desk import Desk
from bot.discord_app.ask.fact_command import opened
from bot.discord_app.ask.reply_panels import reply_panel
from bot.discord_app.controls import PAGE, SOURCE, Command, Feature, Handler, chosen
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
from bot.discord_app.layout import clickable, with_back_button
from bot.discord_app.sources.source_panels import page_id, source_pages, source_panel, sources_panel
from bot.factbase.comparison import compare
from bot.factbase.model import FactBase, Source
from bot.matching.name_lookup import LIKELY, sources_named
from bot.pictures.album import Album, draw, installed
from bot.pictures.selection import Selection, Theme, select

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
        self._selecting: asyncio.Task[Selection]
        self._albums: dict[Theme, asyncio.Task[Album | None]] = {}

    def selection(self) -> asyncio.Task[Selection]:
        """The comparison of the current base's sources, and what of it is drawn; begun if there was another base."""
        base = self._desk.base
        if self._base is not base:
            self._base, self._albums = base, {}
            self._selecting = asyncio.create_task(asyncio.to_thread(lambda: select(compare(base))))
        return self._selecting

    def album(self, theme: Theme) -> asyncio.Task[Album | None]:
        """Its pictures, which take seconds; None if they cannot be drawn, and then the cause is logged once."""
        selecting = self.selection()
        if theme not in self._albums:
            self._albums[theme] = asyncio.create_task(_drawn(selecting, theme))
        return self._albums[theme]


async def _drawn(selecting: asyncio.Task[Selection], theme: Theme) -> Album | None:
    selection = await asyncio.shield(selecting)
    if not installed():
        return None
    try:
        return await asyncio.to_thread(draw, selection, theme)
    except Exception:
        log.exception("the pictures cannot be drawn; the sources are compared in words only")
        return None


class Comparing(Feature):
    """Shows sources."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._gallery = Gallery(desk)

    def controls(self) -> Mapping[str, Handler]:
        """The menus of facts and of sources, and the buttons that turn pages."""
        return {
            rf"said(:{SOURCE}:{PAGE})?": self._open_fact,
            r"open-source": self._open_source,
            rf"source:{SOURCE}:{PAGE}": self._turn_source,
            rf"sources:(?P<theme>{'|'.join(Theme)}):{PAGE}": self._turn_sources,
        }

    def commands(self, replies: Replies) -> Sequence[Command]:
        """``/source``, whose choices have a source's id, and ``/sources``."""

        def found(typed: str) -> Iterator[tuple[str, str]]:
            return ((_label(source), source.id) for source in sources_named(self._desk.base, typed))

        @app_commands.command(description="One source: what it rests on, what it alone says, whom it contradicts")
        @app_commands.describe(
            name="Its publisher, its title or its id",
            share="Post it for the whole channel (private by default)",
        )
        @app_commands.autocomplete(name=completion(found))
        async def source(interaction: Interaction, name: str, share: bool = False) -> None:
            await replies.answered(interaction, self._show_source(interaction, name, share))

        @app_commands.command(description="All sources side by side: who says what, and how often two agree")
        @app_commands.describe(
            theme="The background of the pictures (dark by default)",
            share="Post it for the whole channel (private by default)",
        )
        @app_commands.choices(theme=[app_commands.Choice(name=theme.value, value=theme.value) for theme in Theme])
        async def sources(interaction: Interaction, theme: str = "dark", share: bool = False) -> None:
            private = not (share and may_share(interaction))
            await replies.answered(interaction, self._show_sources(interaction, Theme(theme), private=private))

        return [source, sources]

    async def _show_source(self, interaction: Interaction, name: str, share: bool) -> None:
        """Shows the source with that id, or the most similar name, to the person or to the channel."""
        named = sources_named(self._desk.base, name, least=LIKELY) if name.strip() else []
        panel = await self._source(named[0].id) if named else None
        await (send(interaction, panel, private=not share) if panel else say(interaction, UNKNOWN))

    async def _turn_source(self, interaction: Interaction, match: re.Match[str]) -> None:
        panel = await self._source(match["source"], int(match["page"]))
        await (show(interaction, panel) if panel else say(interaction, SOURCE_GONE))

    async def _open_source(self, interaction: Interaction, match: re.Match[str]) -> None:
        """Shows the chosen source in a new private message."""
        panel = await self._source(chosen(interaction))
        await (send(interaction, panel) if panel else say(interaction, SOURCE_GONE))

    async def _open_fact(self, interaction: Interaction, match: re.Match[str]) -> None:
        """Shows the chosen fact: in place of a source's panel, with a button back to it, or beside that of all."""
        reply = await opened(self._desk, interaction, chosen(interaction), "source pick")
        if reply and match["source"]:
            back = page_id(match["source"], int(match["page"]))
            await show(interaction, with_back_button(reply_panel(reply), "Back to the source", back))
        elif reply:
            await send(interaction, reply_panel(reply))

    async def _turn_sources(self, interaction: Interaction, match: re.Match[str]) -> None:
        in_place = seen_by_one(interaction)
        await self._show_sources(interaction, Theme(match["theme"]), int(match["page"]), in_place=in_place)

    async def _source(self, source_id: str, page: int = 0) -> ui.LayoutView | None:
        """A page of a source's panel, or None if the base does not have that source."""
        comparison = (await asyncio.shield(self._gallery.selection())).comparison
        source = comparison.base.sources.get(source_id)
        if source is None:
            return None
        pages = await asyncio.to_thread(source_pages, comparison, source_id)
        return source_panel(source, pages, page)

    async def _show_sources(
        self, interaction: Interaction, theme: Theme, page: int = 0, *, private: bool = True, in_place: bool = False
    ) -> None:
        """Shows a page of all sources; if the pictures are not drawn yet, says first that the bot is thinking."""
        selecting, drawing, response = self._gallery.selection(), self._gallery.album(theme), interaction.response
        if installed() and not drawing.done():
            await (response.defer() if in_place else response.defer(ephemeral=private, thinking=True))
        album, selection = await asyncio.shield(drawing), await selecting

        async def answer() -> None:
            panel, files = sources_panel(selection, album, theme, page)
            panel = clickable(panel, interaction.client.mentions)
            if response.is_done():
                await interaction.edit_original_response(view=panel, attachments=files)
            elif in_place:
                await response.edit_message(view=panel, attachments=files)
            else:
                await response.send_message(view=panel, files=files, ephemeral=private)

        await respond(answer)


def _label(source: Source) -> str:
    return source.name if source.title == source.name else f"{source.name}: {source.title}"
