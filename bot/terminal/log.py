"""``factbot log …``: reports on the query log, and copies of it."""

import errno
import signal
import sys
from contextlib import closing, nullcontext
from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from bot.desk import Desk
from bot.factbase.problem import shown
from bot.querylog import backup as backups
from bot.querylog import reports
from bot.querylog.decisions import gaps as undecided
from bot.querylog.merge import merge as merge_into
from bot.querylog.open import open_for_reports
from bot.querylog.reports import Format, Overview, Table, overview
from bot.querylog.rows import LogUnavailable, key_file, since_days
from bot.settings import read_settings
from bot.snapshot import take_snapshot
from bot.terminal.display import add_row, new_table, standard_output
from bot.terminal.learn import go_through, list_lessons
from bot.terminal.sources import workspace
from bot.wording import counted

log_app = typer.Typer(
    help="Report on the query log, copy it, learn from it.", no_args_is_help=True, rich_markup_mode=None
)

Days = Annotated[int, typer.Option(help="How many days to look back, including today.", min=1, max=36_500)]

LONGEST_QUESTION = 300
"""Characters of a question in a table: its column is as wide as the longest one."""
OTHER_KEY = (
    "its askers are stored under a different key, so people who asked in both logs count twice, and cannot delete what "
    "came from it"
)


@log_app.command()
def stats(days: Days = 14) -> None:
    """Count questions, and list the facts asked for most."""
    log = read_settings().log
    since = since_days(days)
    with closing(open_for_reports(log)) as connection:
        found = overview(connection, since)
    console = standard_output()
    console.print(Text(f"{log}: {log.stat().st_size:,} bytes; since {since[:10]} (UTC)\n"))
    console.print(Text("\n".join([*_totals(found), ""])))
    if found.days:
        by_day = new_table("By day (UTC)", "day", "#questions", "#answered", "#suggestions", "#no fact", "#people")
        for day in found.days:
            add_row(by_day, (day.date, day.questions, day.answers, day.suggestions, day.misses, day.people))
        console.print(by_day)
    if found.facts:
        by_fact = new_table("Facts asked for most", "fact", "#times", "#answers it", "#not my question")
        for fact in found.facts:
            add_row(by_fact, (fact.fact_id, fact.times, fact.answers, fact.not_asked))
        console.print(by_fact)


def _totals(found: Overview) -> list[str]:

    traffic = found.traffic

    def share(part: int) -> str:
        return f"{part:,} ({part / traffic.questions:.0%})" if traffic.questions else f"{part:,}"

    dismissed = f" ({found.requests_aside:,} of them dismissed)" if found.requests_aside else ""
    lines = [
        f"questions   {traffic.questions:,} by {found.people:,} {'person' if found.people == 1 else 'people'}",
        f"answered    {share(traffic.answers)}",
        f"suggestions {share(traffic.suggestions)}",
        f"no fact     {share(traffic.misses)}",
        f"requests    {found.open_requests:,} open{dismissed}, {found.told_requests:,} answered",
    ]
    if traffic.statements:
        lines.append(f"checked     {counted(traffic.statements, 'statement')} in messages, not counted as questions")
    if traffic.p50_ms is not None:
        lines.append(f"latency     median {traffic.p50_ms:.1f} ms, 95th percentile {traffic.p95_ms:.1f} ms")
    return lines


@log_app.command()
def gaps(
    days: Days = 30,
    limit: Annotated[int, typer.Option(help="The most questions to list.", min=1)] = 25,
    server: Annotated[
        int | None, typer.Option(help="Only questions from the Discord server with this id.", min=1)
    ] = None,
) -> None:
    """List unanswered questions. Similar ones stand together, each with the closest fact."""
    settings = read_settings()
    since = since_days(days)
    with closing(open_for_reports(settings.log)) as connection:
        found = undecided(connection, since, None if server is None else str(server))[:limit]
    desk = Desk(take_snapshot(settings.facts, settings.sources), None)
    console = standard_output()
    if not found:
        note = "" if settings.log_text else " (FACTBOT_LOG_TEXT is off: newer questions are stored without their words)"
        console.print(Text(f"No unanswered question since {since[:10]}{note}."))
        return
    table = new_table("Unanswered questions", "#times", "#people", "last asked", "question", "closest fact")
    for gap in found:
        others = len(gap.wordings) - 1
        question = shown(gap.query, LONGEST_QUESTION) + (f" (and {counted(others, 'more wording')})" if others else "")
        closest = next((fact.id for fact in desk.closest(gap.query)), None)
        add_row(table, (gap.times, gap.askers, gap.last_asked[:10], question, closest))
    console.print(table)


@log_app.command()
def export(
    form: Annotated[Format, typer.Option("--format", help="CSV for spreadsheets, JSON Lines for programs.")],
    table: Annotated[Table, typer.Option(help="The table to export.")] = "queries",
) -> None:
    """Write a table to standard output, oldest row first."""
    if sys.stdout is None:  # the shell closed it
        raise OSError(errno.EBADF, "it is closed")
    with closing(open_for_reports(read_settings().log)) as connection:
        reports.export(connection, table, form, sys.stdout)
        sys.stdout.flush()


@log_app.command()
def backup(
    file: Annotated[Path, typer.Argument(help="A file that does not exist yet; - is standard output.", dir_okay=False)],
) -> None:
    """Copy the log into one file; the bot may be running."""
    log = read_settings().log
    with closing(open_for_reports(log)) as connection:
        if str(file) == "-":
            if sys.stdout is None or sys.stdout.isatty():
                raise OSError(errno.EINVAL, "a backup is not text; send it into a file or a command")
            size = backups.send_backup(connection, log, sys.stdout.buffer)
        else:
            backups.back_up(connection, file)
            size = file.stat().st_size
            print(file)
    typer.echo(f"{file}: {size:,} bytes; back up its key {key_file(log)} too, in another place", err=True)


@log_app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="A backup of the log; - is standard input.", dir_okay=False)],
    any_key: Annotated[
        bool, typer.Option("--any-key", help="Restore it even if its rows were written with another key.")
    ] = False,
) -> None:
    """Replace the log with a backup; the bot must be stopped. The present log is renamed."""
    log = read_settings().log
    if str(file) != "-" and not file.is_file():
        raise LogUnavailable(f"there is no backup {file}")
    with nullcontext(sys.stdin.buffer) if str(file) == "-" else file.open("rb") as stream:
        earlier = backups.restore(log, stream, any_key)
    typer.echo(f"{log} is restored" + (f"; the previous log is now {earlier}" if earlier else ""), err=True)


@log_app.command()
def merge(files: Annotated[list[Path], typer.Argument(help="Logs of other containers.", dir_okay=False)]) -> None:
    """Add the rows of other logs to this one. Merging a log twice adds nothing; the other logs do not change."""
    log = read_settings().log
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))  # as with Ctrl-C, the working copy goes
    for file in files:
        merged = merge_into(log, file)
        print(f"{file}: {counted(merged.taken, 'row')} added or updated")
        if merged.other_key:
            typer.echo(f"factbot: {file}: {OTHER_KEY}", err=True)
        if merged.untold:
            requests = counted(merged.untold, "open request")
            typer.echo(f"factbot: {file}: {requests} without the asker's id; whoever asks again is told", err=True)
        if merged.senseless:
            rows = counted(merged.senseless, "row")
            typer.echo(f"factbot: {file}: {rows} left out, because no bot writes such rows", err=True)
        if merged.clashes:
            questions = counted(merged.clashes, "question")
            typer.echo(f"factbot: {file}: {questions} left out, because their ids are in use here", err=True)


@log_app.command()
def learn(
    days: Days = 30,
    json: Annotated[bool, typer.Option("--json", help="List the questions as JSON; decide nothing.")] = False,
) -> None:
    """Turn unanswered questions into phrasings. You see what each would change, then decide."""
    log = read_settings().log
    if json:
        list_lessons(workspace(), log, days)
    elif not (sys.stdin and sys.stdin.isatty()):
        raise typer.BadParameter("this needs a terminal; otherwise list with --json, write with 'factbot facts phrase'")
    else:
        go_through(workspace(), log, days, partial(typer.prompt, default="", show_default=False))
