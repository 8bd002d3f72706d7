"""``factbot log stats``: the log at one glance."""

from contextlib import closing

from rich.text import Text

from bot.querylog.overview import Overview, overview
from bot.querylog.reading import open_for_reports
from bot.querylog.rows import since_days
from bot.settings import read_settings
from bot.terminal.display import reader_console
from bot.terminal.log.tables import add, share, table
from bot.wording import counted


def show_stats(days: int) -> None:
    """Prints the overview of the last days. Raises :exc:`bot.querylog.unavailable.LogUnavailable`."""
    log = read_settings().log
    since = since_days(days)
    with closing(open_for_reports(log)) as connection:
        found = overview(connection, since)
    console = reader_console()
    console.print(Text(f"{log}: {log.stat().st_size:,} bytes; since {since[:10]} (UTC)"))
    console.print()
    console.print(_totals(found))
    if found.days:
        console.print(_by_day(found))
    if found.facts:
        console.print(_by_fact(found))


def _totals(found: Overview) -> Text:
    traffic = found.traffic
    aside = f" ({found.requests_aside:,} of them set aside)" if found.requests_aside else ""
    lines = [
        f"questions   {traffic.questions:,} by {found.people:,} {'person' if found.people == 1 else 'people'}",
        f"answered    {share(traffic.answers, traffic.questions)}",
        f"suggestions {share(traffic.suggestions, traffic.questions)}",
        f"no fact     {share(traffic.misses, traffic.questions)}",
        f"requests    {found.open_requests:,} open{aside}, {found.told_requests:,} answered and told",
    ]
    if traffic.statements:
        lines.append(f"checked     {counted(traffic.statements, 'statement')} of messages, none of the questions above")
    if traffic.p50_ms is not None:
        lines.append(f"latency     half within {traffic.p50_ms:.1f} ms, 95 % within {traffic.p95_ms:.1f} ms")
    return Text("\n".join([*lines, ""]))


def _by_day(found: Overview) -> object:
    made = table("By day (UTC)", "day", "#questions", "#answered", "#suggestions", "#no fact", "#people")
    for day in found.days:
        add(made, (day.date, day.questions, day.answers, day.suggestions, day.misses, day.people))
    return made


def _by_fact(found: Overview) -> object:
    made = table("Facts most asked for", "fact", "#times", "#answers it", "#not asked")
    for fact in found.facts:
        add(made, (fact.fact_id, fact.times, fact.answers, fact.not_asked))
    return made
