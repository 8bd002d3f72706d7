"""The ``factbot`` command: its subcommands, and what a person is told of an error.

Exit codes: 0 success, 1 an error (in the facts, for example), 2 a wrong command line.
"""

import os
import sqlite3
import sys
from importlib import import_module
from importlib.metadata import version as version_of
from io import TextIOWrapper
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from bot.editing import NotEditable
from bot.environment import BadSettings
from bot.factbase.problem import BadFactBase
from bot.querylog.rows import LogUnavailable
from bot.terminal.log_lines import failure_line

COMMANDS = {
    "ask": ("terminal.ask:ask", "Answer a question from the fact base."),
    "facts": ("terminal.facts:facts_app", "List the facts, or write new ones."),
    "sources": ("terminal.sources:sources_app", "Compare the sources, or register new ones."),
    "quote": ("terminal.facts:quote", "Find words in the texts."),
    "check": ("terminal.check:check_base", "Check facts and sources."),
    "log": ("terminal.log:log_app", "Report on the query log, copy it, learn from it."),
    "run": ("terminal.run:run", "Run the bot in Discord."),
    "invite": ("terminal.run:invite", "Print the link that adds the bot to a server."),
    "preview": ("terminal.preview:preview", "Try the bot in the browser, without Discord and without a token."),
    "health": ("heartbeat:report_health", "Say whether the bot that uses this query log is healthy."),
    "schema": ("terminal.check:schema", "Write JSON Schemas, for completion in editors."),
}
"""Each subcommand: its module below ``bot`` and its name there, and the first sentence of its help."""


class _Subcommands(TyperGroup):
    """Imports a subcommand when it is called, so that ``factbot --help`` and light ones stay quick."""

    def __init__(self, **attributes: Any) -> None:  # noqa: ANN401 - typer's own
        attributes["commands"] = {name: TyperCommand(name, help=told) for name, (_, told) in COMMANDS.items()}
        super().__init__(**attributes)

    def resolve_command(self, *call: Any) -> tuple[Any, Any, list[str]]:  # noqa: ANN401 - typer's own
        """The subcommand that a command line names, with its real options."""
        name, _, rest = super().resolve_command(*call)
        module, attribute = COMMANDS[str(name)][0].split(":")
        found = getattr(import_module(f"bot.{module}"), attribute)
        if not isinstance(found, typer.Typer):
            alone = typer.Typer(add_completion=False, rich_markup_mode=None)
            alone.command(name)(found)
            found = alone
        return name, get_command(found), rest


def _exit(code: int | None, **_: object) -> None:
    raise typer.Exit(code or 0)


app = typer.Typer(
    name="factbot",
    cls=_Subcommands,
    result_callback=_exit,
    help="Answer questions with a claim, every source that supports it and every source that disagrees.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _print_version(wanted: bool) -> None:
    if wanted:
        print(f"factbot {version_of('factbot')}")
        raise typer.Exit


@app.callback()
def _factbot(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version.", is_eager=True, callback=_print_version)
    ] = False,
) -> None:
    """Take the options that come before any subcommand."""


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
