"""``factbot sources``: the sources beside one another, as a table, as JSON or as pictures."""

import json
from itertools import combinations
from pathlib import Path

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot import wording
from bot.factbase.comparison import Comparison, compare
from bot.factbase.loading import load
from bot.pictures.album import NotInstalled, draw
from bot.pictures.selection import select
from bot.pictures.theme import Theme
from bot.settings import read_settings
from bot.terminal.display import reader_console, show_base
from bot.terminal.json_output import base_form, comparison_form

PNG = b"\x89PNG\r\n\x1a\n"
"""What every PNG file begins with (ISO/IEC 15948, 5.2)."""


def list_sources(as_json: bool) -> None:
    """Prints the comparison of this environment's sources. Raises :exc:`bot.factbase.problem.BadFactBase`."""
    comparison = _comparison()
    if as_json:
        print(json.dumps(comparison_form(comparison), ensure_ascii=False, indent=2))
        return
    console = reader_console()
    _show_sources(console, comparison)
    _show_pairs(console, comparison)


def draw_sources(matrix: Path | None, pairs: Path | None, theme: Theme) -> int:
    """Draws either picture, or both, into PNG files and prints their names.

    1 where pictures are not installed, or a file is none for a picture: nothing but a picture is written over.

    Raises :exc:`bot.factbase.problem.BadFactBase`, and :exc:`OSError` where a file cannot be written.
    """
    for file in (matrix, pairs):
        if file and (wrong := _no_place(file)):
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


def _no_place(file: Path) -> str | None:
    """Why a picture is not to be written there; None where it may be."""
    if file.suffix.lower() != ".png":
        return "is no name for a PNG file; end it in .png"
    if not file.exists():
        return None
    with file.open("rb") as stream:
        return None if stream.read(len(PNG)) == PNG else "is there already and is no picture; name another file"


def _comparison() -> Comparison:
    settings = read_settings()
    return compare(load(settings.facts, settings.sources))


def _show_sources(console: Console, comparison: Comparison) -> None:
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    for heading in ("id", "kind", "published", "origins"):
        table.add_column(heading, overflow="fold")
    for heading in ("supports", "disputes", "alone"):
        table.add_column(heading, justify="right")
    table.add_column("source")
    for standing in comparison.standings.values():
        source = standing.source
        table.add_row(
            source.id,
            source.kind.value,
            str(source.published or "unknown"),
            ", ".join(source.origins),
            str(len(standing.supports) + len(standing.both)),
            str(len(standing.disagrees) + len(standing.both)),
            str(len(standing.alone)),
            Text(wording.source_name(source)),
        )
    console.print(table)


def _show_pairs(console: Console, comparison: Comparison) -> None:
    console.print()
    console.print(Text("How often two agree, of the facts that both speak on", style="bold"))
    for one, other in combinations(comparison.standings, 2):
        pair = comparison.pair(one, other)
        if pair.shared:
            console.print(Text(f"{one}, {other}: {wording.pair_line(comparison.base, pair)}"))


def list_facts(as_json: bool) -> None:
    """Prints the fact base of this environment. Raises :exc:`bot.factbase.problem.BadFactBase`."""
    settings = read_settings()
    base = load(settings.facts, settings.sources)
    if as_json:
        print(json.dumps(base_form(base), ensure_ascii=False, indent=2))
    else:
        show_base(reader_console(), base)
