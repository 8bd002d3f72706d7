"""Standard output and tables on it: coloured if the terminal has colours, plain text in a pipe."""

import sys
from collections.abc import Sequence

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

PIPE_WIDTH = 10_000
"""The width of output that is no terminal, in columns: wide enough that no line is wrapped."""


def standard_output() -> Console:
    """Standard output: wrapped and coloured on a terminal, whole plain lines elsewhere."""
    return Console(highlight=False, width=None if sys.stdout and sys.stdout.isatty() else PIPE_WIDTH)


def new_table(title: str, *columns: str) -> Table:
    """An empty table; a column whose name starts with ``#`` holds numbers and is aligned to the right."""
    table = Table(title=title, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, pad_edge=False)
    for name in columns:
        table.add_column(name.removeprefix("#"), justify="right" if name.startswith("#") else "left", overflow="fold")
    return table


def add_row(table: Table, cells: Sequence[object]) -> None:
    """Add a row: numbers with thousands separators, None as a dash, text without control characters."""
    table.add_row(*(Text(_cell(value)) for value in cells))


def _cell(value: object) -> str:
    if value is None:
        return "–"
    if isinstance(value, int):
        return f"{value:,}"
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in str(value))
