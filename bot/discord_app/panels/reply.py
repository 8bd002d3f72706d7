"""The panel of a reply: an answer, or the facts that come closest."""

from discord import ui

from bot.desk import Answer, NoFact, Reply, Suggestions
from bot.discord_app.panels.answer import answer_panel
from bot.discord_app.panels.choices import choices_panel


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
    return choices_panel(lead, reply.closest, question)
