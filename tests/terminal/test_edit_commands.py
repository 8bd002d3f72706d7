"""The commands that write facts and sources, as people type them."""

import json
import re
import sys
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from typing import NamedTuple

import pytest

from bot.editing.workspace import Workspace
from bot.terminal.app import main
from tests.edits.conftest import HARBOUR, workspace

__all__ = ["workspace"]


@pytest.fixture
def root(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder, with a base of one fact and two sources."""
    folder = workspace.facts.parent
    monkeypatch.chdir(folder)
    monkeypatch.setenv("FACTBOT_ARTICLES", "articles")
    monkeypatch.setenv("FACTBOT_LOG", "log.sqlite3")
    return folder


class Done(NamedTuple):
    exit_code: int
    stdout: str
    stderr: str


def factbot(*arguments: str) -> Done:
    """Runs the command as a process would, but here."""
    out, error = StringIO(), StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(error):
        patch.setattr(sys, "argv", ["factbot", *arguments])
        with pytest.raises(SystemExit) as end:
            main()
    return Done(int(end.value.code or 0), out.getvalue(), error.getvalue())


def test_a_text_is_shown_with_numbers_and_the_facts_that_cite_it(root: Path) -> None:
    every, some = (
        factbot("sources", "show", "harbour-news"),
        factbot("sources", "show", "harbour-news", "--search", "bay"),
    )

    assert [line.split()[0] for line in every.stdout.splitlines()] == ["1", "2", "3"]
    assert every.stdout.splitlines()[1].endswith("  [first-crossing]")
    assert some.stdout.startswith("   3  It carries 120 passengers")


def test_a_new_text_is_taken_by_one_command(root: Path) -> None:
    (root / "new.txt").write_text(f"A correction.\n{HARBOUR}", encoding="utf-8")

    done = factbot("sources", "update", "harbour-news", "new.txt")

    assert done.exit_code == 0
    assert done.stdout.splitlines() == [
        "facts/the-ferry.yaml: fact 'first-crossing', harbour-news: paragraph 2 is now 3",
        "1 moved, 0 to be looked at",
    ]
    assert "1 fact and 2 sources read: 0 errors" in factbot("check").stdout


def test_check_fixes_what_moved_before_it_checks(root: Path) -> None:
    (root / "articles" / "harbour-news.txt").write_text(f"A correction.\n{HARBOUR}", encoding="utf-8")

    before, after = factbot("check"), factbot("check", "--fix")

    assert (before.exit_code, after.exit_code) == (1, 0)
    assert "paragraph 2 is now 3" in after.stdout


def test_problems_are_told_to_github_and_to_programs(root: Path) -> None:
    file = root / "facts" / "the-ferry.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("paragraph: 2", "paragraph: 9"), encoding="utf-8")

    github, programs = factbot("check", "--format", "github"), factbot("check", "--format", "json")

    assert github.exit_code == programs.exit_code == 1
    assert github.stdout.startswith("::error file=facts/the-ferry.yaml,line=")
    first, *_ = json.loads(programs.stdout)
    assert (first["file"], first["severity"]) == ("facts/the-ferry.yaml", "error")


def test_what_is_due_is_listed(root: Path) -> None:
    assert factbot("facts", "review", "first-crossing").exit_code == 0

    due, fresh = factbot("check", "--stale", "0d"), factbot("check", "--stale", "180d")

    assert "first-crossing" in due.stdout
    assert "first-crossing" not in fresh.stdout
    assert factbot("check", "--stale", "soon").exit_code == 2


def test_what_is_asked_most_times_oldest_is_due_first(root: Path) -> None:
    ask = "How long is the crossing?"
    new = ("facts", "new", "The ferry", "--id", "time", "--claim", "A trip lasts 25 minutes.", "--phrasing", ask)
    assert factbot(*new, "--quote", "120 passengers", "--says", "Counts them.").exit_code == 0
    assert factbot("facts", "review", "first-crossing", "time").exit_code == 0
    file = root / "facts" / "the-ferry.yaml"
    for day in ("2020-01-01", "2023-01-01"):
        file.write_text(re.sub(r"reviewed: 202[4-9]-.*", f"reviewed: {day}", file.read_text("utf-8"), count=1), "utf-8")

    unasked = factbot("check", "--stale", "180d").stdout
    for _ in range(3):
        factbot("ask", ask)
    asked = factbot("check", "--stale", "180d").stdout

    assert re.findall("first-crossing|time", unasked) == ["first-crossing", "time"]
    assert re.findall("first-crossing|time", asked) == ["time", "first-crossing"]


def test_evidence_is_written_only_if_its_place_is_certain(root: Path) -> None:
    call = ("quote", "25 minutes", "--fact", "first-crossing", "--as", "supports", "--says", "Gives a time.")
    before = (root / "facts" / "the-ferry.yaml").read_bytes()

    unclear = factbot(*call)
    clear = factbot(*call, "--source", "pier-blog")

    assert unclear.exit_code == 1
    assert "harbour-news paragraph 3, pier-blog paragraph 3; nothing is written" in unclear.stderr
    assert clear.exit_code == 0
    assert (root / "facts" / "the-ferry.yaml").read_bytes().startswith(before[:80])


@pytest.mark.parametrize(
    "call",
    [
        ("quote", "x", "--fact", "first-crossing"),
        ("quote", "x", "--fact", "a", "--as", "qualifies", "--says", "b"),
        ("sources", "add", "none.txt"),
        ("log", "learn"),
    ],
)
def test_a_call_that_lacks_something_is_refused(root: Path, call: tuple[str, ...]) -> None:
    assert factbot(*call).exit_code == 2
