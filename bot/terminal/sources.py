"""``factbot sources`` and ``factbot facts``: the base in tables, as JSON or in pictures."""

import json
from itertools import combinations
from pathlib import Path

import typer
from rich.console import Console
from rich.text import Text

from bot import wording
from bot.factbase.comparison import Comparison, compare
from bot.factbase.loading import load
from bot.pictures.album import NotInstalled, draw
from bot.pictures.selection import select
from bot.pictures.theme import Theme
from bot.settings import read_settings
from bot.terminal.display import show_base
from bot.terminal.json_output import base_form, comparison_form
from bot.terminal.output import add_row, new_table, standard_output

PNG = b"\x89PNG\r\n\x1a\n"
"""The first bytes of every PNG file (ISO/IEC 15948, 5.2)."""


def list_sources(as_json: bool) -> None:
    """Print the comparison of the sources. Raises :exc:`bot.factbase.problem.BadFactBase`."""
    comparison = _comparison()
    if as_json:
        print(json.dumps(comparison_form(comparison), ensure_ascii=False, indent=2))
        return
    console = standard_output()
    _show_sources(console, comparison)
    _show_pairs(console, comparison)


def draw_sources(matrix: Path | None, pairs: Path | None, theme: Theme) -> int:
    """Draw one picture or both into PNG files, and print the files' names.

    Returns 1 if pictures are not installed, or if a file is not a PNG file: only a picture is ever overwritten. Raises
    :exc:`bot.factbase.problem.BadFactBase`, and :exc:`OSError` if a file cannot be written.
    """
    for file in (matrix, pairs):
        if file and (wrong := _refusal(file)):
            typer.echo(f"factbot: {file} {wrong}", err=True)
            return 1
    selection = select(_comparison())
    try:
        album = draw(selection, theme)
    except NotInstalled as error:
        typer.echo(f"factbot: {error}", err=True)
        return 1
    for file, picture in ((matrix, album.matrix), (pairs, album.pairs)):
        if file:
            file.write_bytes(picture.png)
            print(file)
    return 0


def _refusal(file: Path) -> str | None:
    """Why no picture may be written there, or None."""
    if file.suffix.lower() != ".png":
        return "does not end in .png"
    if not file.exists():
        return None
    with file.open("rb") as stream:
        return None if stream.read(len(PNG)) == PNG else "exists and is not a picture; name another file"


def _comparison() -> Comparison:
    settings = read_settings()
    return compare(load(settings.facts, settings.sources))


def _show_sources(console: Console, comparison: Comparison) -> None:
    table = new_table(
        "Sources", "id", "kind", "published", "origins", "#supports", "#qualifies", "#disputes", "#alone", "source"
    )
    for standing in comparison.standings.values():
        source = standing.source
        cells = (
            source.id,
            source.kind.value,
            source.published or "unknown",
            ", ".join(source.origins),
            len(standing.supports) + len(standing.both),
            len(standing.qualifies),
            len(standing.disagrees) + len(standing.both),
            len(standing.alone),
            source.name,
        )
        add_row(table, cells)
    console.print(table)


def _show_pairs(console: Console, comparison: Comparison) -> None:
    console.print()
    console.print(Text("How often two sources agree, out of the facts that both mention", style="bold"))
    for one, other in combinations(comparison.standings, 2):
        pair = comparison.pair(one, other)
        if pair.shared:
            console.print(Text(f"{one}, {other}: {wording.pair_line(comparison.base, pair)}"))


def list_facts(as_json: bool) -> None:
    """Print the fact base. Raises :exc:`bot.factbase.problem.BadFactBase`."""
    settings = read_settings()
    base = load(settings.facts, settings.sources)
    if as_json:
        print(json.dumps(base_form(base), ensure_ascii=False, indent=2))
    else:
        show_base(standard_output(), base)
