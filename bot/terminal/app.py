"""The ``factbot`` command and its subcommands.

Exit codes: 0 success, 1 an error (in the facts, for example), 2 a wrong command line. Commands import what they need
when they run, so that ``factbot --help`` stays quick.
"""

import os
import sqlite3
import sys
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated, Literal

import typer

from bot.editing import NotEditable
from bot.environment import BadSettings
from bot.factbase.problem import BadFactBase
from bot.querylog.rows import LogUnavailable
from bot.terminal.edit import facts_app, quote, sources_app
from bot.terminal.log import log_app
from bot.terminal.log_lines import failure_line

app = typer.Typer(
    name="factbot",
    help="Answer questions with a claim, every source that supports it and every source that disagrees.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

app.add_typer(facts_app, name="facts")
app.add_typer(sources_app, name="sources")
app.add_typer(log_app, name="log")


def _print_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        print(f"factbot {version('factbot')}")
        raise typer.Exit


@app.callback()
def _factbot(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version.", is_eager=True, callback=_print_version)
    ] = False,
) -> None:
    """Take the options that come before any subcommand."""


Json = Annotated[bool, typer.Option("--json", help="Print JSON, for other programs.")]


@app.command()
def ask(
    question: Annotated[list[str] | None, typer.Argument(help="The question, in your own words.")] = None,
    json: Json = False,
    explain: Annotated[bool, typer.Option("--explain", help="Show which words matched what, and why.")] = False,
    batch: Annotated[
        Path | None, typer.Option(help="Answer a file of questions, one a line; - is standard input.", allow_dash=True)
    ] = None,
) -> None:
    """Answer a question from the fact base."""
    from bot.terminal.ask import ask_all

    if (batch is None) == (not " ".join(question or []).strip()):
        raise typer.BadParameter("give either a question or --batch FILE")
    if explain and (json or batch):
        raise typer.BadParameter("--explain takes one question and cannot be combined with --json")
    ask_all(" ".join(question or []) if batch is None else batch, as_json=json, explain=explain)


@app.command()
def check(
    articles: Annotated[
        Path | None,
        typer.Option(
            help="A folder with the articles' texts, by default FACTBOT_ARTICLES; proves every paragraph and anchor.",
            file_okay=False,
            exists=True,
        ),
    ] = None,
    matching: Annotated[
        bool, typer.Option("--matching", help="Also ask each phrasing of the base as if it were not there; slow.")
    ] = False,
    fix: Annotated[
        bool, typer.Option("--fix", help="First update paragraph numbers (by their anchors), checksums and counts.")
    ] = False,
    stale: Annotated[
        str | None, typer.Option(metavar="DAYS", help="List what was not reviewed or read for this long, such as 180d.")
    ] = None,
    form: Annotated[
        Literal["text", "github", "json"], typer.Option("--format", help="github marks lines in pull requests.")
    ] = "text",
) -> None:
    """Check facts and sources. Every problem is named with its file, line and column."""
    from bot.terminal.check import check_base, list_stale, parse_days

    if stale is not None:
        list_stale(parse_days(stale))
    else:
        raise typer.Exit(check_base(articles, matching, fix, form))


app.command()(quote)


@app.command()
def schema(
    folder: Annotated[Path, typer.Argument(help="The folder to write to.", file_okay=False)] = Path(".schema"),
) -> None:
    """Write JSON Schemas, for completion in editors."""
    from bot.terminal.check import write_schemas

    write_schemas(folder)


@app.command()
def run() -> None:
    """Run the bot in Discord."""
    from bot.terminal.run import run_bot

    raise typer.Exit(run_bot())


@app.command()
def invite(
    application: Annotated[
        int | None,
        typer.Option(
            metavar="ID", help="The application's id; by default that of the bot's token.", min=1, max=2**63 - 1
        ),
    ] = None,
) -> None:
    """Print the link that adds the bot to a server."""
    from bot.terminal.run import print_invitation

    raise typer.Exit(print_invitation(application))


@app.command()
def preview(
    port: Annotated[int, typer.Option(help="The port to serve on; 0 takes any free one.", min=0, max=65_535)] = 0,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Whether to open the page.")] = True,
) -> None:
    """Try the bot in the browser, without Discord and without a token."""
    from bot.terminal.preview import run_preview

    raise typer.Exit(run_preview(port, browser))


@app.command()
def health() -> None:
    """Say whether the bot that uses this query log is healthy."""
    from bot.terminal.health import report_health

    raise typer.Exit(report_health())


def main() -> None:
    """Run the command line; report what a person can mend in plain words, without a traceback."""
    try:
        _print_any_character()
        try:
            app()
        finally:
            if sys.stdout:
                sys.stdout.flush()  # here, while a failure can still be reported
    except BadFactBase as error:
        sys.exit(_failed(f"{error}\nThe fact base has problems. Fix them, then run 'factbot check'."))
    except (BadSettings, LogUnavailable, NotEditable) as error:
        sys.exit(_failed(f"factbot: {error}"))
    except sqlite3.Error as error:  # damage that shows only when the damaged part of the log is read
        sys.exit(_failed(f"factbot: the query log cannot be read ({error})"))
    except OSError as error:
        if error.filename is None and sys.stdout:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or the interpreter's last flush fails too
        sys.exit(_failed(f"factbot: {error.filename or 'the output'} cannot be written ({error.strerror})"))


def _print_any_character() -> None:
    """Never fail on characters that the output cannot encode: files and pipes get UTF-8, terminals an escape."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="backslashreplace")


def _failed(message: str) -> int:
    typer.echo(failure_line(message), err=True)
    return 1
