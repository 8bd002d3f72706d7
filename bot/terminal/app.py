"""The ``factbot`` command and its subcommands.

Exit codes: 0 done, 1 the input was wrong, 2 the call was wrong.
"""

import os
import sqlite3
import sys
from importlib.metadata import version
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated, Optional

import typer

from bot.factbase.problem import BadFactBase
from bot.pictures.theme import Theme
from bot.querylog.unavailable import LogUnavailable
from bot.settings import BadSettings, misspelt
from bot.terminal.log.app import log_app

app = typer.Typer(
    name="factbot",
    help="Answers questions with a claim, every source for it and every source against it.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

app.add_typer(log_app, name="log")


def _say_version(wanted: bool) -> None:
    if wanted:
        print(f"factbot {version('factbot')}")
        raise typer.Exit


@app.callback()
def _factbot(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version.", is_eager=True, callback=_say_version)
    ] = False,
) -> None:
    """The options that go without a command."""


Json = Annotated[bool, typer.Option("--json", help="Print JSON, for other programs.")]


@app.command()
def ask(
    question: Annotated[Optional[list[str]], typer.Argument(help="The question, in your own words.")] = None,  # noqa: UP045 - typer reads it
    json: Json = False,
    explain: Annotated[bool, typer.Option("--explain", help="Show which words matched what, and why.")] = False,
    batch: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option(help="Answer a file of questions, one a line; - is standard input.", allow_dash=True),
    ] = None,
) -> None:
    """Answer a question from the fact base."""
    from bot.terminal.ask import ask_all

    if (batch is None) == (not " ".join(question or []).strip()):
        raise typer.BadParameter("give either a question or --batch FILE")
    if explain and (json or batch):
        raise typer.BadParameter("--explain goes with one question, and without --json")
    ask_all(" ".join(question or []) if batch is None else batch, as_json=json, explain=explain)


@app.command()
def facts(json: Json = False) -> None:
    """List the fact base: every claim with its verdict."""
    from bot.terminal.sources import list_facts

    list_facts(as_json=json)


@app.command()
def sources(
    json: Json = False,
    picture: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option(help="Draw facts by sources into this PNG file.", dir_okay=False),
    ] = None,
    pairs: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option(help="Draw how often two sources agree into this PNG file.", dir_okay=False),
    ] = None,
    theme: Annotated[Theme, typer.Option(help="The ground to draw on.")] = Theme.DARK,
) -> None:
    """Compare the sources: what each says, alone and against the others."""
    from bot.terminal.sources import draw_sources, list_sources

    if json and (picture or pairs):
        raise typer.BadParameter("--json goes without pictures")
    if picture and picture == pairs:
        raise typer.BadParameter("give each picture a file of its own")
    if picture or pairs:
        raise typer.Exit(draw_sources(picture, pairs, theme))
    list_sources(as_json=json)


@app.command()
def check(
    articles: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option(
            help="A folder with the articles' texts, to prove every locator and anchor.", file_okay=False, exists=True
        ),
    ] = None,
    matching: Annotated[
        bool, typer.Option("--matching", help="Also ask every phrasing of the base without it; takes a while.")
    ] = False,
) -> None:
    """Check facts, sources and vocabulary; every problem with its file, line and column."""
    from bot.terminal.check import check_base

    raise typer.Exit(check_base(articles, matching))


@app.command()
def schema(
    folder: Annotated[Path, typer.Argument(help="Where to write them.", file_okay=False)] = Path(".schema"),
) -> None:
    """Write the JSON Schemas of the YAML files, for editors' auto-completion."""
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
        Optional[int],  # noqa: UP045
        typer.Option(metavar="ID", help="The application's id; without it, the token's own.", min=1, max=2**63 - 1),
    ] = None,
) -> None:
    """Print the link that adds the bot to a server, with what it needs there and nothing else."""
    from bot.terminal.run import print_invitation

    raise typer.Exit(print_invitation(application))


@app.command()
def preview(
    port: Annotated[int, typer.Option(help="The port to serve on; 0 takes any that is free.", min=0, max=65_535)] = 0,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Whether to open the page.")] = True,
) -> None:
    """Try the bot in the browser, without Discord and without a token."""
    from bot.terminal.preview import run_preview

    raise typer.Exit(run_preview(port, browser))


@app.command()
def health() -> None:
    """Say whether the bot that runs beside this query log is well."""
    from bot.terminal.run import report_health

    raise typer.Exit(report_health())


def main() -> None:
    """The command's entry point; what a person can mend is said in plain words, without a traceback."""
    try:
        _speak_every_letter()
        _stand_somewhere()
        for name, meant in misspelt():
            typer.echo(f"factbot: {name} is not a setting, and does nothing; did you mean {meant}?", err=True)
        try:
            app()
        finally:
            if sys.stdout:
                sys.stdout.flush()  # here, where a failure can still be told
    except BadFactBase as error:
        sys.exit(_said(f"{error}\nThe fact base has problems; mend them, then 'factbot check' to be sure."))
    except (BadSettings, LogUnavailable) as error:
        sys.exit(_said(f"factbot: {error}"))
    except sqlite3.Error as error:  # a log that is damaged where only a long reading finds it
        sys.exit(_said(f"factbot: the query log cannot be read ({error})"))
    except OSError as error:
        if error.filename is None and sys.stdout:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is left of the output fails no more
        sys.exit(_said(f"factbot: {error.filename or 'the output'} cannot be written ({error.strerror})"))


def _stand_somewhere() -> None:
    """Ends the command where its working folder was removed: nothing relative to it can be found."""
    try:
        os.getcwd()
    except OSError:
        sys.exit(_said("factbot: the folder that this is run in is gone; change to one that is there"))


def _speak_every_letter() -> None:
    """Lets no letter end the command: files and pipes get UTF-8, a terminal that lacks a letter shows its number."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="backslashreplace")


def _said(words: str) -> int:
    typer.echo(words, err=True)
    return 1
