"""Reports on engines, side by side on a terminal."""

import math
from collections.abc import Sequence

from rich import box
from rich.console import Console
from rich.table import Table

from tests.bench.bootstrap import Estimate
from tests.bench.report import BY_KIND, CALIBRATION, OVERALL, TIMES, TYPO_LOSS, Report
from tests.matching.questions import Kind

LEAST_WIDTH = 120
"""Columns below which the table would break its cells: a narrower terminal or a pipe gets this much all the same."""


def show(console: Console, title: str, reports: Sequence[Report]) -> None:
    """Prints every figure with its 95 % interval, then those by kind, then the calibration of who promises any."""
    console.width = max(console.width, LEAST_WIDTH)
    asked = ", ".join(f"{count} {kind}" for kind, count in reports[0].counts.items())
    console.print(f"\n[bold]{title}[/bold]: {asked}. Below each figure its 95 % interval.")
    console.print(_overall(reports))
    console.print(_by_kind(reports))
    for one in reports:
        if one.bins:
            console.print(f"How sure {one.engine} said it was of its first fact, over questions of every kind")
            console.print(_calibration(one))


def _table(*columns: str) -> Table:
    first, *others = columns
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column(first)
    for column in others:
        table.add_column(column, justify="right", no_wrap=True)
    return table


def _overall(reports: Sequence[Report]) -> Table:
    table = _table("all questions", *(one.engine for one in reports))
    for name in (*OVERALL, CALIBRATION):
        table.add_row(name, *(_with_interval(name, one.overall.get(name)) for one in reports))
    return table


def _by_kind(reports: Sequence[Report]) -> Table:
    table = _table("by kind of question", *(one.engine for one in reports))
    for kind in reports[0].by_kind:
        table.add_section()
        table.add_row(f"[bold]{kind}[/bold], n = {reports[0].counts[kind]}")
        for name in BY_KIND:
            if name == TYPO_LOSS and kind is Kind.NOISY:
                continue
            table.add_row(f"  {name}", *(_figure(one.by_kind[kind][name].value) for one in reports))
    return table


def _calibration(one: Report) -> Table:
    table = _table("said", "n", "sure", "right")
    for found in one.bins or ():
        table.add_row(
            f"{found.low:.0%} to {found.high:.0%}", str(found.n), *map(_figure, (found.confidence, found.right))
        )
    return table


def _with_interval(name: str, estimate: Estimate | None) -> str:
    if estimate is None or math.isnan(estimate.value):
        return "–"
    decimals = 2 if name in TIMES else 3
    value, low, high = (_figure(number, decimals) for number in (estimate.value, estimate.low, estimate.high))
    return f"{value}\n[dim]{low}–{high}[/dim]"


def _figure(value: float, decimals: int = 3) -> str:
    """A number without the zero before its point, as ``.917``."""
    if math.isnan(value):
        return "–"
    text = f"{value:.{decimals}f}"
    return text.replace("0.", ".", 1) if text.startswith(("0.", "-0.")) else text
