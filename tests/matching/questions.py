"""The question sets: what people may ask a fact base, which facts answer it, and the fixed split in two halves."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import yaml

from bot.factbase.model import FactBase


class Kind(StrEnum):
    """How a question is put; the last two have no fact that answers them."""

    NATURAL = "natural"
    SEARCH = "search"
    NOISY = "noisy"
    STATEMENT = "statement"
    NEAR_MISS = "near-miss"
    OFF_TOPIC = "off-topic"


UNANSWERABLE = frozenset({Kind.NEAR_MISS, Kind.OFF_TOPIC})
"""The kinds that the right reply to is no fact."""


class Half(StrEnum):
    """Which half of a set a question is in: one to tune on, one to look at only for a report."""

    TUNING = "tuning"
    REPORTING = "reporting"


class BadQuestions(Exception):
    """A question set is unusable; the text names each file and entry and what is wrong with it, one a line."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question, how it is put, and the ids of the facts of which any one answers it (none for the unanswerable)."""

    text: str
    kind: Kind
    facts: tuple[str, ...]

    @property
    def answerable(self) -> bool:
        """Whether the base has a fact that answers it."""
        return self.kind not in UNANSWERABLE

    @property
    def half(self) -> Half:
        """Its half, by the parity of the SHA-256 of its text: moving or adding other questions never changes it."""
        digest = hashlib.sha256(self.text.encode()).hexdigest()
        return Half.TUNING if int(digest, 16) % 2 == 0 else Half.REPORTING


def read_questions(folder: Path, base: FactBase) -> tuple[Question, ...]:
    """Every question in a folder's YAML files, each a list of ``{q, kind, facts}``, in the order of names and lines.

    Raises :exc:`BadQuestions` with all that is wrong: an unknown kind or fact, an answerable question without facts,
    an unanswerable one with some, or the same text twice.
    """
    questions: list[Question] = []
    wrong: list[str] = []
    seen: dict[str, str] = {}
    files = sorted(folder.glob("*.yaml"))
    if not files:
        raise BadQuestions(f"{folder}: no question file is there")
    for file in files:
        entries = yaml.safe_load(file.read_text(encoding="utf-8"))
        if not isinstance(entries, list):
            wrong.append(f"{file}: it must hold a list of questions")
            continue
        for number, entry in enumerate(entries, 1):
            place = f"{file}: entry {number}"
            try:
                question = _question(entry, base)
            except ValueError as error:
                wrong.append(f"{place}: {error}")
                continue
            if question.text in seen:
                wrong.append(f"{place}: the same text as {seen[question.text]}")
            seen.setdefault(question.text, place)
            questions.append(question)
    if wrong:
        raise BadQuestions("\n".join(wrong))
    return tuple(questions)


def of_half(questions: Sequence[Question], half: Half) -> tuple[Question, ...]:
    """The questions of one half, in their order."""
    return tuple(question for question in questions if question.half is half)


def _question(entry: object, base: FactBase) -> Question:
    if not isinstance(entry, dict) or set(entry) != {"q", "kind", "facts"}:
        raise ValueError("an entry has exactly the keys q, kind and facts")
    text, kind, facts = entry["q"], entry["kind"], entry["facts"]
    if not isinstance(text, str) or not text:
        raise ValueError("q must be a text that is not empty")
    if kind not in list(Kind):
        raise ValueError(f"the unknown kind {kind!r}; the kinds are {', '.join(Kind)}")
    if not isinstance(facts, list):
        raise ValueError("facts must be a list of fact ids, [] where none answers")
    if unknown := [str(fact) for fact in facts if not isinstance(fact, str) or base.fact(fact) is None]:
        raise ValueError(f"the base has no fact {', '.join(unknown)}")
    question = Question(text, Kind(kind), tuple(facts))
    if question.answerable != bool(facts):
        raise ValueError(f"a {kind} question {'needs the facts that answer it' if question.answerable else 'has none'}")
    return question
