"""A folder to break."""

from pathlib import Path

import pytest

from tests.editing import Folder


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """A small valid fact base in a folder of its own."""
    return Folder(tmp_path)
