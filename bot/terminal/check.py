"""``factbot check`` and ``factbot schema``: what an editor should mend, and the schemas for editors."""

import errno
import json
import os
import re
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Literal

import typer

from bot.editing.articles import renumber
from bot.editing.workspace import Workspace
from bot.factbase.checks import check
from bot.factbase.loading import examine, load
from bot.factbase.problem import Problem, Severity, in_reading_order
from bot.factbase.schema import schemas
from bot.matching.leave_one_out import check_matching
from bot.matching.matcher import Matcher
from bot.querylog.open import open_for_reports
from bot.querylog.rows import LogUnavailable, since_days
from bot.settings import read_settings
from bot.terminal.display import add_row, new_table, standard_output
from bot.terminal.sources import report_moves
from bot.wording import counted

Format = Literal["text", "github", "json"]
ASKED_DAYS = 90
"""For how many days the log is read for how often a fact is asked for."""


def check_base(
    articles: Annotated[
        Path | None,
        typer.Option(
            help="Check paragraphs and anchors against the articles' texts in this folder (default: FACTBOT_ARTICLES).",
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
    form: Annotated[Format, typer.Option("--format", help="github marks lines in pull requests.")] = "text",
) -> int:
    """Check facts and sources. Every problem is named with its file, line and column."""
    if stale is not None:
        if not re.fullmatch(r"\d{1,5}d?", stale):
            raise typer.BadParameter("--stale takes a number of days, such as 180d")
        _list_stale(int(stale.removesuffix("d")))
        return 0
    settings = read_settings()
    articles = articles or settings.articles
    if fix:
        report_moves(*renumber(Workspace(settings.facts, settings.sources, articles)))
    loading = examine(settings.facts, settings.sources)
    problems = [*loading.problems, *check(loading.documents, articles)]
    if matching and loading.base:
        problems += check_matching(loading.documents, loading.base)
    errors = sum(problem.severity is Severity.ERROR for problem in problems)
    _print(in_reading_order(problems), form)
    if form == "text":
        facts = sum(1 for _ in loading.documents.facts())
        what = f"{counted(facts, 'fact')} and {counted(len(loading.documents.sources), 'source')} read"
        proof = "" if articles else "; paragraphs and anchors not proven (give --articles DIR)"
        print(f"{what}: {counted(errors, 'error')}, {counted(len(problems) - errors, 'warning')}{proof}")
        if matching and loading.base:
            print(Matcher.of(loading.base, kept=True).calibration)
    return 1 if errors else 0


def _print(problems: Sequence[Problem], form: Format) -> None:
    if form == "json":
        print(json.dumps([_fields(problem) for problem in problems], ensure_ascii=False, indent=2))
        return
    for problem in problems:
        print(_annotation(problem) if form == "github" else problem)


def _fields(problem: Problem) -> dict[str, str | int | None]:
    place = {"file": problem.file, **problem.position._asdict(), "severity": problem.severity.value}
    return {**place, "code": problem.code, "wrong": problem.wrong, "fix": problem.fix}


def _annotation(problem: Problem) -> str:
    """A workflow command of GitHub Actions, which marks the line in a pull request."""
    line, column = problem.position
    words = f"{problem.wrong}; {problem.fix}" if problem.fix else problem.wrong
    place = f"file={_escaped(problem.file, ':,')},line={line},col={column}"
    return f"::{problem.severity.value} {place}::{_escaped(words)}"


def _escaped(text: str, more: str = "") -> str:
    """A text with the characters escaped that end a workflow command or one of its properties."""
    return re.sub(rf"[%\r\n{more}]", lambda found: f"%{ord(found[0]):02X}", text)


def _list_stale(days: int) -> None:
    """Print the facts and sources that are due for a review: the most asked for times the oldest first.

    Raises :exc:`bot.factbase.problem.BadFactBase`.
    """
    settings = read_settings()
    base, today = load(settings.facts, settings.sources), datetime.now(UTC).date()
    asked = _asked(settings.log)
    dated = [(fact, last, (today - last).days) for fact in base.facts if (last := base.last_reviewed(fact))]
    console = standard_output()
    facts = new_table(f"Facts not reviewed for {counted(days, 'day')}", "fact", "last reviewed", "#days", "#asked")
    for fact, last, age in sorted(dated, key=lambda entry: -(asked[entry[0].id] + 1) * entry[2]):
        if age >= days:
            add_row(facts, (fact.id, fact.reviewed or f"never (newest source {last})", age, asked[fact.id]))
    console.print(facts)
    if never := [fact.id for fact in base.facts if base.last_reviewed(fact) is None]:
        console.print(f"Never reviewed, and no source has a date: {', '.join(never)}")
    read = [(source, (today - source.read).days) for source in base.sources.values() if source.read]
    sources = new_table(f"Sources not read for {counted(days, 'day')}", "source", "last read", "#days")
    for source, age in sorted(read, key=lambda entry: -entry[1]):
        if age >= days:
            add_row(sources, (source.id, source.read, age))
    if sources.row_count:
        console.print(sources)


def _asked(log: Path) -> Counter[str]:
    """How often each fact was asked for of late; empty if there is no log."""
    query = "SELECT fact_id, count(*) FROM queries WHERE asked_at >= ? AND fact_id IS NOT NULL GROUP BY fact_id"
    try:
        with closing(open_for_reports(log)) as connection:
            return Counter(dict(connection.execute(query, (since_days(ASKED_DAYS),)).fetchall()))
    except LogUnavailable:
        return Counter()


def schema(
    folder: Annotated[Path, typer.Argument(help="The folder to write to.", file_okay=False)] = Path(".schema"),
) -> None:
    """Write JSON Schemas, for completion in editors."""
    if folder.exists() and not folder.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(folder))
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in schemas().items():
        (folder / name).write_text(text, encoding="utf-8")
        print(folder / name)
