"""The panel of one source: what it is, what it alone says, whom it contradicts and on what."""

from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise

from discord import ui

from bot import wording
from bot.discord_app.layout import (
    GREY,
    HEADING,
    fact_options,
    framed,
    menu,
    nearest,
    row_of,
    turning,
    view_of,
)
from bot.discord_app.text import literal, pack, pieces, shortened
from bot.factbase.comparison import Comparison, Stance, stance
from bot.factbase.model import Fact, FactBase, Source

Line = tuple[str, Fact | None]
"""A line of the panel, and the fact that it is about, if any."""

VALUE = 60
"""Characters, before escaping, of the value that a source has."""

_SIDES = {
    Stance.SUPPORTS: "for",
    Stance.QUALIFIES: "qualifies",
    Stance.DISAGREES: "against",
    Stance.BOTH: "on both sides",
}


def source_pages(comparison: Comparison, source_id: str) -> list[list[Line]]:
    """Everything on a source of that comparison, page by page.

    It takes 0.2 s for a source of 100,000 facts, so do not call it on the event loop.
    """
    lines = list(_lines(comparison, source_id))
    ends = [0, *accumulate(len(page) for page in pack([text for text, _ in lines]))]
    return [lines[start:end] for start, end in pairwise(ends)]


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


def _lines(comparison: Comparison, source_id: str) -> Iterator[Line]:
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
        yield f"\n**{other}**, on {len(facts)} of the {wording.counted(shared, 'fact')} that both speak on:", None
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
