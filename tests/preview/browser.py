"""A Chromium on this machine, where there is one."""

import shutil
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")
"""For containers without user namespaces or a graphics card; and nothing asks the network for anything."""


class NoBrowser(Exception):
    """Neither a browser on the path nor one of playwright's own."""


def chromium(own: str) -> str:
    """The program of a browser on the path, else of playwright's ``own``, if it has installed that.

    Raises :exc:`NoBrowser`.
    """
    found = next(filter(None, map(shutil.which, NAMES)), own)
    if not Path(found).is_file():
        raise NoBrowser(f"none of {', '.join(NAMES)} is on the path, and playwright has not installed its own")
    return found
