"""How well facts are found, by the shipped matcher and by other engines: ``python -m tests.bench.quality``.

Every engine searches the same facts for the same questions. The half to tune on is the one looked at unless another is
asked for.
"""

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Sequence

from rich.console import Console

from bot.factbase.model import FactBase
from tests.bench.contest import Deciding, Shipped, ask_all
from tests.bench.packs import Pack, PackName, load_pack
from tests.bench.quality_table import show
from tests.bench.report import Report, as_json, report
from tests.bench.rivals import RIVALS, Ranker
from tests.matching.questions import Half, of_half

EITHER_HALF, EVERY_PACK = "all", "all"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measures and prints; gives the exit status, 0."""
    options = _options(arguments)
    packs = list(PackName) if options.pack == EVERY_PACK else [PackName(options.pack)]
    engines: tuple[Callable[[FactBase], Ranker], ...] = (Shipped, *(() if options.no_rivals else RIVALS))
    progress = Console(stderr=True)
    measured: dict[str, list[Report]] = {}
    for pack in map(load_pack, packs):
        measured[pack.name] = list(_measured(pack, options.half, engines, progress))
        if not options.json:
            show(Console(), f"{pack.name} pack, {options.half} half", measured[pack.name])
    if options.json:
        packed = {name: {one.engine: as_json(one) for one in reports} for name, reports in measured.items()}
        print(json.dumps({"half": options.half, "packs": packed}, indent=2))
    return 0


def _measured(
    pack: Pack, half: str, engines: Sequence[Callable[[FactBase], Ranker]], progress: Console
) -> Iterator[Report]:
    questions = pack.questions if half == EITHER_HALF else of_half(pack.questions, Half(half))
    for build in engines:
        try:
            engine = build(pack.base)
        except ModuleNotFoundError as missing:
            progress.print(f"{missing.name} is skipped: pip install {missing.name} (or the extra 'bench')")
            continue
        with progress.status(f"{pack.name}: {engine.name}"):
            yield report(engine.name, ask_all(engine, questions, pack.questions), isinstance(engine, Deciding))


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.quality", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--half", choices=[*Half, EITHER_HALF], default=Half.TUNING, help="which questions (tuning)")
    parser.add_argument("--pack", choices=[*PackName, EVERY_PACK], default=EVERY_PACK, help="which facts (all)")
    parser.add_argument("--no-rivals", action="store_true", help="the shipped matcher alone")
    parser.add_argument("--json", action="store_true", help="every figure with its interval, for programs")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
