"""A Chromium on this machine, where there is one."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser

NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
"""For containers without user namespaces or a graphics card; and nothing asks the network for anything."""


class NoBrowser(Exception):
    """Neither a browser on the path nor one of playwright's own."""


@contextmanager
def chromium() -> Iterator["Browser"]:
    """A Chromium without a window. Raises :exc:`NoBrowser`."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError as error:
        raise NoBrowser("playwright is not installed") from error
    found = next(filter(None, map(shutil.which, NAMES)), None)
    with sync_playwright() as playwright:
        program = found or playwright.chromium.executable_path
        if not Path(program).is_file():
            raise NoBrowser(f"none of {', '.join(NAMES)} is on the path, and playwright has not installed its own")
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield browser
        browser.close()
