"""What ``factbot ask --explain`` prints: the matching, word by word, for editors."""

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.matching.explain import Explained, Explanation, Meeting

LEAST_REASON = 0.05
"""The smallest amount (on the scale of the odds' logarithm) that is worth a word."""
MOST_REASONS = 5


def show_explanation(console: Console, explanation: Explanation) -> None:
    """Prints why a question found the facts it found."""
    console.print()
    console.print(Text(f"Why: {explanation.why}.", style="bold"))
    for place, explained in enumerate(explanation.facts, 1):
        console.print()
        _show_fact(console, place, explained)


def _show_fact(console: Console, place: int, explained: Explained) -> None:
    console.print(Text.assemble(f"{place}. {explained.confidence:.2f}  ", (explained.fact.id, "bold")))
    console.print(Text(f"   closest text: {explained.text}"))
    table = Table(box=None, padding=(0, 2, 0, 3), show_header=False)
    for meeting in explained.meetings:
        table.add_row(Text(meeting.word), Text(f"{meeting.share:.0%}"), _met(meeting))
    console.print(table)
    console.print(Text(f"   for it: {_amounts(explained, +1) or 'nothing'}"))
    console.print(Text(f"   against it: {_amounts(explained, -1) or 'nothing'}"))


def _met(meeting: Meeting) -> Text:
    if meeting.by is None:
        return Text("not met" if meeting.known else "unknown to this fact base", style="yellow")
    if meeting.quality == 1:
        return Text("met", style="green")
    return Text(f"met by '{meeting.by}', {meeting.quality:.0%}", style="green")


def _amounts(explained: Explained, direction: int) -> str:
    chosen = [(sign, amount) for sign, amount in explained.reasons if amount * direction >= LEAST_REASON]
    return ", ".join(f"{sign} {amount:+.1f}" for sign, amount in chosen[:MOST_REASONS])
