"""The panel of a reply: an answer, or the facts that come closest."""

from collections.abc import Sequence

from discord import ui

from bot import wording
from bot.discord_app.ask.answer_panel import answer_panel, shared_panel
from bot.discord_app.ask.question_context import Audience, QuestionContext
from bot.discord_app.layout import GREY, button, fact_options, menu, row_of, view_of
from bot.discord_app.text import MAX_BUTTON, literal, told_apart
from bot.factbase.model import Fact
from bot.reply import Answer, NoFact, Reply, Suggestions

UNSURE = "### I'm not sure which fact you mean\nDid you mean one of these?"
UNSURE_OF_ONE = "### I'm not sure which fact you mean\nDid you mean this?"
ELSEWHERE = "Try other words, or look through `/topics` or `/disputes`."
MOST_BUTTONS = 5
"""How many facts are offered as buttons; more are offered in a menu."""


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
        case Suggestions():
            lead = UNSURE if len(closest) > 1 else UNSURE_OF_ONE
            return choices_panel(lead, closest, context, refusable=True)
        case NoFact():
            nothing = wording.nothing_line(reply.unknown).removesuffix(".")
            return nothing_panel(f"### {literal(nothing)}\n{ELSEWHERE}", closest, context)


def choices_panel(lead: str, facts: Sequence[Fact], context: QuestionContext, refusable: bool = False) -> ui.LayoutView:
    """A lead over a button for each fact; if ``refusable``, a button to say that none is meant; and the editors."""
    frame = context.framed(GREY).add_item(ui.TextDisplay(lead))
    if len(facts) > MOST_BUTTONS:
        frame.add_item(_fact_menu(facts, context, "Open one of these facts"))
    else:
        labels = told_apart([fact.claim for fact in facts], MAX_BUTTON)
        for fact, label in zip(facts, labels, strict=True):
            frame.add_item(row_of(button(label, f"show:{context.query_id}:{fact.id}", emoji=wording.mark(fact))))
    refusal = "Not my question" if len(facts) == 1 else "None of these"
    buttons = [button(refusal, f"none:{context.query_id}")] if refusable else []
    buttons += [button("Ask the editors", f"request:{context.query_id}")] if context.question else []
    if buttons:
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
