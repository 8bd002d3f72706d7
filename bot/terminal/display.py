"""Replies and facts as text on a terminal."""

from collections.abc import Sequence

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from bot import wording
from bot.factbase.model import Evidence, Fact, FactBase
from bot.factbase.problem import shown
from bot.factbase.verdict import Verdict
from bot.matching.matcher import Candidate
from bot.reply import Answer, NoFact, Reply, Suggestions

COLOURS = {Verdict.AGREED: "green", Verdict.DISPUTED: "yellow", Verdict.SINGLE_ORIGIN: "cyan"}


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
            _show_fact(console, reply.base, reply.fact)
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
            line = Text.assemble(
                (wording.VERDICTS[fact.verdict], COLOURS[fact.verdict]), f"  {fact.claim} ", (fact.id, "dim")
            )
            console.print(Padding.indent(line, 2))
    disputed = sum(fact.verdict is Verdict.DISPUTED for fact in base.facts)
    size = f"{wording.counted(len(base.facts), 'fact')}, {disputed} disputed"
    rest = f"{wording.counted(len(base.sources), 'source')}, version {base.version}"
    console.print(Text(f"{size}, {rest}", style="dim"))


def _show_fact(console: Console, base: FactBase, fact: Fact) -> None:
    console.print(Text(fact.claim, style="bold"))
    verdict = Text(wording.VERDICTS[fact.verdict], style=COLOURS[fact.verdict])
    console.print(Text.assemble(verdict, ": ", wording.verdict_line(fact)))
    _show_side(console, base, "Supported by", fact.supports)
    _show_side(console, base, "Disputed by", fact.disputes)
    if silent := wording.silent_line(base, fact):
        console.print()
        console.print(Text(silent, style="dim"))


def _show_side(console: Console, base: FactBase, heading: str, evidence: Sequence[Evidence]) -> None:
    if not evidence:
        return
    console.print()
    console.print(Text(heading, style="bold"))
    for entry in evidence:
        console.print(Padding.indent(Text(wording.citation(base, entry), style="underline"), 2))
        attributed = wording.attribution(entry)
        console.print(Padding.indent(Text(f"{entry.says} ({attributed})" if attributed else entry.says), 4))


def _show_candidates(console: Console, candidates: Sequence[Candidate]) -> None:
    for candidate in candidates:
        line = Text.assemble(f"{candidate.fact.claim} ", (f"fact:{candidate.fact.id}", "dim"))
        console.print(Padding.indent(line, 2))
