"""The process ends past a background thread that still runs, and as Python has it otherwise."""

import subprocess
import sys

import pytest

from tests.conftest import PROJECT

PROGRAM = """
import atexit, sys, threading
from bot.background import BACKGROUND
from bot.terminal.stopping import exit_past_threads
atexit.register(print, "Python's own end")
threading.Thread(target=threading.Event().wait, name={name}, daemon=True).start()
sys.stdout.write("said before; ")
exit_past_threads(BACKGROUND, 3)
"""


@pytest.mark.parametrize(
    ("name", "code", "said"), [("BACKGROUND", 3, "said before; "), ("'another'", 0, "said before; Python's own end\n")]
)
def test_the_interpreter_is_not_shut_down_under_a_thread(name: str, code: int, said: str) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(name=name)], cwd=PROJECT, capture_output=True, text=True, check=False
    )

    assert (ended.returncode, ended.stdout, ended.stderr) == (code, said, "")
