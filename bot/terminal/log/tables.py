"""Tables on a terminal, and what people typed as a terminal may show it."""

from collections.abc import Sequence

from rich import box
from rich.table import Table
from rich.text import Text


def table(title: str, *columns: str) -> Table:
    """An empty table; a column whose name starts with ``#`` holds numbers."""
    made = Table(title=title, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, pad_edge=False)
    for name in columns:
        made.add_column(name.removeprefix("#"), justify="right" if name.startswith("#") else "left", overflow="fold")
    return made


def add(made: Table, cells: Sequence[object]) -> None:
    """Adds a row: numbers with separators, None as a dash, texts as they may be shown."""
    made.add_row(*(Text(shown(cell)) for cell in cells))


def shown(value: object) -> str:
    """A value in one line; what would steer a terminal, or hide, is replaced."""
    if value is None:
        return "–"
    if isinstance(value, float):
        return f"{value:,.1f}"
    if isinstance(value, int):
        return f"{value:,}"
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in str(value))


def share(part: int, whole: int) -> str:
    """``12 (24 %)``."""
    return f"{part:,} ({part / whole:.0%})" if whole else f"{part:,}"
