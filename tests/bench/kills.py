"""Kills the bot at random moments under load and counts what is missing in its log.

``python -m tests.bench.kills --times 100``: each time the bot is started on the same log, asked by 16 people at once
through a loopback Discord, and killed (SIGKILL) within a second. Exits 1 where an answer that Discord accepted has no
row or the file is not whole.
"""

import argparse
import asyncio
import random
import sys
import tempfile
from pathlib import Path

from tests.loopback.killing import kill_under_load


async def kills(times: int, seed: int) -> bool:
    """Whether nothing was missing in so many kills; prints a line for every ten."""
    moments = random.Random(seed)  # noqa: S311 - moments, not secrets
    accepted = missing = broken = 0
    with tempfile.TemporaryDirectory(prefix="factbot-kills-") as folder:
        for number in range(1, times + 1):
            killed = await kill_under_load(Path(folder) / "log.sqlite3", moments)
            accepted, missing = accepted + killed.accepted, missing + killed.missing
            broken += killed.integrity != "ok"
            if number % 10 == 0 or number == times:
                print(f"{number} kills: {accepted} answers accepted, {missing} without a row, {broken} files not whole")
    return missing == broken == 0


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=100, help="how many kills")
    parser.add_argument("--seed", type=int, default=1, help="of the moments at which it is killed")
    given = parser.parse_args()
    sys.exit(0 if asyncio.run(kills(given.times, given.seed)) else 1)


if __name__ == "__main__":
    main()
