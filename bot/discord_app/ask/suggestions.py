"""The panel of a reply: an answer, or the facts that come closest."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from discord import ui

from bot import wording
from bot.discord_app.ask.answer_panel import answer_panel
from bot.discord_app.ask.buttons import NoneButton, RequestButton
from bot.discord_app.ask.fact_menu import CLOSEST, OPEN, offer
from bot.discord_app.ask.prepared import ANY_QUERY, Json, of_query, prepare, prepared_panel, text_of
from bot.discord_app.ask.question_context import Asked
from bot.discord_app.layout import GREY, HEADING, row_of
from bot.discord_app.text import literal, shortened
from bot.factbase.model import Fact
from bot.reply import Answer, NoFact, Reply, Suggestions


def choices_panel(lead: str, facts: Sequence[Fact], asked: Asked, none_of_these: bool = False) -> ui.LayoutView:
    """A lead of ours over the facts, a menu of them, and ways to say that it is something else."""
    parts = [text_of(lead)]
    if facts:
        listed = (f"{number}. {literal(shortened(fact.claim, HEADING))}" for number, fact in enumerate(facts, 1))
        parts += [text_of("\n".join(listed)), offer(facts, asked.query_id, OPEN)]
    parts += of_query(_buttons(none_of_these, bool(asked.question)), asked.query_id)
    return prepared_panel(GREY, asked, parts)


def nothing_panel(lead: str, closest: Sequence[Fact], asked: Asked) -> ui.LayoutView:
    """A lead of ours that nothing answers, a way to ask the editors, and, where one looks for it, what is closest.

    The closest facts are not listed: they may have nothing to do with the question.
    """
    parts = [text_of(lead), *of_query(_buttons(False, bool(asked.question)), asked.query_id)]
    if closest:
        parts.append(offer(closest, asked.query_id, CLOSEST))
    return prepared_panel(GREY, asked, parts)


@cache
def _buttons(none_of_these: bool, has_question: bool) -> list[Json]:
    """The row of buttons for any question; none where it would be empty."""
    buttons: list[ui.Item[Any]] = [NoneButton(ANY_QUERY)] if none_of_these else []
    if has_question:
        buttons.append(RequestButton(ANY_QUERY))
    return prepare([row_of(*buttons)] if buttons else [])


UNSURE = "### Did you mean one of these?\nNo fact matches your question for certain."
UNSURE_OF_ONE = "### Did you mean this?\nNo fact matches your question for certain."


def reply_panel(reply: Reply, asked: Asked | None = None) -> ui.LayoutView:
    """The panel of a reply, headed by the question: Discord does not show what was typed into a command.

    Without another question, it is that of the reply itself, answered for one person alone.
    """
    asked = asked or Asked.of(reply, shared=False)
    match reply:
        case Answer():
            return answer_panel(reply.base, reply.fact, asked)
        case Suggestions():
            lead = UNSURE if len(reply.closest) > 1 else UNSURE_OF_ONE
            return choices_panel(lead, _closest(reply), asked, none_of_these=True)
        case NoFact():
            nothing = wording.nothing_line(reply.unknown).removesuffix(".")
            lead = f"### {literal(nothing)}\nTry other words, or look through `/topics`."
            return nothing_panel(lead, _closest(reply), asked)


def _closest(reply: Reply) -> list[Fact]:
    return [candidate.fact for candidate in reply.closest]
