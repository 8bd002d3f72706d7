"""The panel of one fact: its claim, its verdict, and all evidence for and against it."""

from collections.abc import Iterator, Sequence

import discord
from discord import ui

from bot import wording
from bot.discord_app.ask.question_context import Audience, QuestionContext
from bot.discord_app.layout import (
    COLOURS,
    HEADING,
    Button,
    button,
    fact_options,
    menu,
    nearest,
    row_of,
    turning,
    verdict_text,
    view_of,
)
from bot.discord_app.text import literal, pack, pieces, shortened
from bot.factbase.model import Evidence, Fact, FactBase

SIDE, FOOT = "### ", "-# Not mentioned"
"""Begin the first block of each side of a fact, and of what stands below both."""
ANCHORS = 100
"""Characters, before escaping, of the anchors of a piece of evidence."""
JUDGEMENTS = {"answers": "Answers it", "not-asked": "Not what I asked"}
"""The label of each judgement's button."""


def answer_panel(base: FactBase, fact: Fact, context: QuestionContext, page: int = 0) -> ui.LayoutView:
    """One page (from 0; the nearest there is) of a fact with its verdict and all of its evidence."""
    pages = pack(list(_blocks(base, fact)))
    page = nearest(page, len(pages))
    frame = context.framed(COLOURS[fact.verdict])
    for item in _body(fact, pages[page], page):
        frame.add_item(item)
    if turns := turning(page, len(pages), lambda to: f"page:{context.query_id}:{fact.id}:{to}"):
        frame.add_item(row_of(*turns))
    if buttons := _feedback(fact, context, page):
        frame.add_item(row_of(*buttons))
    close = (base.fact(fact_id) for fact_id in context.others if fact_id != fact.id)
    if others := fact_options(other for other in close if other):
        frame.add_item(row_of(menu(f"pick:{context.query_id}", "Other facts close to this", others)))
    return view_of(frame)


def share_button(custom_id: str, done: bool) -> Button:
    """The button that shares a panel; once it is ``done``, disabled."""
    label = "Shared" if done else "Share"
    return button(label, custom_id, disabled=done, style=discord.ButtonStyle.primary)


def _feedback(fact: Fact, context: QuestionContext, page: int) -> list[Button]:
    """The buttons that judge the answer, if there is a question to judge it by, and the one that shares it."""
    about = f"{context.query_id}:{fact.id}"
    judged = JUDGEMENTS.items() if context.question else ()
    buttons = [button(label, f"judge:{judgement}:{about}") for judgement, label in judged]
    if context.audience is not Audience.EVERYBODY:
        buttons.append(share_button(f"share:{about}:{page}", done=context.audience is Audience.SHARED))
    return buttons


def _body(fact: Fact, blocks: Sequence[str], page: int) -> Iterator[ui.Item[ui.LayoutView]]:
    """The texts of a page; each page ends with the fact's reference, by which it can be quoted."""
    if page:
        yield ui.TextDisplay(f"-# Continued: {literal(shortened(fact.claim, HEADING))}")
    reference = f"-# Reference: fact:{fact.id}"
    foot = next((block for block in blocks if block.startswith(FOOT)), reference)
    for number, block in enumerate([*blocks, reference]):
        if block is foot or (number and block.startswith(SIDE)):
            yield ui.Separator()
        yield ui.TextDisplay(block)


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
    """The source's name, linked if it has an address; below it, small, date, paragraph and anchors."""
    source = base.sources[entry.source]
    name = literal(shortened(wording.source_name(source), HEADING))
    linked = f"[{name}]({source.url})" if source.url else name
    words = literal(shortened(wording.own_words(entry), ANCHORS))
    return f"**{linked}**\n-# {' · '.join([*wording.place(source, entry), words])}"
