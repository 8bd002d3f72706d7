"""Unanswered questions: their list, and the panel on which an editor decides about one of them."""

from collections.abc import Mapping, Sequence

from discord import ui

from bot.discord_app.ask.feedback import REASONS
from bot.discord_app.ask.question_context import QUOTED
from bot.discord_app.editors.reports import WORDING, WORDINGS, Entry, Report, also, asked, often, paged, report_id
from bot.discord_app.layout import GREY, HEADING, button, fact_options, framed, menu, row_of, view_of
from bot.discord_app.text import literal, shortened
from bot.factbase.model import Fact, FactBase
from bot.querylog.decisions import Choice
from bot.querylog.requests import Gap
from bot.wording import counted

BUTTONS: Mapping[Choice, str] = {"new-fact": "Needs a new fact", "not-for-us": "Not for us", "later": "Later"}
"""The labels of the decisions that name no fact."""
DECIDED: Mapping[Choice, str] = {
    "phrasing": "a phrasing of “{}”. Run `factbot log learn` to write it",
    "new-fact": "needs a new fact",
    "not-for-us": "not for this fact base",
    "later": "comes up again in a week",
}
GONE = "Another editor has decided about that question, or nobody asks it any more."


def gaps_panel(
    gaps: Sequence[Gap], base: FactBase, days: int, page: int, unwritten: int = 0, said: str = ""
) -> ui.LayoutView:
    """The unanswered questions of a server in the last ``days``, and what was just ``said`` about one.

    ``unwritten`` phrasings are decided and not in the files yet.
    """
    span = counted(days, "day")
    lead = (
        f"### Unanswered questions\nIn this server, in the last {span}, most asked first. No fact was a sure answer, "
        "or somebody said that the facts shown did not answer the question."
    )
    if not gaps:
        lead = f"### No gaps\nIn {span}, every question here got an answer or a decision."
    if unwritten:
        waits = "waits" if unwritten == 1 else "wait"
        lead += f"\n-# {counted(unwritten, 'phrasing')} decided here {waits} to be written by `factbot log learn`."
    lead = f"-# {said}\n{lead}" if said else lead
    entries = [Entry(gap.ids[0], gap.query, _about(base, gap)) for gap in gaps]
    return paged(Report.GAPS, lead, entries, page, "gap", "Decide about one of these")


def _about(base: FactBase, gap: Gap) -> list[str]:
    """How often it was asked and in which other words, and what people said of the facts shown."""
    of_facts = [(fact_id, f"{times} × this answers it") for fact_id, times in gap.votes.most_common(1)]
    of_facts += [
        (fact_id, f"{times} × not the question" + (f": {REASONS[reason].lower()}" if reason else ""))
        for (fact_id, reason), times in gap.refused.most_common(WORDINGS)
    ]
    claims = [(fact.claim if (fact := base.fact(fact_id)) else fact_id, said) for fact_id, said in of_facts]
    return [
        often(gap.times, gap.askers, gap.last_asked),
        *also(list(gap.wordings)[1:]),
        *(f"-# {said} · {literal(shortened(claim, WORDING))}" for claim, said in claims),
    ]


def decision_panel(base: FactBase, gap: Gap, nearest: Sequence[Fact], page: int) -> ui.LayoutView:
    """Asks what becomes of a question, which may be a phrasing of a ``nearest`` fact; ``page`` is that of the list."""
    about = f"{gap.ids[0]}:{page}"
    question = "\n".join([asked(gap.query), *_about(base, gap)])
    frame = framed(GREY, f"### Decide about this question\n{question}")
    if options := fact_options(nearest):
        frame.add_item(row_of(menu(f"decide:phrasing:{about}", "It is a phrasing of this fact", options)))
    buttons = [button(label, f"decide:{choice}:{about}") for choice, label in BUTTONS.items()]
    return view_of(frame.add_item(row_of(*buttons, button("Back to the list", report_id(Report.GAPS, page)))))


def decided(gap: Gap, choice: Choice, fact: Fact | None) -> str:
    """What was decided, in one line."""
    claim = literal(shortened(fact.claim, HEADING)) if fact else ""
    return f"“{literal(shortened(gap.query, QUOTED))}”: {DECIDED[choice].format(claim)}"
