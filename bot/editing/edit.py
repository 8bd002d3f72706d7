"""What became of one edit, for those who are told of edits."""

from dataclasses import dataclass
from enum import StrEnum

from bot.factbase.changes import Changes
from bot.factbase.problem import Problem


class Outcome(StrEnum):
    """What became of an edit: taken, refused for its problems, or, after one that was refused, undone."""

    TAKEN = "taken"
    REFUSED = "refused"
    UNDONE = "undone"


@dataclass(frozen=True, slots=True)
class Edit:
    """One edit.

    ``problems`` are why it was refused, and ``warnings`` what should be looked at in one that was not, which nobody has
    been told of before; both in reading order. ``changes`` is what it changed; None where it was refused or undone, and
    where it touches no fact, source or vocabulary.
    """

    outcome: Outcome
    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()
    changes: Changes | None = None
