"""The ``factbot`` command's first step, which ``python -m bot`` takes too."""

import os
import signal
import sys

_ENDING = {"run": ("SIGHUP", "SIGINT", "SIGTERM"), "preview": ("SIGINT", "SIGTERM")}
"""The signals that end each command that serves."""


def main() -> None:
    """Runs the command; a bot that is stopped while it is starting ends as cleanly as one that is running.

    Until it opens its log there is nothing to close. An exception would not do: raised at any moment, it is raised at
    times where Python must ignore it, as in a callback from C.
    """
    for name in _ENDING.get(" ".join(sys.argv[1:2]), ()):
        number = getattr(signal, name, None)  # Windows has no SIGHUP
        if number and not (name == "SIGHUP" and signal.getsignal(number) is signal.SIG_IGN):  # as nohup has it
            signal.signal(number, lambda *_: os._exit(0))
    from bot.terminal.app import main as command

    command()


if __name__ == "__main__":
    main()
