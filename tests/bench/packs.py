"""The fact bases that matching is measured on, each with its questions."""

from dataclasses import dataclass, field
from enum import StrEnum

from bot.factbase.loading import load
from bot.factbase.model import FactBase
from tests.conftest import PROJECT, WARBLER
from tests.matching.questions import Question, read_questions


class PackName(StrEnum):
    """The two bases: the shipped one, and one on another subject that nothing may be tuned to alone."""

    SHIPPED = "shipped"
    WARBLER = "warbler"


@dataclass(frozen=True)
class Pack:
    """A fact base and all questions about it, of both halves."""

    name: PackName
    base: FactBase = field(repr=False)
    questions: tuple[Question, ...] = field(repr=False)


def load_pack(name: PackName) -> Pack:
    """The pack of that name.

    Raises :exc:`bot.factbase.problem.BadFactBase` or :exc:`tests.matching.questions.BadQuestions`.
    """
    root = PROJECT if name is PackName.SHIPPED else WARBLER
    folder = PROJECT / "tests" / "matching" / "questions" if name is PackName.SHIPPED else WARBLER / "questions"
    base = load(root / "facts", root / "sources")
    return Pack(name, base, read_questions(folder, base))
