"""The subcommands of ``factbot log``."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Optional

import typer

log_app = typer.Typer(
    help="What was asked: counts, gaps, exports, backups, and one log out of several.", no_args_is_help=True
)

Days = Annotated[int, typer.Option(help="How many days to look back, today included.", min=1, max=36_500)]


class Form(StrEnum):
    """The formats that a log can be exported in."""

    CSV = "csv"
    JSONL = "jsonl"


class Table(StrEnum):
    """The tables that a log can be exported from."""

    QUERIES = "queries"
    JUDGEMENTS = "judgements"
    REQUESTS = "requests"


@log_app.command()
def stats(days: Days = 14) -> None:
    """How much was asked, day by day, how it ended, how long it took, and the facts most asked for."""
    from bot.terminal.log.stats import show_stats

    show_stats(days)


@log_app.command()
def gaps(
    days: Days = 30,
    limit: Annotated[int, typer.Option(help="How many to list at most.", min=1)] = 25,
    server: Annotated[
        Optional[int],  # noqa: UP045
        typer.Option(help="Only one Discord server's, by its id.", min=1),
    ] = None,
) -> None:
    """Questions that found no answer, alike ones together, each with the closest fact."""
    from bot.terminal.log.gaps import show_gaps

    show_gaps(days, limit, None if server is None else str(server))


@log_app.command()
def export(
    form: Annotated[Form, typer.Option("--format", help="CSV for spreadsheets, JSON Lines for programs.")],
    table: Annotated[Table, typer.Option(help="What to export.")] = Table.QUERIES,
) -> None:
    """Write a table to standard output, oldest row first."""
    from bot.terminal.log.copies import export_table

    export_table(table.value, form.value)


@log_app.command()
def backup(file: Annotated[Path, typer.Argument(help="A file that does not exist yet.", dir_okay=False)]) -> None:
    """Copy the log, also while the bot is running, into one file."""
    from bot.terminal.log.copies import write_backup

    write_backup(file)


@log_app.command()
def merge(files: Annotated[list[Path], typer.Argument(help="Logs of other containers.", dir_okay=False)]) -> None:
    """Take the rows of other logs into this one; merging again adds nothing twice, and changes none of them."""
    from bot.terminal.log.copies import merge_files

    merge_files(files)
