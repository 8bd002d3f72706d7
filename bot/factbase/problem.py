"""What is wrong in an editor's file, where, and what would be right."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

MAX_PROBLEMS = 100
"""The most problems of one file that are told; who mends those sees the rest in the next run."""


class Severity(StrEnum):
    """How much a problem matters: an error must be mended, a warning should be looked at."""

    ERROR = "error"
    WARNING = "warning"


class Position(NamedTuple):
    """A place in a text file; ``line`` and ``column`` count from 1, as editors show them."""

    line: int = 1
    column: int = 1


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that an editor can mend.

    ``str(problem)`` is ``file:line:column: what is wrong; what would be right``, with ``warning:`` before the words
    of a warning. ``fix`` may be empty where ``wrong`` says it all.
    """

    file: str
    position: Position
    wrong: str
    fix: str = ""
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        label = "warning: " if self.severity is Severity.WARNING else ""
        words = f"{self.wrong}; {self.fix}" if self.fix else self.wrong
        return shown(f"{self.file}:{self.position.line}:{self.position.column}: {label}{words}", limit=1000)


class BadFactBase(Exception):
    """The folders do not hold a usable fact base; ``problems`` says all that is wrong, in reading order."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = tuple(problems)


def shown(text: str, limit: int = 60) -> str:
    """A text as it can be shown in one line of a terminal: control characters escaped, cut at ``limit`` characters."""
    plain = "".join(c if c.isprintable() or c == " " else ascii(c)[1:-1] for c in text[:limit])
    return plain + ("…" if len(text) > limit else "")


def in_reading_order(problems: Iterable[Problem]) -> list[Problem]:
    """The same problems by file, line and column, each once."""
    return sorted(set(problems), key=lambda problem: (problem.file, problem.position, problem.severity, problem.wrong))
