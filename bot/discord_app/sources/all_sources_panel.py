"""The panel of all sources: two pictures if they can be drawn, and the same in words, page by page."""

from collections.abc import Iterator, Mapping, Sequence

import discord
from discord import ui

from bot import wording
from bot.discord_app.layout import (
    GREY,
    Menu,
    button,
    fact_options,
    framed,
    menu,
    nearest,
    row_of,
    source_menu,
    turning,
    view_of,
)
from bot.discord_app.text import MAX_LABEL, literal, pack, shortened
from bot.factbase.comparison import Standing
from bot.factbase.model import Fact, Source
from bot.pictures.album import Album
from bot.pictures.selection import Selection
from bot.pictures.theme import Theme

Line = tuple[str, Source | None]
"""A line of the panel, and the source that it introduces, if any."""

NAME = 100
"""Characters, before escaping, of a source's name."""
PAIRS = 8
"""Pairs that one line names."""


def sources_panel(
    selection: Selection, album: Album | None, theme: Theme, page: int = 0
) -> tuple[ui.LayoutView, list[discord.File]]:
    """One page (from 0; the nearest there is) of all sources, and the files that must be sent with it.

    The first page shows the album. Its files are new each time, since a file can be sent only once.
    """
    lines = list(_lines(selection))
    pages = pack([text for text, _ in lines])
    page = nearest(page, len(pages))
    start = sum(map(len, pages[:page]))
    shown = lines[start : start + len(pages[page])]
    base = selection.comparison.base
    size = f"{wording.counted(len(base.sources), 'source')} on {wording.counted(len(base.facts), 'fact')}"
    frame = framed(GREY, f"## {size}" if page == 0 else f"-# Continued: {size}")
    pictures = (album.matrix, album.pairs) if album and page == 0 else ()
    for picture in pictures:
        item = discord.MediaGalleryItem(f"attachment://{picture.name}", description=picture.alt)
        frame.add_item(ui.MediaGallery(item))
    frame.add_item(ui.TextDisplay("\n".join(text for text, _ in shown).strip()))
    for row in _rows(selection, album, theme, page, len(pages), [source for _, source in shown if source]):
        frame.add_item(row)
    return view_of(frame), [discord.File(picture.stream(), picture.name) for picture in pictures]


def _rows(
    selection: Selection, album: Album | None, theme: Theme, page: int, pages: int, sources: list[Source]
) -> Iterator[ui.ActionRow[ui.LayoutView]]:
    if sources:
        yield row_of(source_menu(sources, {source.id: letter for letter, source in selection.sources.items()}))
    disputed = [fact for _, facts in selection.topics for fact in facts if fact.id in selection.numbers]
    if page == 0 and disputed:
        yield row_of(_disputed_menu(disputed, selection.numbers))
    buttons = turning(page, pages, lambda to: f"sources:{theme}:{to}")
    if page == 0 and album:
        buttons.append(button(f"Pictures on {theme.other}", f"sources:{theme.other}:0"))
    if buttons:
        yield row_of(*buttons)


def _disputed_menu(facts: Sequence[Fact], numbers: Mapping[str, int]) -> Menu:
    """A menu of facts, with the numbers (by fact id) that they have in the pictures."""
    options = fact_options(facts)
    for option in options:
        option.label = shortened(f"{numbers[option.value]}. {option.label}", MAX_LABEL)
    return menu("said", "Open a fact on which they disagree", options)


def _lead(letter: str | None) -> str:
    return f"{letter} · " if letter else ""


def _lines(selection: Selection) -> Iterator[Line]:
    """Each source with its counts, and how often it agrees with each of those after it."""
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
    published = f" · {wording.day(source.published)}" if source.published else ""
    both = f" · both {len(standing.both)}" if standing.both else ""
    qualifies = f" · qualifies {len(standing.qualifies)}" if standing.qualifies else ""
    return (  # the blank line keeps a phone from showing one grey and bold column
        f"\n**{_lead(letter)}{_name(source, NAME)}** · {source.kind.capitalize()}{published}\n"
        f"supports {len(standing.supports)}{qualifies} · disagrees on {len(standing.disagrees)}{both}"
        f" · alone on {len(standing.alone)}"
    )


def _name(source: Source, most: int) -> str:
    return literal(shortened(source.name, most))
