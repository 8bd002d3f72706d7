"""The panels that tell editors what became of an edit: what it changed, or why it is not taken."""

from collections.abc import Iterable, Iterator, Sequence

from discord import ui

from bot.discord_app.panels.frame import GREY, HEADING, framed, view_of
from bot.discord_app.text.literal import literal, shortened
from bot.discord_app.text.pages import MAX_BLOCKS, pack, pieces
from bot.editing.digest import details, summary
from bot.editing.edit import Edit, Outcome
from bot.factbase.problem import Problem

MOST_PANELS = 3
"""The most messages that one edit posts; what does not fit them is counted."""
MOST_LINES = MOST_PANELS * MAX_BLOCKS
"""More lines than those messages hold: an edit may have thousands, and to make each of them takes long."""


def edit_panels(edit: Edit) -> list[ui.LayoutView]:
    """What became of one edit, in as many messages as it takes, at most :data:`MOST_PANELS`."""
    told = edit.problems or edit.warnings
    happened = list(details(edit.changes)) if edit.changes else []
    lines = [*_told(told[:MOST_LINES]), *_listed(happened[:MOST_LINES])]
    left = len(told[MOST_LINES:]) + len(happened[MOST_LINES:])
    pages = pack(lines)
    shown = pages[:MOST_PANELS]
    if left := left + sum(len(page) for page in pages[MOST_PANELS:]):
        shown[-1].append(f"… and {left} more.")
    return [_panel(_lead(edit) if number == 0 else "", page) for number, page in enumerate(shown)]


def _lead(edit: Edit) -> str:
    match edit.outcome:
        case Outcome.REFUSED:
            return "### An edit is not taken\nThe last good facts go on answering. Please mend:"
        case Outcome.UNDONE:
            return "### The edit is undone\nThe folders hold again what has been answering all the while."
        case Outcome.TAKEN:
            look = "\nPlease look at the warnings." if edit.warnings else ""
            changed = f"The facts have changed\n{literal(summary(edit.changes))}" if edit.changes else ""
            return f"### {changed or 'An edit changes no fact'}{look}"


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
