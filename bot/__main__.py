"""The ``factbot`` command's first step, which ``python -m bot`` takes too."""

import signal
import sys


def heed_signals() -> None:
    """Lets a bot that is stopped while it is still starting end as cleanly as one that is running."""
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: sys.exit(0))


def main() -> None:
    """Runs the command; what ``factbot run`` must do before anything that takes long is done here."""
    if "run" in sys.argv[1:2]:
        heed_signals()
    from bot.terminal.app import main as command

    command()


if __name__ == "__main__":
    main()
