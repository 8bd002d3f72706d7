"""The panel of one fact: its claim, its verdict, and all evidence for and against it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any
from weakref import WeakKeyDictionary, proxy

from discord import ui

from bot import wording
from bot.discord_app.ask.buttons import LABELS, AnswerPage, JudgeButton, ShareAnswer
from bot.discord_app.ask.fact_menu import OTHERS, offer
from bot.discord_app.ask.prepared import ANY_QUERY, Json, of_query, prepare, prepared_panel
from bot.discord_app.ask.question_context import Asked, Audience
from bot.discord_app.layout import COLOURS, HEADING, nearest, row_of, turning, verdict_text
from bot.discord_app.text import literal, pack, pieces, shortened
from bot.factbase.model import Evidence, Fact, FactBase

SIDE, FOOT = "### ", "-# Silent"
"""Begin the first block of each side of a fact, and of what stands below both."""
ANCHORS = 100
"""Characters, before escaping, of the words of its own by which evidence is found."""

MOST_KEPT = 500
"""How many facts' pages are kept laid out, some 10 kB each."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a fact, laid out for any question.

    That is what it says, and the buttons under it, for each audience and whether there is a question to judge it by.
    """

    body: Sequence[Json]
    buttons: Mapping[tuple[Audience, bool], Sequence[Json]]


_PAGES: WeakKeyDictionary[FactBase, Callable[[Fact], Sequence[Page]]] = WeakKeyDictionary()
"""What gives the pages of a base's facts, and keeps those that were asked for of late as long as the base is there."""


def answer_panel(base: FactBase, fact: Fact, asked: Asked, page: int = 0) -> ui.LayoutView:
    """One page (from 0; the nearest there is) of a fact with its verdict and all of its evidence."""
    pages = _pages(base)(fact)
    shown = pages[nearest(page, len(pages))]
    parts = [*shown.body, *of_query(shown.buttons[asked.audience, bool(asked.question)], asked.query_id)]
    close = (base.fact(fact_id) for fact_id in asked.others if fact_id != fact.id)
    if others := [other for other in close if other]:
        parts.append(offer(others, asked.query_id, OTHERS))
    return prepared_panel(COLOURS[fact.verdict], asked, parts)


def _pages(base: FactBase) -> Callable[[Fact], Sequence[Page]]:
    """What gives the pages of a fact of this base; it refers to the base weakly, which ends with its last use."""
    pages = _PAGES.get(base)
    if pages is None:
        pages = _PAGES[base] = lru_cache(MOST_KEPT)(partial(_laid_out, proxy(base)))
    return pages


def _laid_out(base: FactBase, fact: Fact) -> list[Page]:
    pages = pack(list(_blocks(base, fact)))
    return [
        Page(
            prepare(_body(fact, blocks, number)),
            {
                (audience, judged): prepare(_buttons(fact, audience, judged, number, len(pages)))
                for audience in Audience
                for judged in (True, False)
            },
        )
        for number, blocks in enumerate(pages)
    ]


def _body(fact: Fact, blocks: Sequence[str], page: int) -> Iterator[ui.Item[Any]]:
    """What a page says; every page can be quoted by the fact's reference."""
    if page:
        yield ui.TextDisplay(f"-# Continued: {literal(shortened(fact.claim, HEADING))}")
    reference = f"-# Reference: fact:{fact.id}"
    foot = next((block for block in blocks if block.startswith(FOOT)), reference)
    for number, block in enumerate([*blocks, reference]):
        if block is foot or (number and block.startswith(SIDE)):
            yield ui.Separator()
        yield ui.TextDisplay(block)


def _buttons(
    fact: Fact, audience: Audience, judged: bool, page: int, pages: int
) -> Iterator[ui.ActionRow[ui.LayoutView]]:
    """The buttons under a fact: other pages, and what people say of it where it is ``judged`` by a question."""
    if turns := turning(page, pages, partial(AnswerPage, ANY_QUERY, fact.id)):
        yield row_of(*turns)
    buttons: list[ui.Item[Any]] = [JudgeButton(one, ANY_QUERY, fact.id) for one in LABELS] if judged else []
    if audience is not Audience.EVERYBODY:
        buttons.append(ShareAnswer(ANY_QUERY, fact.id, page, done=audience is Audience.SHARED))
    if buttons:
        yield row_of(*buttons)


def _blocks(base: FactBase, fact: Fact) -> Iterator[str]:
    """Everything that is to be said on a fact, in blocks that each fit a page."""
    claim, *rest = pieces(literal(fact.claim))
    yield f"## {claim}"
    yield from rest
    yield verdict_text(fact)
    yield from _side(base, f"{SIDE}Supported by", fact.supports)
    yield from _side(base, f"{SIDE}Disputed by", fact.disputes)
    if silent := wording.silent_line(base, fact):
        yield from (f"-# {piece}" for piece in pieces(literal(silent)))


def _side(base: FactBase, heading: str, evidence: Sequence[Evidence]) -> Iterator[str]:
    for number, entry in enumerate(evidence):
        said, *rest = pieces(literal(entry.says))
        cited = _cited(base, entry)
        yield f"{heading}\n{cited}\n> {said}" if number == 0 else f"{cited}\n> {said}"
        yield from (f"> {piece}" for piece in rest)
        if attributed := wording.attribution(entry):
            yield from (f"-# {piece}" for piece in pieces(literal(attributed)))


def _cited(base: FactBase, entry: Evidence) -> str:
    """The citation: the source's name, linked where it has an address; below it, small, when, where and how it says so.

    How is what one looks for there: a few of its own words.
    """
    source = base.sources[entry.source]
    name = literal(shortened(wording.source_name(source), HEADING))
    linked = f"[{name}]({source.url})" if source.url else name
    words = literal(shortened(wording.own_words(entry), ANCHORS))
    return f"**{linked}**\n-# {' · '.join([*wording.place(source, entry), words])}"
