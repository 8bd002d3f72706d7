"""The panel of ``/editors status``."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import chain

from discord import ui
from discord.utils import format_dt

from bot.desk import Editing, Status
from bot.discord_app.layout import GREY, HEADING, framed, view_of
from bot.discord_app.text import literal, shortened
from bot.editing.reloader import details, summary
from bot.factbase.model import FactBase
from bot.querylog.reports import Traffic
from bot.wording import counted

PROBLEMS, CHANGES = 4, 3
"""How many problems of the fact base, and how many changed facts of the last edit, are shown."""
DUE = timedelta(days=180)
"""After how long without a review a fact, or without reading it again a living source, is due."""
CLAIM, REASON = 100, 150
"""Characters, before escaping, of a changed fact's claim, and of the log's error."""


def status_panel(
    base: FactBase, status: Status, editing: Editing, untold: str | None = None, at_home: bool = True
) -> ui.LayoutView:
    """The facts, the last edit, the log, and what was asked today.

    ``untold`` is why editors cannot be told of their edits in their channel, or None. Only ``at_home``, in the editors'
    own server, are texts and places of edits shown.
    """
    told = f"⚠️ **Notices cannot be posted in the editors’ channel**: {literal(untold or '')}"
    channel = [told] if untold and at_home else []
    about = (_base(status, editing, at_home), _due(base), channel, _log(status), _today(status))
    lines = ["### Bot status", *chain.from_iterable(about)]
    return view_of(framed(GREY, "\n".join(lines).rstrip()))


def _base(status: Status, editing: Editing, at_home: bool) -> Iterator[str]:
    yield f"**Facts**: {status.facts}, version `{status.base_version}`, live since {_ago(editing.taken_at)}"
    if editing.changes:
        yield f"**Last edit**: {summary(editing.changes)}"
        happened = list(details(editing.changes)) if at_home else []
        changed = [f"**{what}** · {literal(shortened(claim, CLAIM))}" for what, claim in happened[:CHANGES]]
        yield from _listed(changed, len(happened))
    if editing.problems and not at_home:
        yield f"⚠️ **The files have {counted(len(editing.problems), 'error')} and are not live**"
    elif editing.problems:
        yield f"⚠️ **The files have errors and are not live** (read {_ago(editing.read_at)}):"
        told = [literal(shortened(str(problem), HEADING)) for problem in editing.problems[:PROBLEMS]]
        yield from _listed(told, len(editing.problems))


def _due(base: FactBase) -> Iterator[str]:
    """How much has not been reviewed or read for :data:`DUE`."""
    since = datetime.now(UTC).date() - DUE
    facts = sum((last := base.last_reviewed(fact)) is not None and last <= since for fact in base.facts)
    sources = sum(source.read is not None and source.read <= since for source in base.sources.values())
    if parts := [counted(number, what) for number, what in ((facts, "fact"), (sources, "source")) if number]:
        days = f"{DUE.days} days (`factbot check --stale {DUE.days}d`)"
        yield f"**Due for a review**: {' and '.join(parts)}, not reviewed or read for {days}"


def _listed(lines: Sequence[str], count: int) -> Iterator[str]:
    """The lines, how many more of ``count`` there are, and an empty line, which ends the list."""
    yield from (f"- {line}" for line in lines)
    if (more := count - len(lines)) > 0:
        yield f"- and {more} more"
    yield ""


def _log(status: Status) -> Iterator[str]:
    size = "its size is not known" if status.log_bytes is None else f"{status.log_bytes / 1e6:.1f} MB"
    yield f"**Log**: {size}" + ("" if status.log_problem else ", writable")
    if status.log_problem:
        yield f"⚠️ **It is not writable**: {literal(shortened(status.log_problem, REASON))}"
    if status.rows_waiting or status.rows_dropped:
        yield f"{counted(status.rows_waiting, 'row')} waiting, {status.rows_dropped} dropped since the start"


def _today(status: Status) -> Iterator[str]:
    here = status.today
    if not isinstance(here, Traffic):
        yield f"⚠️ **Today’s questions cannot be read**: {literal(shortened(here, REASON))}"
        return
    ended = f"{here.answers} answered, {here.suggestions} with suggestions, {here.misses} without an answer"
    yield f"**Here today** (UTC): {counted(here.questions, 'question')}" + (f": {ended}" if here.questions else "")
    if here.statements:
        yield f"**Statements checked**: {here.statements:,}"
    if here.p50_ms is not None and here.p95_ms is not None:
        yield f"**Response time**: {here.p50_ms:.0f} ms (median), {here.p95_ms:.0f} ms (95th percentile)"
    if waiting := status.requests_waiting:
        yield f"**Waiting for a fact here**: {counted(waiting, 'request')} (`/editors requests`)"


def _ago(seconds: float) -> str:
    """A time in seconds since the epoch, which Discord shows in the reader's language: ``2 hours ago``."""
    return format_dt(datetime.fromtimestamp(seconds, UTC), "R")
