"""What editors are shown of an edit of thousands of facts is made in moments, since everybody waits for it."""

import time
from collections.abc import Callable
from typing import TypeVar

import pytest

from bot.desk import Editing, Status
from bot.discord_app.editors.status_panel import status_panel
from bot.discord_app.notices.editors_channel import MOST_PANELS, edit_panels
from bot.editing.reloader import Edit, Outcome
from bot.factbase.fields import Changes
from bot.factbase.model import Fact, FactBase
from bot.factbase.problem import Position, Problem
from bot.factbase.schema import Vocabulary
from bot.factbase.verdict import Verdict

T = TypeVar("T")

MANY = 20_000
MOST_SECONDS = 0.1
"""Of a processor's time; to write each of so many lines takes several times that."""

CLAIM = "The *Arn* bridge, which was closed in <b>1950</b>, opened again for @everyone in 1961."
FACT = Fact("a", "Bridges", CLAIM, (), (), (), (), (), Verdict.AGREED, 2)
BASE = FactBase((FACT,) * MANY, {}, Vocabulary(), "v")
PROBLEMS = tuple(Problem("facts/a.yaml", Position(n, 1), f"wrong: {CLAIM}") for n in range(MANY))
CHANGES = Changes("v", added=(FACT,) * MANY)
EDITS = {
    "problems": Edit(Outcome.REFUSED, problems=PROBLEMS),
    "changes": Edit(Outcome.TAKEN, changes=CHANGES),
    "warnings": Edit(Outcome.TAKEN, warnings=PROBLEMS),
}
FOLDERS = {"problems": Editing(0, 0, problems=PROBLEMS), "changes": Editing(0, 0, changes=CHANGES)}


def posted(edit: Edit) -> str:
    """The texts of all messages that the edit posts."""
    panels = edit_panels(edit)
    assert len(panels) == MOST_PANELS
    return str([panel.to_components() for panel in panels])  # type: ignore[no-untyped-call]


def status(editing: Editing) -> str:
    """The text of ``/editors status``."""
    status = Status("v", MANY, 0, None, 0, 0, "not asked")
    return str(status_panel(BASE, status, editing).to_components())  # type: ignore[no-untyped-call]


def made_in_moments(say: Callable[[T], str], of: T) -> tuple[str, int]:
    """What is said of an edit, which must be made in time, and how many of its lines it does not show."""
    started = time.process_time()
    said = say(of)
    assert time.process_time() - started < MOST_SECONDS
    return said, MANY - said.count("- **added") - said.count("facts/a.yaml")


@pytest.mark.parametrize("edit", EDITS)
def test_what_is_posted_of_thousands_of_lines_is_made_in_moments_and_counts_all_of_them(edit: str) -> None:
    said, more = made_in_moments(posted, EDITS[edit])

    assert f"… and {more} more." in said


@pytest.mark.parametrize("edit", FOLDERS)
def test_so_is_the_status_of_the_bot(edit: str) -> None:
    said, more = made_in_moments(status, FOLDERS[edit])

    assert f"- and {more} more" in said
