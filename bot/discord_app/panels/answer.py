"""The panel of one fact: its claim, its verdict, and all evidence for and against it."""

from collections.abc import Iterator, Sequence

import discord
from discord import ui

from bot import wording
from bot.discord_app.controls.page_button import PageButton
from bot.discord_app.literal import literal, shortened
from bot.discord_app.pages import pack, pieces
from bot.discord_app.panels.frame import HEADING, framed, view_of
from bot.factbase.model import Evidence, Fact, FactBase
from bot.factbase.verdict import Verdict

COLOURS = {
    Verdict.AGREED: discord.Colour(0x2E9E5B),
    Verdict.DISPUTED: discord.Colour(0xE8A317),
    Verdict.SINGLE_ORIGIN: discord.Colour(0x3B82C4),
}
MARKS = {Verdict.AGREED: "🟢", Verdict.DISPUTED: "🟠", Verdict.SINGLE_ORIGIN: "🔵"}

SIDE = "### "
"""Begins the first block of each side of a fact."""


def answer_panel(base: FactBase, fact: Fact, page: int = 0, question: str | None = None) -> ui.LayoutView:
    """One page (from 0; the nearest there is) of a fact with its verdict and all of its evidence."""
    pages = pack(list(_blocks(base, fact)))
    page = max(0, min(page, len(pages) - 1))
    container = framed(COLOURS[fact.verdict], question)
    if page:
        container.add_item(ui.TextDisplay(f"-# Continued: {literal(shortened(fact.claim, HEADING))}"))
    for number, block in enumerate(pages[page]):
        if number and block.startswith(SIDE):
            container.add_item(ui.Separator())
        container.add_item(ui.TextDisplay(block))
    container.add_item(ui.TextDisplay(f"-# fact:{fact.id}"))
    if len(pages) > 1:
        turn = ui.ActionRow[ui.LayoutView]()
        turn.add_item(PageButton(fact.id, page - 1, "Back", disabled=page == 0))
        turn.add_item(
            PageButton(fact.id, page + 1, f"Page {page + 1} of {len(pages)}: next", disabled=page == len(pages) - 1)
        )
        container.add_item(turn)
    return view_of(container)


def _blocks(base: FactBase, fact: Fact) -> Iterator[str]:
    """Everything that is to be said on a fact, in blocks that each fit a page."""
    claim, *rest = pieces(literal(fact.claim))
    yield f"## {claim}"
    yield from rest
    verdict = f"{MARKS[fact.verdict]} **{wording.VERDICTS[fact.verdict]}**"
    yield f"{verdict}: {wording.verdict_line(fact)}"
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
    """The citation, the source's name bold, and linked where it has an address."""
    source = base.sources[entry.source]
    name = literal(shortened(wording.source_name(source), HEADING))
    linked = f"[{name}]({source.url})" if source.url else name
    return " · ".join([f"**{linked}**", *wording.place(source, entry)])
