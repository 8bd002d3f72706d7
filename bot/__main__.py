"""The ``factbot`` command's first step, which ``python -m bot`` takes too."""

import os
import signal
import sys

from bot.terminal.run import ending_signals

_SERVING = ["run"], ["preview"]
"""The commands that serve until a signal ends them."""


def main() -> None:
    """Runs the command; a bot that is stopped while it is starting ends as cleanly as one that is running.

    Until it opens its log there is nothing to close. An exception would not do: raised at any moment, it is raised at
    times where Python must ignore it, as in a callback from C.
    """
    for number in ending_signals() if sys.argv[1:2] in _SERVING else ():
        signal.signal(number, lambda *_: os._exit(0))
    from bot.terminal.app import main as command

    command()


if __name__ == "__main__":
    main()
