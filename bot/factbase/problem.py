"""What is wrong in an editor's file, where, and what would be right."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

MAX_PROBLEMS = 100
"""The most problems of one file that are told; who mends those sees the rest in the next run."""


class Severity(StrEnum):
    """How much a problem matters: an error must be mended, a warning should be looked at."""

    ERROR = "error"
    WARNING = "warning"


class Code(StrEnum):
    """What a warning is about, in a word or two by which a fact or a source accepts it."""

    # one fact
    NO_SENTENCE = "no-sentence"
    NO_PHRASINGS = "no-phrasings"
    SPLIT_BY_COMMA = "split-by-comma"
    FIGURE_NOT_ANCHORED = "figure-not-anchored"
    FIGURE_NOT_IN_ARTICLE = "figure-not-in-article"
    WEAK_ANCHOR = "weak-anchor"
    VALUE_NOWHERE = "value-nowhere"
    NO_DISPUTE = "no-dispute"
    SILENT_SOURCE = "silent-source"
    ORIGIN_ON_BOTH_SIDES = "origin-on-both-sides"
    ONE_INSTITUTION = "one-institution"
    UNMARKED_SAYING = "unmarked-saying"
    ATTRIBUTED_TO_ITSELF = "attributed-to-itself"
    # several facts
    SAME_PHRASING = "same-phrasing"
    NEAR_CLAIM = "near-claim"
    NEAR_FACT = "near-fact"
    NEAR_TOPIC = "near-topic"
    # sources
    NEAR_ORIGIN = "near-origin"
    SHARED_TEXT = "shared-text"
    NO_ORIGIN = "no-origin"
    UNUSED_SOURCE = "unused-source"
    FUTURE_DAY = "future-day"
    # the vocabulary
    TWICE_IN_GROUP = "twice-in-group"
    SHARED_SPELLING = "shared-spelling"
    UNUSED_NAME = "unused-name"
    # matching
    TAKEN_PHRASING = "taken-phrasing"
    TAKING_FACTS = "taking-facts"
    HARDLY_FOUND = "hardly-found"
    # files
    CUT_TEXT = "cut-text"
    UNREAD_FILE = "unread-file"


class Position(NamedTuple):
    """A place in a text file; ``line`` and ``column`` count from 1, as editors show them."""

    line: int = 1
    column: int = 1


Steps: TypeAlias = tuple[str | int, ...]
"""The keys and indexes that lead to a value in a file, from its root or from a fact."""


def place(mark: Any) -> Position:  # noqa: ANN401 - PyYAML has two classes of marks, and events without one
    """The position of a mark of PyYAML's; the text's begin if there is none."""
    return Position(mark.line + 1, mark.column + 1) if mark else Position()


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that an editor can mend.

    ``str(problem)`` is ``file:line:column: what is wrong; what would be right``, with ``warning:`` before the words of
    a warning and its ``code`` behind them. ``fix`` may be empty if ``wrong`` says it all.
    """

    file: str
    position: Position
    wrong: str
    fix: str = ""
    severity: Severity = Severity.ERROR
    code: Code | None = None

    def __str__(self) -> str:
        label = "warning: " if self.severity is Severity.WARNING else ""
        words = f"{self.wrong}; {self.fix}" if self.fix else self.wrong
        code = f" [{self.code}]" if self.code else ""
        return shown(f"{self.file}:{self.position.line}:{self.position.column}: {label}{words}", limit=1000) + code


def of_file(path: Path | str, wrong: str, fix: str = "") -> Problem:
    """A problem of a whole file or folder."""
    return Problem(str(path), Position(), wrong, fix)


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
