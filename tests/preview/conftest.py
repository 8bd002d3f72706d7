"""The preview as a person has it: the command's own process, and its page in a browser."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING

import pytest

from tests.conftest import PROJECT
from tests.preview.browser import ARGUMENTS, NoBrowser, chromium

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+/#\S+")


class Previewing:
    """``factbot preview`` in a process of its own, from the moment at which it says where the page is."""

    def __init__(self, *arguments: str, temporary: Path, **environment: str) -> None:
        """``temporary`` is its folder for temporary files."""
        clean = {name: value for name, value in os.environ.items() if not name.startswith(("FACTBOT_", "DISCORD_"))}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bot", "preview", "--no-browser", *arguments],
            cwd=PROJECT,
            env=clean | {"PYTHONPATH": str(PROJECT), "TMPDIR": str(temporary)} | environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )
        self.said = ""
        """What it said on standard error until the page was there."""
        while (found := ADDRESS.search(self.said)) is None:
            line = _pipe(self._process.stderr).readline()
            assert line, f"no page, but {self.said!r}"
            self.said += line
        self.url = found[0]
        self.port = int(self.url.split(":")[2].split("/")[0])

    def stop(self, number: signal.Signals = signal.SIGINT) -> tuple[int, str]:
        """Its exit code after that signal, and all that it said on either stream after the page was there."""
        self._process.send_signal(number)
        return self.ended()

    def ended(self) -> tuple[int, str]:
        """Its exit code once it has ended by itself, and all that it said on either stream after the page was there."""
        out, err = self._process.communicate(timeout=20)
        return self._process.returncode, out + err

    def close(self) -> None:
        """Ends it, as nothing can prevent, where it has not ended."""
        if self._process.poll() is None:
            self._process.kill()
            self._process.communicate()


def _pipe(stream: IO[str] | None) -> IO[str]:
    if stream is None:
        raise TypeError("the process was started without a pipe")
    return stream


@pytest.fixture
def previewing(tmp_path: Path) -> Iterator[Previewing]:
    """The preview of the shipped base."""
    (tmp_path / "temporary").mkdir()
    running = Previewing(temporary=tmp_path / "temporary")
    yield running
    running.close()


@pytest.fixture(scope="module")
def browser() -> "Iterator[Browser]":
    """A browser; where there is none, its tests are skipped. No longer than a module: an event loop runs it."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: the page goes unused")
    with sync_api.sync_playwright() as playwright:
        try:
            program = chromium(playwright.chromium.executable_path)
        except NoBrowser as error:
            pytest.skip(f"{error}: the page goes unused here")
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: "Browser", previewing: Previewing) -> "Iterator[Page]":
    """The page, as it stands once it is ready."""
    page = browser.new_page(viewport={"width": 1000, "height": 900})
    page.set_default_timeout(15_000)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(previewing.url)
    page.wait_for_function("() => window.simcordPreview?.ready === true")
    yield page
    page.close()
    assert errors == []
