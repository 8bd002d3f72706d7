"""The house: each room imports only from the floors below it, and files stay small enough to be one idea."""

import ast
import re
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from tests.conftest import PROJECT

BELOW = {
    "environment": set(),
    "factbase": {"environment"},
    "matching": {"factbase"},
    "querylog": {"factbase", "background", "environment", "reply"},
    "wording": {"factbase"},
    "pictures": {"wording", "factbase"},
    "heartbeat": {"environment"},
    "settings": {"environment"},
    "reply": {"factbase", "matching"},
    "background": set(),
    "snapshot": {"background", "factbase", "matching"},
    "desk": {"background", "factbase", "matching", "querylog", "reply", "snapshot"},
    "editing": {"background", "desk", "factbase", "matching", "querylog", "environment", "snapshot", "wording"},
    "metrics": {"desk", "editing", "reply", "matching", "querylog"},
    "discord_app": {
        "environment",
        "background",
        "desk",
        "editing",
        "reply",
        "pictures",
        "wording",
        "heartbeat",
        "factbase",
        "matching",
        "querylog",
    },
    "terminal": {
        "environment",
        "background",
        "desk",
        "snapshot",
        "editing",
        "reply",
        "pictures",
        "wording",
        "heartbeat",
        "metrics",
        "settings",
        "factbase",
        "matching",
        "querylog",
        "discord_app",
    },
    "__main__": {"heartbeat", "terminal"},
    "__init__": set(),
}
SHARED_IN_DISCORD_APP = {"text", "layout", "controls", "gateway", "interactions"}
BELOW_IN_DISCORD_APP = {
    "text": set(),
    "layout": {"text"},
    "gateway": {"text"},
    "interactions": {"gateway", "layout", "text"},
    "controls": {"interactions", "layout"},
    "notices": {"gateway", "layout", "text"},
    "ask": SHARED_IN_DISCORD_APP | {"notices"},
    "browse": SHARED_IN_DISCORD_APP | {"ask"},
    "sources": SHARED_IN_DISCORD_APP | {"ask"},
    "check": SHARED_IN_DISCORD_APP | {"ask"},
    "editors": SHARED_IN_DISCORD_APP | {"ask", "notices"},
    "following": SHARED_IN_DISCORD_APP | {"ask", "notices"},
    "privacy": SHARED_IN_DISCORD_APP,
    "client": SHARED_IN_DISCORD_APP
    | {"ask", "browse", "check", "editors", "following", "notices", "privacy", "sources"},
    "service": {"client", "gateway"},
    "__init__": set(),
}
LONGEST_FILE = 420

FILES = sorted((PROJECT / "bot").rglob("*.py"))
DISCORD_APP = PROJECT / "bot" / "discord_app"
IN_DISCORD_APP = sorted(DISCORD_APP.rglob("*.py"))


def room(path: Path) -> str:
    return path.relative_to(PROJECT / "bot").parts[0].removesuffix(".py")


def imports(path: Path, house: str = "bot") -> set[str]:
    """The rooms of a house (a package) that a file imports from, but for what only type checkers read."""
    names = []
    for node in _walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            names += [f"{node.module}.{alias.name}" if node.module == house else node.module for alias in node.names]
        elif isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
    return {name.removeprefix(f"{house}.").split(".")[0] for name in names if name.startswith(f"{house}.")}


def _walk(tree: ast.AST) -> Iterator[ast.AST]:
    for node in ast.iter_child_nodes(tree):
        if not (isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"):
            yield node
            yield from _walk(node)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PROJECT)))
def test_a_file_imports_only_from_its_own_room_and_below(path: Path) -> None:
    assert imports(path) <= BELOW[room(path)] | {room(path)}


@pytest.mark.parametrize("path", IN_DISCORD_APP, ids=lambda path: str(path.relative_to(DISCORD_APP)))
def test_so_does_a_file_of_the_largest_room_within_it(path: Path) -> None:
    floor = path.relative_to(DISCORD_APP).parts[0].removesuffix(".py")

    assert imports(path, "bot.discord_app") <= BELOW_IN_DISCORD_APP[floor] | {floor}


def test_no_floor_is_above_and_below_another() -> None:
    for floors in (BELOW, BELOW_IN_DISCORD_APP):
        assert set(TopologicalSorter(floors).static_order()) == set(floors)  # which refuses cycles


def test_no_modules_import_one_another_in_a_circle_not_even_for_types() -> None:
    modules = {_module(path): path for path in FILES}
    imported = {name: _imported(path) & set(modules) - {name} for name, path in modules.items()}

    assert set(TopologicalSorter(imported).static_order()) == set(modules)  # which refuses circles


def _module(path: Path) -> str:
    """``bot.desk``; a package by its own name."""
    return ".".join(path.relative_to(PROJECT).with_suffix("").parts).removesuffix(".__init__")


def _imported(path: Path) -> set[str]:
    """Every name that a file imports from the house at its top level: modules, and what is in them."""
    names: set[str] = set()
    for node in _at_top_level(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
        elif isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
    return names


def _at_top_level(tree: ast.AST) -> Iterator[ast.AST]:
    """Every node that is in no function, those under ``if TYPE_CHECKING`` too."""
    for node in ast.iter_child_nodes(tree):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node
            yield from _at_top_level(node)


def test_every_room_is_listed_above_those_below_it() -> None:
    readme = (PROJECT / "bot" / "README.md").read_text(encoding="utf-8")
    rows = [line.split("|")[1] for line in readme.splitlines() if line.startswith("| `bot/")]
    place = {name: number for number, row in enumerate(rows) for name in re.findall(r"`bot/(\w+)(?:/|\.py)`", row)}

    assert set(place) == set(BELOW) - {"__init__", "__main__"}
    wrong = [(room, below) for room in place for below in BELOW[room] if place[room] > place[below]]
    assert wrong == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PROJECT)))
def test_a_file_is_short_enough_to_hold_one_idea(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_FILE
