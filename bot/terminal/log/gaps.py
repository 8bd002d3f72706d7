"""``factbot log gaps``: what people ask and the base does not answer."""

from contextlib import closing

from rich.text import Text

from bot.desk import Desk
from bot.factbase.problem import shown
from bot.querylog.gaps import gaps
from bot.querylog.reading import open_for_reports
from bot.querylog.rows import since_days
from bot.settings import read_settings
from bot.snapshot import take_snapshot
from bot.terminal.display import reader_console
from bot.terminal.log.tables import add, table
from bot.wording import counted

WIDEST = 300
"""Characters of a question as it is shown: its column is as wide as the widest."""


def show_gaps(days: int, limit: int, server: str | None) -> None:
    """Prints the gaps of the last days, most asked first.

    Raises :exc:`bot.querylog.unavailable.LogUnavailable` and :exc:`bot.factbase.problem.BadFactBase`.
    """
    settings = read_settings()
    with closing(open_for_reports(settings.log)) as connection:
        desk = Desk(take_snapshot(settings.facts, settings.sources), None)
        found = gaps(connection, desk.closest, since_days(days), server, limit)
    console = reader_console()
    if not found:
        kept = "" if settings.log_text else " of those whose words are kept (FACTBOT_LOG_TEXT is off)"
        console.print(Text(f"No question without an answer since {since_days(days)[:10]}{kept}."))
        return
    made = table("Questions without an answer", "#times", "#people", "last asked", "question", "closest fact")
    for gap in found:
        others = len(gap.wordings) - 1
        question = shown(gap.query, WIDEST) + (f" (and {counted(others, 'more wording')})" if others else "")
        add(made, (gap.times, gap.askers, gap.last_asked[:10], question, gap.closest.id if gap.closest else None))
    console.print(made)
