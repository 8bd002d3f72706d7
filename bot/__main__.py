"""The entry point of ``factbot`` and of ``python -m bot``."""

import sys


def main() -> None:
    """Run the command. A bot that is stopped while it starts ends as cleanly as one that is running."""
    if sys.argv[1:2] in (["run"], ["preview"]):  # the commands that run until a signal ends them
        from bot.terminal.stopping import exit_on_signals

        exit_on_signals()
    if sys.argv[1:] == ["health"]:  # a container runs it every 30 s: parsing options would cost twice the answer
        from bot.heartbeat import report_health

        sys.exit(report_health())
    from bot.terminal.app import main as command

    command()


if __name__ == "__main__":
    main()
