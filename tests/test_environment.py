"""What people name is read where it is a file, and refused at once where it is not."""

import os
from pathlib import Path

import pytest

from bot.environment import NotAFile, read_regular


def test_a_file_is_read_through_a_link_and_no_further_than_wanted(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"line\r\nline")
    (tmp_path / "link").symlink_to("file")

    assert read_regular(tmp_path / "link") == b"line\r\nline"
    assert read_regular(tmp_path / "file", limit=4) == b"line"


@pytest.mark.parametrize("kind", ["folder", "pipe", "device"])
def test_what_is_no_file_is_refused_and_keeps_nobody_waiting(tmp_path: Path, kind: str) -> None:
    path = tmp_path / kind
    if kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    else:
        path.symlink_to("/dev/zero")

    with pytest.raises(NotAFile, match="it is not a file"):
        read_regular(path)


def test_a_refused_file_is_not_left_open(tmp_path: Path) -> None:
    before = len(os.listdir("/proc/self/fd")) if Path("/proc/self/fd").is_dir() else 0

    for _ in range(5):
        with pytest.raises(NotAFile):
            read_regular(tmp_path)

    assert len(os.listdir("/proc/self/fd")) == before if before else True
