"""The panels that tell editors what became of an edit: what it changed, or why it is not taken."""

from collections.abc import Iterator, Sequence

from discord import ui

from bot.desk import Editing
from bot.discord_app.literal import literal, shortened
from bot.discord_app.pages import pack, pieces
from bot.discord_app.panels.frame import GREY, HEADING, framed, view_of
from bot.editing.digest import details, summary
from bot.factbase.changes import Changes
from bot.factbase.problem import Problem

MOST_PANELS = 3
"""The most messages that one edit posts; what does not fit them is counted."""


def edit_panels(editing: Editing) -> list[ui.LayoutView]:
    """What became of one edit, in as many messages as it takes, at most :data:`MOST_PANELS`."""
    if editing.problems:
        lead = "### An edit is not taken\nThe last good facts go on answering. Please mend:"
        lines = list(_told(editing.problems))
    elif editing.changes:
        lead = f"### The facts have changed\n{literal(summary(editing.changes))}"
        lines = list(_listed(editing.changes))
    else:
        lead, lines = "### The edit is undone\nThe folders hold again what has been answering all the while.", []
    pages = pack(lines)
    shown = pages[:MOST_PANELS]
    if left := sum(len(page) for page in pages[MOST_PANELS:]):
        shown[-1].append(f"… and {left} more.")
    return [_panel(lead if number == 0 else "", page) for number, page in enumerate(shown)]


def _panel(lead: str, lines: Sequence[str]) -> ui.LayoutView:
    container = framed(GREY)
    for text in (lead, "\n".join(lines)):
        if text:
            container.add_item(ui.TextDisplay(text))
    return view_of(container)


def _told(problems: Sequence[Problem]) -> Iterator[str]:
    for problem in problems:
        first, *rest = pieces(literal(str(problem)))
        yield f"- {first}"
        yield from rest


def _listed(changes: Changes) -> Iterator[str]:
    for what, claim in details(changes):
        yield f"- **{what}** · {literal(shortened(claim, HEADING))}"
