"""A log on a mount that lacks what SQLite needs: it is written all the same, or the cause is named."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import PROJECT, query_log_rows

pytestmark = pytest.mark.slow

SHIM = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>
#include <string.h>
#include <stdio.h>

static int is_index(int file) {
    char link[64], name[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, name, sizeof name);
    return length > 4 && !memcmp(name + length - 4, "-shm", 4);
}

void *mmap(void *at, size_t length, int protection, int flags, int file, off_t offset) {
    void *(*real)(void *, size_t, int, int, int, off_t) = dlsym(RTLD_NEXT, "mmap");
    if (getenv("NO_SHARED_MEMORY") && flags & MAP_SHARED && is_index(file)) { errno = EINVAL; return MAP_FAILED; }
    return real(at, length, protection, flags, file, offset);
}
void *mmap64(void *at, size_t length, int protection, int flags, int file, off_t offset) {
    return mmap(at, length, protection, flags, file, offset);
}

int fcntl(int file, int command, ...) {
    int (*real)(int, int, ...) = dlsym(RTLD_NEXT, "fcntl");
    va_list more;
    va_start(more, command);
    void *argument = va_arg(more, void *);
    va_end(more);
    if (getenv("NO_LOCKS") && (command == F_SETLK || command == F_SETLKW)) { errno = ENOLCK; return -1; }
    return real(file, command, argument);
}
int fcntl64(int file, int command, ...) {
    va_list more;
    va_start(more, command);
    void *argument = va_arg(more, void *);
    va_end(more);
    return fcntl(file, command, argument);
}
"""
"""Stands before the C library, whose calls fail as they do on such a mount."""
WRITE = """
import asyncio, pathlib, sys
from bot.querylog.rows import LogUnavailable
from bot.querylog.store import QueryLog
from bot.reply import Asker
from tests.querylog.rows import a_row
async def main():
    try:
        async with await QueryLog.open(pathlib.Path(sys.argv[1])) as log:
            result, who = await log.record(a_row(sys.argv[2])), Asker("", "3")
            print(result.name, await log.problem(), await log.count_rows(who))
    except LogUnavailable as error:
        print(error)
asyncio.run(main())
"""


@pytest.fixture(scope="module")
def shim(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The compiled shim."""
    compiler = shutil.which("gcc")
    if compiler is None or sys.platform != "linux":
        pytest.skip("a C compiler on Linux stands in for such a mount")
    folder = tmp_path_factory.mktemp("shim")
    (folder / "shim.c").write_text(SHIM)
    subprocess.run([compiler, "-shared", "-fPIC", "-o", folder / "shim.so", folder / "shim.c", "-ldl"], check=True)
    return folder / "shim.so"


def write(path: Path, query: str, **environment: str | Path) -> tuple[str, str]:
    """Writes a question in a process of its own; what that says on standard output and error."""
    known = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    done = subprocess.run(
        [sys.executable, "-c", WRITE, path, query],
        cwd=PROJECT,
        env=known | {name: str(value) for name, value in environment.items()},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
    )
    return done.stdout.strip(), done.stderr


def test_without_shared_memory_a_log_is_written_and_read(tmp_path: Path, shim: Path) -> None:
    path = tmp_path / "log.sqlite3"

    written = [write(path, query, LD_PRELOAD=shim, NO_SHARED_MEMORY="1") for query in ("first", "second")]

    assert [said for said, _ in written] == ["WRITTEN None 1", "WRITTEN None 2"]
    assert all("is on a mount without shared memory maps" in warned for _, warned in written)
    assert query_log_rows(path, "query") == [("first",), ("second",)]


def test_a_log_that_comes_to_such_a_mount_keeps_its_rows(tmp_path: Path, shim: Path) -> None:
    path = tmp_path / "log.sqlite3"
    write(path, "elsewhere")

    assert write(path, "here", LD_PRELOAD=shim, NO_SHARED_MEMORY="1")[0] == "WRITTEN None 2"
    assert write(path, "elsewhere again") == ("WRITTEN None 3", "")
    assert query_log_rows(path, "query") == [("elsewhere",), ("here",), ("elsewhere again",)]


def test_a_mount_without_locks_is_named(tmp_path: Path, shim: Path) -> None:
    said, _ = write(tmp_path / "log.sqlite3", "nowhere", LD_PRELOAD=shim, NO_LOCKS="1")

    assert said.startswith("the query log ")
    assert "files on that mount cannot be locked, as on some network mounts; put the log on a local disk" in said
