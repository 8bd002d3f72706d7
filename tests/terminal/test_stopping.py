"""The process's end is its own where a thread still works aside, and Python's otherwise."""

import subprocess
import sys

import pytest

from tests.conftest import PROJECT

PROGRAM = """
import atexit, sys, threading
from bot.aside import ASIDE
from bot.terminal.stopping import end_beside_threads
atexit.register(print, "Python's own end")
threading.Thread(target=threading.Event().wait, name={name}, daemon=True).start()
sys.stdout.write("said before; ")
end_beside_threads(3)
"""


@pytest.mark.parametrize(
    ("name", "code", "said"), [("ASIDE", 3, "said before; "), ("'another'", 0, "said before; Python's own end\n")]
)
def test_where_work_is_still_done_aside_the_interpreter_is_not_taken_down_under_it(
    name: str, code: int, said: str
) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(name=name)], cwd=PROJECT, capture_output=True, text=True, check=False
    )

    assert (ended.returncode, ended.stdout, ended.stderr) == (code, said, "")
