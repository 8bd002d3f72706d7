"""The panels of sources: one by itself; or all of them, in two pictures if they can be drawn, and in words."""

from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO

import discord
from discord import ui

from bot import wording
from bot.discord_app.layout import (
    GREY,
    HEADING,
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
from bot.discord_app.text import MAX_LABEL, literal, pack, pieces, shortened
from bot.factbase.comparison import Comparison, Stance, Standing, stance
from bot.factbase.model import Fact, FactBase, Source
from bot.pictures.album import Album
from bot.pictures.selection import Selection, Theme

Line = tuple[str, Fact | None]
"""A line on one source, and the fact that it is about, if any."""

VALUE = 60
"""Characters, before escaping, of the value that a source has."""

_SIDES = {
    Stance.SUPPORTS: "for",
    Stance.QUALIFIES: "qualifies",
    Stance.DISAGREES: "against",
    Stance.BOTH: "on both sides",
}
Entry = tuple[str, Source | None]
"""A text on all sources, and the source that it introduces, if any."""

HOW_TO_READ = (
    "-# In the first picture, each row is a fact: disputed ones first, then those on which most sources speak. "
    "`/topics` lists their claims."
)
NAME = 100
"""Characters, before escaping, of a source's name."""
PAIRS = 8
"""Pairs that one line names."""


def source_pages(comparison: Comparison, source_id: str) -> list[list[Line]]:
    """Everything on a source of that comparison, page by page.

    It takes 0.2 s for a source of 100,000 facts, so do not call it on the event loop.
    """
    return pack(_of_source(comparison, source_id))


def source_panel(source: Source, pages: Sequence[Sequence[Line]], page: int = 0) -> ui.LayoutView:
    """One of the source's pages (from 0; the nearest there is)."""
    page = nearest(page, len(pages))
    frame = framed(GREY)
    if page:
        name = literal(shortened(source.name, HEADING))
        frame.add_item(ui.TextDisplay(f"-# Continued: {name}"))
    frame.add_item(ui.TextDisplay("\n".join(text for text, _ in pages[page]).strip()))
    if facts := {fact.id: fact for _, fact in pages[page] if fact}:
        options = fact_options(facts.values())
        frame.add_item(row_of(menu(f"said:{source.id}:{page}", "Open one of these facts", options)))
    if turns := turning(page, len(pages), lambda to: page_id(source.id, to)):
        frame.add_item(row_of(*turns))
    return view_of(frame)


def page_id(source_id: str, page: int) -> str:
    """The custom id of a button to a page (from 0) of a source."""
    return f"source:{source_id}:{page}"


def _of_source(comparison: Comparison, source_id: str) -> Iterator[Line]:
    """Everything on the source, in lines that each fit a page."""
    for text in _about(comparison, source_id):
        yield text, None
    standing = comparison.standings[source_id]
    yield f"### It contradicts {wording.counted(len(standing.contradicts), 'source')}", None
    if not standing.contradicts:
        yield "None: no source disagrees with it.", None
    for other_id, facts in standing.contradicts.items():
        other = literal(shortened(comparison.base.sources[other_id].name, HEADING))
        shared = comparison.pair(source_id, other_id).shared
        yield f"\n**{other}**, on {len(facts)} of the {wording.counted(shared, 'fact')} that both mention:", None
        for fact in facts:
            yield _stand(comparison.base, fact, source_id, other_id), fact
    yield f"### It alone speaks on {wording.counted(len(standing.alone), 'fact')}", None
    if not standing.alone:
        yield "None: no fact rests on it alone.", None
    for fact in standing.alone:
        yield f"- {_claim(fact)}", fact


def _stand(base: FactBase, fact: Fact, source_id: str, other_id: str) -> str:
    """Where a source stands on a fact that another one contradicts, with both values if they have any."""
    own, others = _values(fact, source_id), _values(fact, other_id)
    claim = f"- {_SIDES[stance(fact, source_id)]}: {_claim(fact)}"
    if not own or not others:
        return claim
    other = literal(shortened(base.sources[other_id].name, VALUE))
    return f"{claim}\n-# here **{own}** · {other}: **{others}**"


def _values(fact: Fact, source_id: str) -> str:
    """What a source has as the answer, in its own wording or in the claim's."""
    own = [entry.value or fact.value for entry in fact.supports if entry.source == source_id]
    own += [entry.value for entry in fact.disputes if entry.source == source_id]
    return " and ".join(literal(shortened(value, VALUE)) for value in list(dict.fromkeys(filter(None, own)))[:2])


def _about(comparison: Comparison, source_id: str) -> Iterator[str]:
    source = comparison.base.sources[source_id]
    standing = comparison.standings[source_id]
    name, *rest = pieces(literal(source.name))
    yield f"## {name}"
    yield from rest
    if source.title != source.name:
        yield from pieces(literal(source.title))
    publisher = [literal(shortened(source.publisher, HEADING))] if source.publisher else []
    dates = [wording.day(source.published) if source.published else "no date known"]
    dates += [f"read {wording.day(source.read)}"] if source.read else []
    yield " · ".join([source.kind.capitalize(), *publisher, *dates])
    if source.url:
        yield f"[Read it]({source.url})"
    rests_on = wording.rests_on(comparison.base, source)
    yield from pieces(literal(f"Based on {rests_on}, unless a paragraph credits someone else."))
    silent = len(comparison.base.facts) - standing.speaks
    qualifies = f", qualifies **{len(standing.qualifies)}**" if standing.qualifies else ""
    both = f", on both sides of **{len(standing.both)}**" if standing.both else ""
    yield (
        f"Supports **{wording.counted(len(standing.supports), 'fact')}**{qualifies}, disagrees on "
        f"**{len(standing.disagrees)}**{both}, silent on **{silent}**."
    )


def _claim(fact: Fact) -> str:
    return literal(shortened(fact.claim, HEADING))


def sources_panel(
    selection: Selection, album: Album | None, theme: Theme, page: int = 0
) -> tuple[ui.LayoutView, list[discord.File]]:
    """One page (from 0; the nearest there is) of all sources, and the files that must be sent with it.

    The first page shows the album. Its files are new each time, since a file can be sent only once.
    """
    pages = pack(_lines(selection))
    page = nearest(page, len(pages))
    base = selection.comparison.base
    size = f"{wording.counted(len(base.sources), 'source')} on {wording.counted(len(base.facts), 'fact')}"
    frame = framed(GREY, f"## {size}" if page == 0 else f"-# Continued: {size}")
    pictures = (album.matrix, album.pairs) if album and page == 0 else ()
    for picture in pictures:
        item = discord.MediaGalleryItem(f"attachment://{picture.name}", description=picture.alt)
        frame.add_item(ui.MediaGallery(item))
    if pictures:
        frame.add_item(ui.TextDisplay(HOW_TO_READ))
    frame.add_item(ui.TextDisplay("\n".join(text for text, _ in pages[page]).strip()))
    for row in _rows(selection, album, theme, page, len(pages), [source for _, source in pages[page] if source]):
        frame.add_item(row)
    return view_of(frame), [discord.File(BytesIO(picture.png), picture.name) for picture in pictures]


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
    return menu("said", "Open a disputed fact", options)


def _lead(letter: str | None) -> str:
    return f"{letter} · " if letter else ""


def _lines(selection: Selection) -> Iterator[Entry]:
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
