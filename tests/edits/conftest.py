"""A small base with its texts, for the commands that write it."""

from pathlib import Path

import pytest

from bot.editing.articles import add_source
from bot.editing.evidence import evidence_entry, new_fact
from bot.editing.workspace import Workspace

HARBOUR = """\
New ferry starts on Monday
The ferry Solveig makes its first crossing on Monday 4 May 2026, the harbour office said.
It carries 120 passengers and crosses the bay in 25 minutes.
"""
PIER = """\
Solveig at last
I asked at the pier: the first boat leaves on 5 May, not a day earlier.
The crossing takes “25 minutes” if the sea is calm.
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """Two sources and one fact."""
    for name in ("facts", "sources", "articles"):
        (tmp_path / name).mkdir()
    here = Workspace(tmp_path / "facts", tmp_path / "sources", tmp_path / "articles")
    for name, text in (("harbour-news", HARBOUR), ("pier-blog", PIER)):
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
        given = {"name": name.title(), "kind": "news"}
        add_source(here.reread(), tmp_path / f"{name}.txt", given, None, None)
    entry = evidence_entry("harbour-news", 2, ["Monday 4 May 2026"], "Announces the first trip.")
    claim = "The ferry Solveig first crosses the bay on 4 May 2026."
    new_fact(here.reread(), "The ferry", claim, [entry], "first-crossing", "4 May 2026", ["When does it start?"])
    return here.reread()
