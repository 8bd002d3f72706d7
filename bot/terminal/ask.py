"""``factbot ask``: one question, or a file of them."""

import asyncio
import getpass
import json as json_text
import sys
from collections.abc import Iterable, Iterator
from contextlib import AsyncExitStack, nullcontext
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.desk import Desk
from bot.matching.explain import Explained, Explanation, Meeting
from bot.querylog.retention import RetentionPolicy
from bot.querylog.rows import LogUnavailable
from bot.querylog.store import QueryLog
from bot.reply import Answer, Asker
from bot.settings import Settings, read_settings
from bot.snapshot import take_snapshot
from bot.terminal.display import show_reply, standard_output
from bot.terminal.json_output import reply_form


def ask(
    question: Annotated[list[str] | None, typer.Argument(help="The question, in your own words.")] = None,
    json: Annotated[bool, typer.Option("--json", help="Print JSON, for other programs.")] = False,
    explain: Annotated[bool, typer.Option("--explain", help="Show which words matched what, and why.")] = False,
    batch: Annotated[
        Path | None, typer.Option(help="Answer a file of questions, one a line; - is standard input.", allow_dash=True)
    ] = None,
) -> None:
    """Answer a question from the fact base."""
    typed = " ".join(question or [])
    if (batch is None) == (not typed.strip()):
        raise typer.BadParameter("give either a question or --batch FILE")
    if explain and (json or batch):
        raise typer.BadParameter("--explain takes one question and cannot be combined with --json")
    lines = [typed] if batch is None else _lines(batch)
    asyncio.run(_ask(lines, read_settings(), json, explain, repeated=batch is not None))


def _lines(file: Path) -> Iterator[str]:
    """The lines of a UTF-8 file, or of standard input for ``-``; only a line feed ends a line."""
    number = 0
    if str(file) == "-" and sys.stdin is None:  # the shell closed it
        typer.echo("factbot: standard input cannot be read (it is closed)", err=True)
        raise typer.Exit(1)
    try:
        with nullcontext(sys.stdin.buffer) if str(file) == "-" else file.open("rb") as stream:
            for number, line in enumerate(stream, 1):
                yield line.rstrip(b"\r\n").decode("utf-8-sig" if number == 1 else "utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or f"line {number} is not UTF-8 text"
        typer.echo(f"factbot: {file} cannot be read ({reason})", err=True)
        raise typer.Exit(1) from error


async def _ask(questions: Iterable[str], settings: Settings, as_json: bool, explain: bool, repeated: bool) -> None:
    """Answer each question; in text for people, print a ``repeated`` question above its answer."""
    async with AsyncExitStack() as stack:
        desk = Desk(take_snapshot(settings.facts, settings.sources), await _open_log(settings, stack))
        console = standard_output()
        asker = Asker(command="ask", id=_person())
        for question in questions:
            if repeated and not as_json and not question.strip():
                continue
            reply = await desk.ask(question, asker)
            if as_json:
                print(json_text.dumps(reply_form(reply), ensure_ascii=False), flush=True)
            else:
                show_reply(console, reply, repeated)
            if explain and isinstance(reply, Answer) and reply.by_reference:
                console.print("Why: the question is this fact's reference, so nothing was matched.")
            elif explain:
                show_explanation(console, desk.explain(reply.query))


async def _open_log(settings: Settings, stack: AsyncExitStack) -> QueryLog | None:
    policy = RetentionPolicy(None, settings.log_text, settings.log_sync == "full")  # only the bot deletes old rows
    try:
        return await stack.enter_async_context(await QueryLog.open(settings.log, policy))
    except LogUnavailable as error:
        typer.echo(f"factbot: questions are not recorded: {error}", err=True)
        return None


def _person() -> str | None:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container's user may have no name
        return None


def show_explanation(console: Console, explanation: Explanation) -> None:
    """Print why a question found the facts that it found."""
    console.print()
    console.print(Text(f"Why: {explanation.why}.", style="bold"))
    for place, explained in enumerate(explanation.facts, 1):
        console.print()
        _show_fact(console, place, explained)
    console.print()
    console.print(Text(explanation.calibration))


def _show_fact(console: Console, place: int, explained: Explained) -> None:
    console.print(Text.assemble(f"{place}. {explained.confidence:.2f}  ", (explained.fact.id, "bold")))
    console.print(Text(f"   closest text: {explained.text}"))
    table = Table(box=None, padding=(0, 2, 0, 3), show_header=False)
    for meeting in explained.meetings:
        table.add_row(Text(meeting.word), Text(f"{meeting.share:.0%}"), _met(meeting))
    console.print(table)
    for reason in explained.reasons:
        console.print(Text(f"   - {reason}"))


def _met(meeting: Meeting) -> Text:
    if meeting.by is None:
        return Text("not matched" if meeting.known else "unknown to this fact base", style="yellow")
    if meeting.quality == 1:
        return Text("matched", style="green")
    return Text(f"matched by '{meeting.by}', {meeting.quality:.0%}", style="green")
