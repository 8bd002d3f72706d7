"""What several rooms' tests share: the shipped fact base, the second one, and where the articles lie."""

import os
import signal
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import settings

from bot.factbase.model import FactBase
from bot.querylog.rows import Pseudonyms
from bot.snapshot import Snapshot, take_snapshot
from tests.editing import Folder

if hasattr(signal, "SIGHUP"):  # nohup, and some CI, has it ignored, and processes that tests start would inherit that
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
settings.register_profile("factbot", deadline=None)  # machines that run tests are noisy; hangs show as time-outs
settings.load_profile("factbot")

PROJECT = Path(__file__).parents[1]
SHARED = Path(os.environ.get("FACTBOT_TEST_MATERIAL", PROJECT.parent / "shared"))
"""Where the articles' texts, Discord's contract and the container tool are, for the tests marked ``material``."""
os.environ["XDG_CACHE_HOME"] = str(PROJECT / ".pytest_cache")  # also of the processes that tests start
FOLDERS = {"bench": "slow", "keeping": "slow", "loopback": "e2e", "preview": "e2e", "terminal": "e2e"}
"""The marker of all tests in a folder."""
PACKS = PROJECT / "tests" / "packs"
WARBLER = PACKS / "warbler"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks the tests of whole folders."""
    for item in items:
        if marker := FOLDERS.get(item.path.relative_to(PROJECT / "tests").parts[0]):
            item.add_marker(marker)


def query_log_rows(path: Path, columns: str = "*") -> list[tuple[object, ...]]:
    """What another process reads in a query log, in order."""
    with closing(sqlite3.connect(path)) as reader:
        return reader.execute(f"SELECT {columns} FROM queries ORDER BY id").fetchall()  # noqa: S608 - a test's own words


def log_name(path: Path, person: object) -> str | None:
    """By what name a query log knows somebody: a person of SimCord's, or an id."""
    return Pseudonyms.of_log(path).name(str(getattr(person, "id", person)))


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """A small valid fact base in a folder of its own."""
    (tmp_path / "base").mkdir()
    return Folder(tmp_path / "base")


@pytest.fixture(scope="session")
def shipped() -> Snapshot:
    """The shipped fact base and its matcher."""
    return take_snapshot(PROJECT / "facts", PROJECT / "sources")


@pytest.fixture(scope="session")
def shipped_base(shipped: Snapshot) -> FactBase:
    """The shipped fact base."""
    return shipped.base


@pytest.fixture(scope="session")
def articles() -> Path:
    """The folder with the texts of the five articles, which are not part of the project."""
    return SHARED / "articles"
