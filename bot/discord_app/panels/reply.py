"""The panel of a reply: an answer, or the facts that come closest."""

from discord import ui

from bot import wording
from bot.discord_app.panels.answer import answer_panel
from bot.discord_app.panels.asked import Asked
from bot.discord_app.panels.choices import choices_panel, nothing_panel
from bot.discord_app.text.literal import literal
from bot.factbase.model import Fact
from bot.reply import Answer, NoFact, Reply, Suggestions

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
