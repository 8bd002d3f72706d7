"""What people see in Discord: replies laid out as Components V2, within every limit that Discord sets."""

from collections.abc import Iterator, Sequence

import discord
from discord import ui

from bot import wording
from bot.desk import Answer, NoFact, Reply, Suggestions
from bot.discord_app.controls import FactMenu, PageButton
from bot.discord_app.literal import literal, shortened
from bot.discord_app.pages import pack, pieces
from bot.factbase.model import Evidence, Fact, FactBase
from bot.factbase.verdict import Verdict
from bot.matching.matcher import Candidate

COLOURS = {
    Verdict.AGREED: discord.Colour(0x2E9E5B),
    Verdict.DISPUTED: discord.Colour(0xE8A317),
    Verdict.SINGLE_ORIGIN: discord.Colour(0x3B82C4),
}
GREY = discord.Colour(0x80848E)
MARKS = {Verdict.AGREED: "🟢", Verdict.DISPUTED: "🟠", Verdict.SINGLE_ORIGIN: "🔵"}

SIDE = "### "
"""Begins the first block of each side of a fact."""

HEADING = 250
"""Characters, before escaping, of a claim or name where it is only a reminder."""
QUOTED = 300
"""Characters, before escaping, of a question when it is repeated."""
QUESTION_ID = 1001
"""The component id under which a repeated question is found again when its message is changed."""


def reply_panel(reply: Reply, question: str | None = None) -> ui.LayoutView:
    """The panel of a reply, headed by the ``question`` line where others than the asker will read it."""
    match reply:
        case Answer():
            return answer_panel(reply.base, reply.fact, question=question)
        case Suggestions():
            lead = "### Did you mean one of these?\nNo fact matches your question for certain."
        case NoFact():
            rest = " The closest it has:" if reply.closest else ""
            lead = f"### No fact covers that\nNothing in this fact base answers it.{rest}"
    return _choices_panel(lead, reply.closest, question)


def question_line(query: str) -> str:
    """How a question is repeated in a panel."""
    return f"-# Asked: {literal(shortened(query, QUOTED))}"


def answer_panel(base: FactBase, fact: Fact, page: int = 0, question: str | None = None) -> ui.LayoutView:
    """One page (from 0; the nearest there is) of a fact with its verdict and all of its evidence."""
    pages = pack(list(_blocks(base, fact)))
    page = max(0, min(page, len(pages) - 1))
    container = _container(COLOURS[fact.verdict], question)
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
    return _view(container)


def notice_panel(text: str) -> ui.LayoutView:
    """One sentence of ours."""
    container = _container(GREY, question=None)
    container.add_item(ui.TextDisplay(text))
    return _view(container)


def _choices_panel(lead: str, candidates: Sequence[Candidate], question: str | None) -> ui.LayoutView:
    container = _container(GREY, question)
    container.add_item(ui.TextDisplay(lead))
    facts = [candidate.fact for candidate in candidates]
    if facts:
        listed = (f"{number}. {literal(shortened(fact.claim, HEADING))}" for number, fact in enumerate(facts, 1))
        container.add_item(ui.TextDisplay("\n".join(listed)))
        row = ui.ActionRow[ui.LayoutView]()
        row.add_item(FactMenu(facts))
        container.add_item(row)
    return _view(container)


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


def _container(colour: discord.Colour, question: str | None) -> ui.Container[ui.LayoutView]:
    """An empty panel of that colour, headed by the repeated question where there is one."""
    container = ui.Container[ui.LayoutView](accent_colour=colour)
    if question:
        container.add_item(ui.TextDisplay(question, id=QUESTION_ID))
    return container


def _view(container: ui.Container[ui.LayoutView]) -> ui.LayoutView:
    view = ui.LayoutView(timeout=None)
    view.add_item(container)
    return view
