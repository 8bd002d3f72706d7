"""The fact bases that matching is measured on, each with its questions."""

from dataclasses import dataclass, field
from enum import StrEnum

from bot.factbase.loading import load
from bot.factbase.model import FactBase
from tests.conftest import PACKS, PROJECT
from tests.matching.questions import Question, read_questions


class PackName(StrEnum):
    """The bases: the shipped one, and two on other subjects, so that nothing is tuned to one of them alone.

    ``warbler`` is one story, with phrasings; ``rumours`` is a fact-check desk's many claims, nearly without phrasings,
    and its statements are posts.
    """

    SHIPPED = "shipped"
    WARBLER = "warbler"
    RUMOURS = "rumours"


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
    shipped = name is PackName.SHIPPED
    root = PROJECT if shipped else PACKS / name
    folder = PROJECT / "tests" / "matching" / "questions" if shipped else root / "questions"
    base = load(root / "facts", root / "sources")
    return Pack(name, base, read_questions(folder, base))
