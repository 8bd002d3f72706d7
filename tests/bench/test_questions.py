"""Question sets are refused plainly where they are wrong, and always split the same way."""

from pathlib import Path

import pytest

from bot.factbase.loading import load
from bot.factbase.model import FactBase
from tests.editing import Folder
from tests.matching.questions import BadQuestions, Half, Kind, Question, read_questions

GOOD = "- {q: When was the bridge built, kind: natural, facts: [opening]}\n"


@pytest.fixture
def base(tmp_path: Path) -> FactBase:
    """A base with the facts ``opening`` and ``length``."""
    folder = Folder(tmp_path)
    return load(folder.facts, folder.sources)


def test_a_question_knows_its_kind_and_facts(base: FactBase, tmp_path: Path) -> None:
    (tmp_path / "questions.yaml").write_text(GOOD)

    assert read_questions(tmp_path, base) == (Question("When was the bridge built", Kind.NATURAL, ("opening",)),)


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ("{q: how high, kind: natural, facts: [height]}", "the base has no fact height"),
        ("{q: how long, kind: polite, facts: [length]}", "the unknown kind 'polite'"),
        ("{q: how long, kind: search, facts: []}", "needs the facts that answer it"),
        ("{q: how high, kind: near-miss, facts: [length]}", "has none"),
        ("{q: how long, kind: search, fact: length}", "exactly the keys"),
        ("{q: 1931, kind: search, facts: [opening]}", "q must be a text"),
        ("{q: When was the bridge built, kind: search, facts: [opening]}", "the same text as"),
    ],
)
def test_a_wrong_entry_is_named_with_what_is_wrong(base: FactBase, tmp_path: Path, entry: str, said: str) -> None:
    (tmp_path / "questions.yaml").write_text(f"{GOOD}- {entry}\n")

    with pytest.raises(BadQuestions) as refused:
        read_questions(tmp_path, base)

    assert "questions.yaml: entry 2: " in str(refused.value)
    assert said in str(refused.value)


def test_a_folder_without_questions_is_refused(base: FactBase, tmp_path: Path) -> None:
    with pytest.raises(BadQuestions, match="no question file"):
        read_questions(tmp_path, base)


def test_a_file_that_holds_no_list_is_refused(base: FactBase, tmp_path: Path) -> None:
    (tmp_path / "questions.yaml").write_text("")

    with pytest.raises(BadQuestions, match="must hold a list"):
        read_questions(tmp_path, base)


@pytest.mark.parametrize(
    ("text", "half"), [("a", Half.REPORTING), ("b", Half.REPORTING), ("c", Half.TUNING), ("d", Half.TUNING)]
)
def test_the_split_never_moves(text: str, half: Half) -> None:
    assert Question(text, Kind.SEARCH, ("opening",)).half is half
