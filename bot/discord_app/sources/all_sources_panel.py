"""The panel of all sources: two pictures where they can be drawn, and the same in words, page by page."""

from collections.abc import Iterator
from functools import partial

import discord
from discord import ui

from bot import wording
from bot.discord_app.layout import GREY, framed, nearest, row_of, turning, view_of
from bot.discord_app.sources.menus import SaidMenu, SourceMenu, SourcesPage
from bot.discord_app.text import literal, pack, shortened
from bot.factbase.comparison import Standing
from bot.factbase.model import Source
from bot.pictures.album import Album
from bot.pictures.selection import Selection
from bot.pictures.theme import Theme

Line = tuple[str, Source | None]
"""A line of the panel, and the source that it introduces, if it does."""

NAME = 100
"""Characters, before escaping, of a source's name."""
PAIRS = 8
"""Pairs that one line names."""


def sources_panel(
    selection: Selection, album: Album | None, theme: Theme, page: int = 0
) -> tuple[ui.LayoutView, list[discord.File]]:
    """One page (from 0; the nearest there is) of all sources, and the files that must go with it.

    The first page shows the album; its files are made anew each time, since sending uses them up.
    """
    lines = list(_lines(selection))
    pages = pack([text for text, _ in lines])
    page = nearest(page, len(pages))
    start = sum(map(len, pages[:page]))
    shown = lines[start : start + len(pages[page])]
    container = framed(GREY)
    base = selection.comparison.base
    size = f"{wording.counted(len(base.sources), 'source')} on {wording.counted(len(base.facts), 'fact')}"
    container.add_item(ui.TextDisplay(f"## {size}" if page == 0 else f"-# Continued: {size}"))
    pictures = (album.matrix, album.pairs) if album and page == 0 else ()
    for picture in pictures:
        item = discord.MediaGalleryItem(f"attachment://{picture.name}", description=picture.alt)
        container.add_item(ui.MediaGallery(item))
    container.add_item(ui.TextDisplay("\n".join(text for text, _ in shown).strip()))
    for row in _rows(selection, album, theme, page, len(pages), [source for _, source in shown if source]):
        container.add_item(row)
    return view_of(container), [discord.File(picture.stream(), picture.name) for picture in pictures]


def _rows(
    selection: Selection, album: Album | None, theme: Theme, page: int, pages: int, sources: list[Source]
) -> Iterator[ui.ActionRow[ui.LayoutView]]:
    letters = {source.id: letter for letter, source in selection.sources.items()}
    if sources:
        yield row_of(SourceMenu(sources, letters))
    disputed = [fact for _, facts in selection.topics for fact in facts if fact.id in selection.numbers]
    if page == 0 and disputed:
        yield row_of(SaidMenu(disputed, "Open a fact on which they disagree", numbers=selection.numbers))
    buttons = turning(page, pages, partial(SourcesPage, theme))
    if page == 0 and album:
        buttons.append(SourcesPage(theme.other, 0, f"Pictures on {theme.other}"))
    if buttons:
        yield row_of(*buttons)


def _lines(selection: Selection) -> Iterator[Line]:
    """Each source with its counts, and with how often it agrees with those that come after it."""
    comparison = selection.comparison
    if not comparison.standings:
        yield "This fact base has no sources yet.", None
    letters = {source.id: letter for letter, source in selection.sources.items()}
    ordered = [*letters, *(source_id for source_id in comparison.standings if source_id not in letters)]
    names = {source_id: _name(comparison.base.sources[source_id], NAME // 2) for source_id in ordered}
    for place, source_id in enumerate(ordered):
        yield _counts(comparison.standings[source_id], letters.get(source_id)), comparison.standings[source_id].source
        pairs = [
            f"-# with {letters.get(other_id) or names[other_id]}: {wording.pair_line(comparison.base, pair)}"
            for other_id in ordered[place + 1 :]
            if (pair := comparison.pair(source_id, other_id)).shared
        ]
        for first in range(0, len(pairs), PAIRS):
            yield "\n".join(pairs[first : first + PAIRS]), None


def _counts(standing: Standing, letter: str | None) -> str:
    source = standing.source
    lead = f"{letter} · " if letter else ""
    published = f" · {wording.day(source.published)}" if source.published else ""
    both = f" · both {len(standing.both)}" if standing.both else ""
    return (  # a blank line before it: else a phone shows one grey and bold column
        f"\n**{lead}{_name(source, NAME)}** · {source.kind.capitalize()}{published}\n"
        f"supports {len(standing.supports)} · disagrees on {len(standing.disagrees)}{both}"
        f" · alone on {len(standing.alone)}"
    )


def _name(source: Source, most: int) -> str:
    return literal(shortened(wording.source_name(source), most))
