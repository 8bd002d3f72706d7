"""Replies, facts and tables on a terminal: coloured if it has colours, plain text in a pipe."""

import sys
from collections.abc import Sequence

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from bot import wording
from bot.factbase.model import FactBase
from bot.factbase.problem import shown
from bot.factbase.verdict import Evidence, Verdict
from bot.matching.matcher import Candidate
from bot.reply import Answer, NoFact, Reply, Suggestions

PIPE_WIDTH = 10_000
"""The width of output that is no terminal, in columns: wide enough that no line is wrapped."""
COLOURS = {Verdict.AGREED: "green", Verdict.DISPUTED: "yellow", Verdict.SINGLE_ORIGIN: "cyan"}


def standard_output() -> Console:
    """Standard output: wrapped and coloured on a terminal, whole plain lines elsewhere."""
    return Console(highlight=False, width=None if sys.stdout and sys.stdout.isatty() else PIPE_WIDTH)


def new_table(title: str, *columns: str) -> Table:
    """An empty table; a column whose name starts with ``#`` holds numbers and is aligned to the right."""
    table = Table(title=title, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, pad_edge=False)
    for name in columns:
        table.add_column(name.removeprefix("#"), justify="right" if name.startswith("#") else "left", overflow="fold")
    return table


def add_row(table: Table, cells: Sequence[object]) -> None:
    """Add a row: numbers with thousands separators, None as a dash, text without control characters."""
    table.add_row(*(Text(_cell(value)) for value in cells))


def _cell(value: object) -> str:
    if value is None:
        return "–"
    if isinstance(value, int):
        return f"{value:,}"
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in str(value))


def show_reply(console: Console, reply: Reply, repeated: bool = False) -> None:
    """Print a reply; if ``repeated``, the question above it and an empty line below."""
    if repeated:
        console.print(Text(f"> {shown(reply.query, limit=len(reply.query))}", style="dim"))
    _show(console, reply)
    if repeated:
        console.print()


def _show(console: Console, reply: Reply) -> None:
    match reply:
        case Answer():
            _show_answer(console, reply)
        case Suggestions():
            console.print(Text("I'm not sure which fact you mean. Possibly:", style="bold"))
            _show_candidates(console, reply.closest)
        case NoFact():
            console.print(Text(wording.nothing_line(reply.unknown), style="bold"))
            if reply.closest:
                console.print(Text("Possibly related:"))
                _show_candidates(console, reply.closest)


def show_base(console: Console, base: FactBase) -> None:
    """Print every claim with its verdict, topic by topic."""
    for topic, facts in base.topics():
        console.print(Text(topic, style="bold"))
        for fact in facts:
            verdict = f"{wording.mark(fact)} {wording.VERDICTS[fact.verdict]}"
            line = Text.assemble((verdict, COLOURS[fact.verdict]), f"  {fact.claim} ", (fact.id, "dim"))
            console.print(Padding.indent(line, 2))
    disputed = sum(fact.verdict is Verdict.DISPUTED for fact in base.facts)
    size = f"{wording.counted(len(base.facts), 'fact')}, {disputed} disputed"
    rest = f"{wording.counted(len(base.sources), 'source')}, version {base.version}"
    console.print(Text(f"{size}, {rest}", style="dim"))


def _show_answer(console: Console, answer: Answer) -> None:
    base, fact = answer.base, answer.fact
    console.print(Text(fact.claim, style="bold"))
    console.print(_text(wording.first_line(base, fact), before=f"{wording.mark(fact)} ", strong=COLOURS[fact.verdict]))
    if unsupported := wording.unsupported_line(answer.unsupported_values):
        console.print(Text(unsupported, style="bold"))
    if nearby := wording.nearby_line(base, fact):
        console.print(_text(nearby, before="More or less exact: "))
    for relation, heading in wording.HEADINGS.items():
        _show_side(console, heading, wording.witnesses(base, fact, relation))
    for line in wording.closing_lines(base, fact):
        console.print()
        console.print(Text(line, style="dim"))


def _show_side(console: Console, heading: str, witnesses: Sequence[wording.Witness]) -> None:
    if not witnesses:
        return
    console.print()
    console.print(Text(heading, style="bold"))
    for witness in witnesses:
        if witness.heading:
            console.print(Padding.indent(Text(witness.heading, style="italic"), 2))
        indent = 4 if witness.heading else 2
        for source, evidence in witness.articles:
            name = Text.assemble((source.name, "underline"), *(f", {detail}" for detail in wording.about(source)))
            console.print(Padding.indent(name, indent))
            for entry in evidence:
                console.print(Padding.indent(_evidence(entry), indent + 2))


def _evidence(entry: Evidence) -> Text:
    attribution = wording.attribution(entry)
    said = _text(wording.said(entry), before=f"{wording.location(entry)}: ")
    return said + Text(f" ({attribution})" if attribution else "") + Text(f" {wording.own_words(entry)}", style="dim")


def _text(line: wording.Line, before: str = "", strong: str = "") -> Text:
    """A line of the wording as the terminal shows it."""
    return Text.assemble(
        before, *((part, f"bold {strong}") if isinstance(part, wording.Strong) else part for part in line)
    )


def _show_candidates(console: Console, candidates: Sequence[Candidate]) -> None:
    for candidate in candidates:
        mark = wording.mark(candidate.fact)
        line = Text.assemble(f"{mark} {candidate.fact.claim} ", (f"fact:{candidate.fact.id}", "dim"))
        console.print(Padding.indent(line, 2))
