"""One engine over one generated base, measured in the process that runs this: time, memory, right answers.

Run by :mod:`tests.bench.scale` in a process of its own for each engine and size, since memory that one engine gives
back to the allocator would otherwise be another's for nothing.
"""

import json
import resource
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np

from tests.bench.asked import Asked, keystrokes, questions
from tests.bench.engines import ENGINES, preload
from tests.bench.generated import generate

BUDGET_S = 45.0
"""Seconds after which no further question is put to an engine, nor any further keystroke."""
WARM_UP = 5
"""Questions that are put first and not counted: the first ones pay for cold caches and lazy set-up."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Latency:
    """Milliseconds at three percentiles, over ``asked`` calls one after the other."""

    p50: float
    p95: float
    p99: float
    asked: int


@dataclass(frozen=True, slots=True)
class Measurement:
    """One engine at one size.

    Memory is resident and in MiB: ``base_mib`` with the base generated and nothing built, ``peak_mib`` the most up to
    the last keystroke, ``growth_mib`` how far that rose above ``base_mib``, ``kept_mib`` how far above it memory stayed
    at the end; a few MiB that generating gave back may be used again and not show. ``top1`` is the share (0..1) of the
    answerable questions whose right fact came first, ``top1_by_kind`` the same for each kind; ``offered`` the share of
    keystrokes past the middle of their question that offered the right fact.
    """

    engine: str
    facts: int
    phrasings: int
    generate_s: float
    build_s: float
    base_mib: float
    peak_mib: float
    growth_mib: float
    kept_mib: float
    question: Latency
    keystroke: Latency
    top1: float
    top1_by_kind: dict[str, float]
    offered: float


def measure(engine: str, facts: int, count: int, seed: int) -> Measurement:
    """Builds the engine over a generated base and puts ``count`` questions and as many keystrokes to it."""
    preload(engine)
    started = time.perf_counter()
    generated = generate(facts, seed)
    asked, typed = questions(generated, count + WARM_UP, seed), keystrokes(generated, count + WARM_UP, seed)
    generated_s = time.perf_counter() - started
    resident, peak = _resident_mib(), _peak_mib()

    started = time.perf_counter()
    built = ENGINES[engine](generated.base)
    build_s = time.perf_counter() - started
    first, question = _timed(built.ask, asked)
    choices, keystroke = _timed(built.complete, typed)

    right = [(one.kind.value, found == one.fact) for one, found in first if one.fact]
    reached = [one.fact in found for one, found in choices if one.typed > 0.5]
    now, most = _resident_mib(), _peak_mib()
    return Measurement(
        engine=engine,
        facts=facts,
        phrasings=sum(len(fact.phrasings) for fact in generated.base.facts),
        generate_s=generated_s,
        build_s=build_s,
        base_mib=resident,
        peak_mib=most,
        growth_mib=max((most if most > peak else now) - resident, 0.0),
        kept_mib=max(now - resident, 0.0),
        question=question,
        keystroke=keystroke,
        top1=_share([hit for _, hit in right]),
        top1_by_kind={kind: _share([hit for which, hit in right if which == kind]) for kind in dict(right)},
        offered=_share(reached),
    )


def _timed(call: Callable[[str], T], asked: Sequence[Asked]) -> tuple[list[tuple[Asked, T]], Latency]:
    """What each text got, and how long that took; the warm-up is left out of both."""
    results: list[tuple[Asked, T]] = []
    spent: list[float] = []
    until = time.perf_counter() + BUDGET_S
    for number, one in enumerate(asked):
        started = time.perf_counter()
        result = call(one.text)
        ended = time.perf_counter()
        if number >= WARM_UP:
            results.append((one, result))
            spent.append((ended - started) * 1000)
            if ended > until:
                break
    p50, p95, p99 = (float(value) for value in np.percentile(spent, (50, 95, 99)))
    return results, Latency(p50, p95, p99, len(spent))


def _share(hits: Sequence[bool]) -> float:
    return sum(hits) / len(hits) if hits else 0.0


def _peak_mib() -> float:
    """The most memory resident so far: ``ru_maxrss``, which Linux counts in KiB and macOS in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)


def _resident_mib() -> float:
    """The memory resident now where /proc tells, else the most so far."""
    pages = Path("/proc/self/statm")
    return int(pages.read_text().split()[1]) * resource.getpagesize() / (1 << 20) if pages.exists() else _peak_mib()


if __name__ == "__main__":
    print(json.dumps(asdict(measure(sys.argv[1], *map(int, sys.argv[2:])))))
