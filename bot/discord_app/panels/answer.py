"""The panel of one fact: its claim, its verdict, and all evidence for and against it."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from discord import ui

from bot import wording
from bot.discord_app.controls.answer_page import AnswerPage
from bot.discord_app.controls.fact_menu import FactMenu
from bot.discord_app.controls.judge_button import LABELS, JudgeButton
from bot.discord_app.controls.share_answer import ShareAnswer
from bot.discord_app.literal import literal, shortened
from bot.discord_app.pages import pack, pieces
from bot.discord_app.panels.asked import Asked, Audience
from bot.discord_app.panels.frame import HEADING, framed, row_of, view_of
from bot.discord_app.panels.turning import nearest, turning
from bot.discord_app.panels.verdict import COLOURS, verdict_text
from bot.factbase.model import Evidence, Fact, FactBase

OTHERS = "Other facts close to this"
"""What the menu under an answer says."""
SIDE, FOOT = "### ", "-# Silent"
"""Begin the first block of each side of a fact, and of what stands below both."""


def answer_panel(base: FactBase, fact: Fact, asked: Asked, page: int = 0) -> ui.LayoutView:
    """One page (from 0; the nearest there is) of a fact with its verdict and all of its evidence."""
    pages = pack(list(_blocks(base, fact)))
    page = nearest(page, len(pages))
    container = framed(COLOURS[fact.verdict], asked)
    if page:
        container.add_item(ui.TextDisplay(f"-# Continued: {literal(shortened(fact.claim, HEADING))}"))
    reference = f"-# Reference: fact:{fact.id}"
    foot = next((block for block in pages[page] if block.startswith(FOOT)), reference)
    for number, block in enumerate([*pages[page], reference]):
        if block is foot or (number and block.startswith(SIDE)):
            container.add_item(ui.Separator())
        container.add_item(ui.TextDisplay(block))
    for row in _rows(base, fact, asked, page, len(pages)):
        container.add_item(row)
    return view_of(container)


def _rows(base: FactBase, fact: Fact, asked: Asked, page: int, pages: int) -> Iterator[ui.ActionRow[ui.LayoutView]]:
    """The controls under an answer: other pages, what people say of it, other facts."""
    query_id = asked.query_id
    if turns := turning(page, pages, partial(AnswerPage, query_id, fact.id)):
        yield row_of(*turns)
    buttons: list[ui.Item[Any]] = [JudgeButton(judgement, query_id, fact.id) for judgement in LABELS]
    if asked.audience is not Audience.EVERYBODY:
        buttons.append(ShareAnswer(query_id, fact.id, page, done=asked.audience is Audience.SHARED))
    yield row_of(*buttons)
    close = (base.fact(fact_id) for fact_id in asked.others if fact_id != fact.id)
    if others := [other for other in close if other]:
        yield row_of(FactMenu(others, query_id, OTHERS))


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
    """The citation: the source's name, linked where it has an address; below it, small, when and where it says so."""
    source = base.sources[entry.source]
    name = literal(shortened(wording.source_name(source), HEADING))
    linked = f"[{name}]({source.url})" if source.url else name
    return f"**{linked}**\n-# {' · '.join(wording.place(source, entry))}"
