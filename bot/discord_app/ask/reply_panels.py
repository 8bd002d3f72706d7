"""The panels of a reply: a fact with its verdict and all evidence by origin, or the facts that come closest."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from urllib.parse import quote

import discord
from discord import ui

from bot import wording
from bot.discord_app.ask.question_context import Audience, QuestionContext
from bot.discord_app.layout import (
    COLOURS,
    FOLLOW,
    GREY,
    UNFOLLOW,
    Button,
    Frame,
    bold,
    button,
    fact_options,
    menu,
    nearest,
    row_of,
    show_button,
    source_menu,
    turning,
    verdict_text,
    view_of,
)
from bot.discord_app.text import MAX_BUTTON, literal, pack, pieces, shortened, told_apart
from bot.factbase.model import Fact, FactBase, Source
from bot.factbase.schema import Relation
from bot.factbase.verdict import Evidence, Verdict
from bot.reply import Answer, NoFact, Reply, Suggestions, unsupported_values

UNSURE = "### I'm not sure which fact you mean\nDid you mean one of these?"
UNSURE_OF_ONE = "### I'm not sure which fact you mean\nDid you mean this?"
ELSEWHERE = "Try other words, or look through `/topics` or `/disputes`."
_SOURCES, _DISAGREE = (
    r"(source|article|outlet|paper|report)s?",
    r"(disagree|differ|contradict|at odds|conflict|dispute)",
)
_ASKS_FOR_DISPUTES = re.compile(
    rf"\b{_SOURCES} ((do|all|most|still) )*{_DISAGREE}"
    rf"|\b{_DISAGREE}\w* (between|among|in) ((the|these|all) )*{_SOURCES}"
    r"|\b(disputed|contested) (facts?|claims?)\b|\b(what|facts?|claims?) (is|are) (disputed|contested)\b",
    re.IGNORECASE,
)
DISPUTES = "### Where the sources disagree\n`/disputes` lists the disputed facts of all topics or of one."
MOST_BUTTONS = 5
"""How many facts are offered as buttons; more are offered in a menu."""

JUDGEMENTS = {"answers": "This answers it", "not-asked": "Not my question"}
"""The label of each judgement's button."""
SHARE, SHARED = "Share", "Shared"
CLAIM, REMINDER = 250, 120
"""Characters, before escaping, of the claim on a shared panel, and on a later page of an answer."""
ORIGIN, NAME, ANCHORS = 150, 150, 100
"""Characters, before escaping, of the line on a common origin, of a source's name, and of the anchors of evidence."""
LONGEST_LINK = 600
"""The longest address with a text fragment."""
PAGE = (14, 2000, 5200)
"""Number of blocks, their characters and UTF-8 bytes on a page. The rest of a message is for what each page repeats."""
TOGETHER, APART = 1400, 600
"""The longest block, in characters, of several lines on one source: on a single page, and on several."""

Block = tuple[str, str]
"""A text, and the heading under which it stands (empty for none)."""


def answer_panel(base: FactBase, fact: Fact, context: QuestionContext, page: int = 0) -> ui.LayoutView:
    """One page (from 0; the nearest there is) of a fact with its verdict and all of its evidence.

    Each page repeats the claim, the verdict and the heading that it continues.
    """
    unsupported = unsupported_values(fact, context.words) if context.words else ()
    pages = _pages(base, fact, unsupported)
    page = nearest(page, len(pages))
    frame = context.framed(COLOURS[fact.verdict])
    if page:
        claim = literal(shortened(fact.claim, REMINDER))
        frame.add_item(ui.TextDisplay(f"**{claim}**\n{verdict_text(base, fact, unsupported, brief=True)}"))
    _add_blocks(frame, pages[page], begun=pages[page - 1][-1][1] if page else "")
    frame.add_item(ui.TextDisplay(f"-# Reference: fact:{fact.id}"))
    if turns := turning(page, len(pages), lambda to: f"page:{context.query_id}:{fact.id}:{to}"):
        frame.add_item(row_of(*turns))
    if buttons := _feedback(fact, context):
        frame.add_item(row_of(*buttons))
    close = (base.fact(fact_id) for fact_id in context.others if fact_id != fact.id)
    if others := fact_options(other for other in close if other):
        frame.add_item(row_of(menu(f"pick:{context.query_id}", "Related facts", others)))
    sources = dict.fromkeys(entry.source for entry in fact.evidence)
    frame.add_item(row_of(source_menu([base.sources[source_id] for source_id in sources])))
    return view_of(frame)


def shared_panel(base: FactBase, fact: Fact, context: QuestionContext) -> ui.LayoutView:
    """What everybody in a channel sees of an answer, within a phone's screen: claim, verdict, and a way to the rest."""
    unsupported = unsupported_values(fact, context.words) if context.words else ()
    frame = context.framed(COLOURS[fact.verdict])
    frame.add_item(ui.TextDisplay(f"## {literal(shortened(fact.claim, CLAIM))}"))
    frame.add_item(ui.TextDisplay(verdict_text(base, fact, unsupported)))
    return view_of(frame.add_item(row_of(show_button(context.query_id, fact))))


def share_button(custom_id: str, done: bool = False) -> Button:
    """The button that shares a panel; once it is ``done``, disabled."""
    return button(SHARED if done else SHARE, custom_id, disabled=done, style=discord.ButtonStyle.primary)


def _feedback(fact: Fact, context: QuestionContext) -> list[Button]:
    """The buttons that judge the answer, if there is a question to judge it by, and those that share and follow it."""
    about = f"{context.query_id}:{fact.id}"
    judged = JUDGEMENTS.items() if context.question else ()
    buttons = [button(label, f"judge:{judgement}:{about}") for judgement, label in judged]
    if context.audience is not Audience.EVERYBODY:
        buttons.append(share_button(f"share:{about}", done=context.audience is Audience.SHARED))
        followed = context.followed
        buttons.append(button(UNFOLLOW if followed else FOLLOW, f"{'un' if followed else ''}follow:{fact.id}"))
    return buttons


def _add_blocks(frame: Frame, blocks: Sequence[Block], begun: str) -> None:
    """Adds the blocks of a page with their headings; that of ``begun`` is continued."""
    shown = ""
    for number, (text, heading) in enumerate(blocks):
        if heading == shown:
            frame.add_item(ui.TextDisplay(text))
            continue
        if number or not begun:
            frame.add_item(ui.Separator())
        shown = heading
        more = ", continued" if heading == begun else ""
        frame.add_item(ui.TextDisplay(f"### {heading}{more}\n{text}" if heading else text))


def _pages(base: FactBase, fact: Fact, unsupported: Sequence[str]) -> list[list[Block]]:
    """Everything that is to be said on a fact, page by page.

    If it does not fit one page, the first source of each side stands on the first page.
    """
    claim, *rest = pieces(literal(fact.claim))
    head = [(text, "") for text in (f"## {claim}", *rest, verdict_text(base, fact, unsupported))]
    foot = [(f"-# {piece}", "") for line in wording.closing_lines(base, fact) for piece in pieces(literal(line))]
    evidence = (block for relation in Relation for block in _side(base, fact, relation, TOGETHER))
    pages = pack([*head, *evidence, *foot], *PAGE)
    if len(pages) == 1 or not fact.disputes:
        return pages
    sides = {relation: list(_side(base, fact, relation, APART)) for relation in Relation}
    first = [sides[Relation.SUPPORTS].pop(0), sides[Relation.DISPUTES].pop(0)]
    return pack([*head, *first, *(block for side in sides.values() for block in side), *foot], *PAGE)


def _side(base: FactBase, fact: Fact, relation: Relation, longest: int) -> Iterator[Block]:
    """The evidence of one relation, one origin after another, in blocks of about ``longest`` characters."""
    for witness in wording.witnesses(base, fact, relation):
        lead = f"-# {literal(shortened(witness.heading, ORIGIN))}\n" if witness.heading else ""
        for source, article in witness.articles:
            name, *lines = _lines(source, article)
            for text in _joined(f"{lead}{name}\n", lines, longest):
                yield text, wording.HEADINGS[relation]
            lead = ""


def _joined(lead: str, lines: Sequence[str], longest: int) -> Iterator[str]:
    """The lines in blocks of at most so many characters; the first has the lead and one line at least."""
    block = lead
    for number, line in enumerate(lines):
        if number and len(block) + len(line) > longest:
            yield block.rstrip("\n")
            block = ""
        block += f"{line}\n"
    yield block.rstrip("\n")


@lru_cache(maxsize=4_000)
def _lines(source: Source, article: tuple[Evidence, ...]) -> Sequence[str]:
    """One article: its name, date and kind; then of each paragraph what it says, where, and in which words."""
    name = literal(shortened(source.name, NAME))
    linked = f"[{name}]({source.url})" if source.url else name
    lines = [" · ".join([f"**{linked}**", *map(literal, wording.about(source))])]
    for entry in article:
        lines += [f"> {piece}" for piece in pieces(bold(wording.said(entry)))]
        words = literal(shortened(wording.own_words(entry), ANCHORS))
        lines.append(f"-# {_place(source, entry)} · {words}")
        if attributed := wording.attribution(entry):
            lines += [f"-# {piece}" for piece in pieces(literal(attributed))]
    return lines


def _place(source: Source, entry: Evidence) -> str:
    """Where in its article evidence stands, linked to the very words if the article has an address."""
    at = literal(wording.location(entry))
    link = f"{source.url}#:~:text={quote(entry.anchors[0], safe='').replace('-', '%2D')}"
    return f"[{at}]({link})" if source.url and len(link) <= LONGEST_LINK and "#" not in source.url else at


def reply_panel(reply: Reply, context: QuestionContext | None = None) -> ui.LayoutView:
    """The panel of a reply, headed by the question: Discord does not show what was typed into a command.

    ``context`` is by default that of the reply itself, for one person.
    """
    context = context or QuestionContext.of(reply, shared=False)
    closest = [candidate.fact for candidate in reply.closest]
    match reply:
        case Answer():
            panel = shared_panel if context.audience is Audience.EVERYBODY else answer_panel
            return panel(reply.base, reply.fact, context)
        case _ if _ASKS_FOR_DISPUTES.search(reply.query):
            disputed = [fact for fact in closest if fact.verdict is Verdict.DISPUTED]
            listed = button("Show the disputes", "go:disputes::0", style=discord.ButtonStyle.primary)
            return choices_panel(DISPUTES, disputed, context, listed)
        case Suggestions():
            lead = UNSURE if len(closest) > 1 else UNSURE_OF_ONE
            refusal = button("None of these" if len(closest) > 1 else "Not my question", f"none:{context.query_id}")
            return choices_panel(lead, closest, context, refusal)
        case NoFact():
            nothing = wording.nothing_line(reply.unknown).removesuffix(".")
            return nothing_panel(f"### {literal(nothing)}\n{ELSEWHERE}", closest, context)


def choices_panel(lead: str, facts: Sequence[Fact], context: QuestionContext, *others: Button) -> ui.LayoutView:
    """A lead over a button for each fact, or a menu of many; then other buttons, and one to the editors."""
    frame = context.framed(GREY).add_item(ui.TextDisplay(lead))
    if len(facts) > MOST_BUTTONS:
        frame.add_item(_fact_menu(facts, context, "Open one of these facts"))
    else:
        labels = told_apart([fact.claim for fact in facts], MAX_BUTTON)
        for fact, label in zip(facts, labels, strict=True):
            frame.add_item(row_of(button(label, f"show:{context.query_id}:{fact.id}", emoji=wording.mark(fact))))
    editors = [button("Ask the editors", f"request:{context.query_id}")] if context.question else []
    if buttons := [*others, *editors]:
        frame.add_item(row_of(*buttons))
    return view_of(frame)


def nothing_panel(lead: str, closest: Sequence[Fact], context: QuestionContext) -> ui.LayoutView:
    """A lead that says that nothing answers, a button to the editors, and a menu of the closest facts.

    These are not listed: they may have nothing to do with the question.
    """
    frame = context.framed(GREY).add_item(ui.TextDisplay(lead))
    if context.question:
        frame.add_item(row_of(button("Ask the editors", f"request:{context.query_id}")))
    if closest:
        frame.add_item(_fact_menu(closest, context, "Possibly related"))
    return view_of(frame)


def _fact_menu(facts: Sequence[Fact], context: QuestionContext, placeholder: str) -> ui.ActionRow[ui.LayoutView]:
    return row_of(menu(f"pick:{context.query_id}", placeholder, fact_options(facts)))
