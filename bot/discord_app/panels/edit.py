"""The panels that tell editors what became of an edit: what it changed, or why it is not taken."""

from collections.abc import Iterable, Iterator, Sequence

from discord import ui

from bot.desk import Editing
from bot.discord_app.literal import literal, shortened
from bot.discord_app.pages import MAX_BLOCKS, pack, pieces
from bot.discord_app.panels.frame import GREY, HEADING, framed, view_of
from bot.editing.digest import details, summary
from bot.factbase.problem import Problem

MOST_PANELS = 3
"""The most messages that one edit posts; what does not fit them is counted."""
MOST_LINES = MOST_PANELS * MAX_BLOCKS
"""More lines than those messages hold: an edit may have thousands, and to make each of them takes long."""


def edit_panels(editing: Editing) -> list[ui.LayoutView]:
    """What became of one edit, in as many messages as it takes, at most :data:`MOST_PANELS`."""
    told = editing.problems or editing.warnings
    happened = list(details(editing.changes)) if editing.changes and not editing.problems else []
    lines = [*_told(told[:MOST_LINES]), *_listed(happened[:MOST_LINES])]
    left = len(told[MOST_LINES:]) + len(happened[MOST_LINES:])
    pages = pack(lines)
    shown = pages[:MOST_PANELS]
    if left := left + sum(len(page) for page in pages[MOST_PANELS:]):
        shown[-1].append(f"… and {left} more.")
    return [_panel(_lead(editing) if number == 0 else "", page) for number, page in enumerate(shown)]


def _lead(editing: Editing) -> str:
    if editing.problems:
        return "### An edit is not taken\nThe last good facts go on answering. Please mend:"
    look = "\nPlease look at the warnings." if editing.warnings else ""
    if editing.changes:
        return f"### The facts have changed\n{literal(summary(editing.changes))}{look}"
    if editing.warnings:
        return f"### An edit changes no fact{look}"
    return "### The edit is undone\nThe folders hold again what has been answering all the while."


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


def _listed(happened: Iterable[tuple[str, str]]) -> Iterator[str]:
    for what, claim in happened:
        yield f"- **{what}** · {literal(shortened(claim, HEADING))}"
