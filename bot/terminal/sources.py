"""``factbot sources …``: compares the sources in tables, as JSON or in pictures, and registers new ones."""

import json as json_text
from datetime import datetime
from itertools import combinations
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from bot import wording
from bot.editing import NotEditable, articles
from bot.editing.workspace import Workspace
from bot.factbase.articles import open_articles, reprints
from bot.factbase.comparison import Comparison, compare
from bot.factbase.loading import load
from bot.factbase.problem import shown
from bot.factbase.schema import Kind
from bot.factbase.texts import words
from bot.pictures.album import NotInstalled, draw
from bot.pictures.selection import Theme, select
from bot.settings import read_settings
from bot.terminal.display import add_row, new_table, standard_output
from bot.terminal.json_output import comparison_form

PNG = b"\x89PNG\r\n\x1a\n"
"""The first bytes of every PNG file (ISO/IEC 15948, 5.2)."""

sources_app = typer.Typer(
    help="Compare the sources, or register new ones.", invoke_without_command=True, rich_markup_mode=None
)


def workspace() -> Workspace:
    """The folders that the settings name."""
    settings = read_settings()
    return Workspace(settings.facts, settings.sources, settings.articles)


@sources_app.callback()
def list_sources(
    context: typer.Context,
    json: Annotated[bool, typer.Option("--json", help="Print JSON, for other programs.")] = False,
    picture: Annotated[
        Path | None, typer.Option(help="Draw facts by sources into this PNG file.", dir_okay=False)
    ] = None,
    pairs: Annotated[
        Path | None, typer.Option(help="Draw how often two sources agree into this PNG file.", dir_okay=False)
    ] = None,
    theme: Annotated[Theme, typer.Option(help="The background of the pictures.")] = Theme.DARK,
) -> None:
    """Compare the sources: what each says, alone and beside the others."""
    if context.invoked_subcommand is not None:
        return
    if json and (picture or pairs):
        raise typer.BadParameter("--json cannot be combined with pictures")
    if picture and picture == pairs:
        raise typer.BadParameter("name a different file for each picture")
    settings = read_settings()
    comparison = compare(load(settings.facts, settings.sources))
    if picture or pairs:
        _draw(comparison, picture, pairs, theme)
    elif json:
        print(json_text.dumps(comparison_form(comparison), ensure_ascii=False, indent=2))
    else:
        _show(standard_output(), comparison)


def _draw(comparison: Comparison, matrix: Path | None, pairs: Path | None, theme: Theme) -> None:
    """Draw one picture or both, and print the files' names; only a picture is ever overwritten."""
    for file in filter(None, (matrix, pairs)):
        if file.suffix.lower() != ".png":
            raise NotEditable(f"{file} does not end in .png")
        if file.exists() and not file.read_bytes().startswith(PNG):
            raise NotEditable(f"{file} exists and is not a picture; name another file")
    try:
        album = draw(select(comparison), theme)
    except NotInstalled as error:
        raise NotEditable(str(error)) from error
    for place, drawn in ((matrix, album.matrix), (pairs, album.pairs)):
        if place:
            place.write_bytes(drawn.png)
            print(place)


def _show(console: Console, comparison: Comparison) -> None:
    counts = ("#supports", "#qualifies", "#disputes", "#alone")
    table = new_table("Sources", "id", "kind", "published", "origins", *counts, "source")
    for standing in comparison.standings.values():
        source = standing.source
        known = (source.id, source.kind.value, source.published or "unknown", ", ".join(source.origins))
        supports, disputes = (len(side) + len(standing.both) for side in (standing.supports, standing.disagrees))
        add_row(table, (*known, supports, len(standing.qualifies), disputes, len(standing.alone), source.name))
    console.print(table)
    console.print(Text("\nHow often two sources agree, out of the facts that both mention", style="bold"))
    for one, other in combinations(comparison.standings, 2):
        pair = comparison.pair(one, other)
        if pair.shared:
            console.print(Text(f"{one}, {other}: {wording.pair_line(comparison.base, pair)}"))


@sources_app.command("add")
def add_source(
    file: Annotated[Path, typer.Argument(help="The article's text.", dir_okay=False, exists=True)],
    id: Annotated[str | None, typer.Option(help="The source's id; by default, made from the file's name.")] = None,
    name: Annotated[str | None, typer.Option(help="What answers call it: short, and no two alike.")] = None,
    title: Annotated[str | None, typer.Option(help="The title; by default, the first line.")] = None,
    publisher: Annotated[str | None, typer.Option(help="Who published it, if the text shows it.")] = None,
    kind: Annotated[str | None, typer.Option(help="news, documentation, standard, opinion, …")] = None,
    url: Annotated[str | None, typer.Option(help="Where it can be read.")] = None,
    published: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], metavar="DATE", help="The day it appeared, if shown.")
    ] = None,
    read: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], metavar="DATE", help="The day you read a living page.")
    ] = None,
    unwrap: Annotated[bool, typer.Option("--unwrap", help="Join hard-wrapped lines into paragraphs.")] = False,
) -> None:
    """Register a text as a source. Computes its checksum and counts its paragraphs."""
    if kind and kind not in set(Kind):
        raise typer.BadParameter(f"--kind is one of {', '.join(Kind)}")
    here = workspace()
    given = {"id": id, "name": name, "title": title, "publisher": publisher, "kind": kind, "url": url}
    days = [day.date() if day else None for day in (published, read)]
    added = articles.add_source(here, file, given, days[0], days[1], unwrap)
    print(f"{added.file}: source '{added.id}', {added.paragraphs} paragraphs in {added.article}")
    for note in added.notes:
        typer.echo(f"note: {note}", err=True)
    here = here.reread()
    texts, _ = open_articles(here.documents, added.article.parent)
    for problem in reprints(here.documents, texts):
        if added.id in str(problem):
            typer.echo(str(problem), err=True)


@sources_app.command("show")
def show_source(
    source_id: Annotated[str, typer.Argument(metavar="ID", help="The source's id.")],
    search: Annotated[str | None, typer.Option(metavar="WORDS", help="Only paragraphs with all these words.")] = None,
) -> None:
    """Print a text with numbered paragraphs, each with the facts that cite it."""
    here = workspace()
    wanted = set(words(search or ""))
    for number, paragraph in enumerate(here.text(source_id).paragraphs, 1):
        if wanted <= set(words(paragraph)):
            cited = here.citing(source_id, number)
            print(f"{number:>4}  {shown(paragraph, len(paragraph))}" + (f"  [{', '.join(cited)}]" if cited else ""))


@sources_app.command("update")
def update_source(
    source_id: Annotated[str, typer.Argument(metavar="ID", help="The source's id.")],
    file: Annotated[Path, typer.Argument(help="The new text.", dir_okay=False, exists=True)],
) -> int:
    """Replace the text of a source. Updates paragraph numbers by their anchors, and the checksum and count."""
    here = workspace()
    articles.update_text(here, source_id, file)
    return report_moves(*articles.renumber(here.reread(), source_id))


def report_moves(moved: list[str], lost: list[str]) -> int:
    """Print what was renumbered and what needs an editor; return 1 if anything does."""
    print("\n".join([*moved, *lost, f"{len(moved)} moved, {len(lost)} to be looked at"]))
    return 1 if lost else 0
