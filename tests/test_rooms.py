"""The house: each room imports only from the floors below it, and files stay small enough to be one idea."""

import ast
import re
from pathlib import Path

import pytest

from tests.conftest import PROJECT

BELOW = {
    "regularfile": set(),
    "factbase": {"regularfile"},
    "matching": {"factbase"},
    "supervised": set(),
    "querylog": {"factbase", "supervised"},
    "wording": {"factbase"},
    "pictures": {"wording", "factbase"},
    "pulse": set(),
    "settings": {"regularfile"},
    "reply": {"factbase", "matching"},
    "status": {"querylog"},
    "records": {"factbase", "querylog", "reply", "status"},
    "aside": set(),
    "snapshot": {"aside", "factbase", "matching"},
    "desk": {"aside", "factbase", "matching", "querylog", "reply", "records", "snapshot"},
    "editing": {"aside", "supervised", "desk", "wording", "factbase"},
    "metrics": {"desk", "editing", "reply", "matching", "querylog"},
    "statements": {"desk", "reply", "factbase", "matching"},
    "discord_app": {
        "supervised",
        "desk",
        "editing",
        "statements",
        "reply",
        "records",
        "status",
        "pictures",
        "wording",
        "pulse",
        "factbase",
        "matching",
        "querylog",
    },
    "preview": {"desk", "discord_app"},
    "terminal": {
        "aside",
        "preview",
        "desk",
        "snapshot",
        "editing",
        "reply",
        "records",
        "pictures",
        "wording",
        "pulse",
        "metrics",
        "settings",
        "factbase",
        "matching",
        "querylog",
        "discord_app",
    },
    "__main__": {"terminal"},
    "__init__": set(),
}
LONGEST_FILE = 220

FILES = sorted((PROJECT / "bot").rglob("*.py"))


def room(path: Path) -> str:
    return path.relative_to(PROJECT / "bot").parts[0].removesuffix(".py")


def imports(path: Path) -> set[str]:
    names = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            names += [f"{node.module}.{alias.name}" if node.module == "bot" else node.module for alias in node.names]
        elif isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
    return {name.split(".")[1] for name in names if name.startswith("bot.")}


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PROJECT)))
def test_a_file_imports_only_from_its_own_room_and_below(path: Path) -> None:
    assert imports(path) <= BELOW[room(path)] | {room(path)}


def test_the_readme_lists_every_room_above_those_that_it_imports_from() -> None:
    readme = (PROJECT / "README.md").read_text(encoding="utf-8")
    rows = [line.split("|")[1] for line in readme.splitlines() if line.startswith("| `bot/")]
    place = {name: number for number, row in enumerate(rows) for name in re.findall(r"`bot/(\w+)(?:/|\.py)`", row)}

    assert set(place) == set(BELOW) - {"__init__", "__main__"}
    wrong = [(room, below) for room in place for below in BELOW[room] if place[room] > place[below]]
    assert wrong == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PROJECT)))
def test_a_file_is_short_enough_to_hold_one_idea(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_FILE
