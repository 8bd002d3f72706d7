"""The signals by which people and systems end a command that serves."""

import signal


def ending_signals() -> list[signal.Signals]:
    """SIGHUP where there is one, unless it was ignored before, as ``nohup`` has it; SIGINT; and last SIGTERM."""
    hang_up = getattr(signal, "SIGHUP", None)
    others = [signal.SIGINT, signal.SIGTERM]
    return [hang_up, *others] if hang_up and signal.getsignal(hang_up) is not signal.SIG_IGN else others
