"""The panel of a reply: an answer, or the facts that come closest."""

from collections.abc import Sequence

from discord import ui

from bot import wording
from bot.discord_app.ask.answer_panel import answer_panel
from bot.discord_app.ask.question_context import QuestionContext
from bot.discord_app.layout import GREY, HEADING, button, fact_options, menu, row_of, view_of
from bot.discord_app.text import literal, shortened
from bot.factbase.model import Fact
from bot.reply import Answer, NoFact, Reply, Suggestions

UNSURE = "### Did you mean one of these?\nNo fact matches your question for certain."
UNSURE_OF_ONE = "### Did you mean this?\nNo fact matches your question for certain."
OPEN, CLOSEST = "Open one of these facts", "The closest facts there are"
"""The placeholder of the menu under facts that may be meant, and when no fact is."""


def reply_panel(reply: Reply, context: QuestionContext | None = None) -> ui.LayoutView:
    """The panel of a reply, headed by the question: Discord does not show what was typed into a command.

    ``context`` is by default that of the reply itself, for one person.
    """
    context = context or QuestionContext.of(reply, shared=False)
    closest = [candidate.fact for candidate in reply.closest]
    match reply:
        case Answer():
            return answer_panel(reply.base, reply.fact, context)
        case Suggestions():
            lead = UNSURE if len(closest) > 1 else UNSURE_OF_ONE
            return choices_panel(lead, closest, context, none_of_these=True)
        case NoFact():
            nothing = wording.nothing_line(reply.unknown).removesuffix(".")
            lead = f"### {literal(nothing)}\nTry other words, or look through `/topics`."
            return nothing_panel(lead, closest, context)


def choices_panel(
    lead: str, facts: Sequence[Fact], context: QuestionContext, none_of_these: bool = False
) -> ui.LayoutView:
    """A lead over a list of facts, a menu of them, and ways to say that it is something else."""
    frame = context.framed(GREY).add_item(ui.TextDisplay(lead))
    if facts:
        listed = (f"{number}. {literal(shortened(fact.claim, HEADING))}" for number, fact in enumerate(facts, 1))
        frame.add_item(ui.TextDisplay("\n".join(listed)))
        frame.add_item(_fact_menu(facts, context, OPEN))
    buttons = [button("None of these", f"none:{context.query_id}")] if none_of_these else []
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
        frame.add_item(_fact_menu(closest, context, CLOSEST))
    return view_of(frame)


def _fact_menu(facts: Sequence[Fact], context: QuestionContext, placeholder: str) -> ui.ActionRow[ui.LayoutView]:
    return row_of(menu(f"pick:{context.query_id}", placeholder, fact_options(facts)))
