"""Speed and memory on generated bases, ours beside other engines: ``python -m tests.bench.scale``.

Each engine builds over each base in a process of its own, one at a time. Slow ones are put fewer questions: each stops
after a fixed time (:data:`tests.bench.measuring.BUDGET_S`), and the table says how many it was put.
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.table import Table

from tests.bench.engines import ENGINES, missing

OURS, SCAN = "factbot", "rapidfuzz scan"

Row = dict[str, Any]
"""A :class:`tests.bench.measuring.Measurement` as JSON has it."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Measures and prints; gives the exit status: 0, or 1 where an engine broke."""
    options = _options(arguments)
    console = Console(stderr=True)
    engines = []
    for engine in options.engines:
        if library := missing(engine):
            console.print(f"{engine} is skipped: pip install {library} (or the extra 'bench')")
        else:
            engines.append(engine)
    rows: list[Row] = []
    broken = False
    for facts in options.facts:
        of_size = []
        for engine in engines:
            with console.status(f"{engine}, {facts:,} facts"):
                row = _measure(engine, facts, options.questions, options.seed)
            if row:
                of_size.append(row)
            else:
                console.print(f"{engine} failed at {facts:,} facts")
                broken = True
        rows += of_size
        if not options.json and of_size:
            _show(of_size)
    if options.json:
        print(json.dumps(rows, indent=2))
    return 1 if broken else 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.scale", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--facts", type=_positive, nargs="+", default=[100, 10_000, 100_000], help="sizes of the bases")
    parser.add_argument("--questions", type=_positive, default=300, help="questions, and as many keystrokes")
    parser.add_argument("--engines", nargs="+", choices=list(ENGINES), default=list(ENGINES), help="which to measure")
    parser.add_argument("--seed", type=int, default=0, help="of the generated base")
    parser.add_argument("--json", action="store_true", help="every figure as JSON in place of tables")
    return parser.parse_args(arguments)


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text} is no whole number from 1 on")
    return int(text)


def _measure(engine: str, facts: int, questions: int, seed: int) -> Row | None:
    """The engine's row, or None where its process failed (it has said why on standard error)."""
    command = [sys.executable, "-m", "tests.bench.measuring", engine, *map(str, (facts, questions, seed))]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        return None
    row: Row = json.loads(done.stdout)
    return row


def _show(rows: Sequence[Row]) -> None:
    console = Console(width=None if sys.stdout.isatty() else 160)
    table = Table(title=f"{rows[0]['facts']:,} facts, {rows[0]['phrasings']:,} phrasings")
    table.add_column("engine")
    for heading in (
        "build s",
        "base MiB",
        "peak MiB",
        "growth MiB",
        "kept MiB",
        "question ms\np50 / p95 / p99",
        "asked",
    ):
        table.add_column(heading, justify="right")
    for heading in ("keystroke ms\np50 / p95 / p99", "typed", "top-1", "offered"):
        table.add_column(heading, justify="right")
    for row in rows:
        question, keystroke = row["question"], row["keystroke"]
        table.add_row(
            row["engine"],
            f"{row['build_s']:.2f}",
            *(f"{row[key]:,.0f}" for key in ("base_mib", "peak_mib", "growth_mib", "kept_mib")),
            _latency(question),
            str(question["asked"]),
            _latency(keystroke),
            str(keystroke["asked"]),
            f"{row['top1']:.3f}",
            f"{row['offered']:.3f}",
        )
    console.print(table)
    by_engine = {row["engine"]: row for row in rows}
    if OURS in by_engine and SCAN in by_engine:
        for what in ("question", "keystroke"):
            ratio = by_engine[SCAN][what]["p50"] / by_engine[OURS][what]["p50"]
            console.print(f"{what}: the scan's median takes {ratio:,.{0 if ratio >= 10 else 1}f} times ours")


def _latency(latency: dict[str, float]) -> str:
    return " / ".join(f"{latency[key]:,.{2 if latency[key] < 100 else 0}f}" for key in ("p50", "p95", "p99"))


if __name__ == "__main__":
    sys.exit(main())
