"""``factbot preview`` as a process: where it serves, what it leaves behind, how it ends, and when it cannot run."""

import signal
import socket
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.editing import Folder
from tests.preview.conftest import Previewing
from tests.terminal.test_commands import factbot


def test_it_says_on_standard_error_where_the_page_is(previewing: Previewing) -> None:
    assert previewing.said == f"The bot is at {previewing.url} (this machine only); Ctrl-C ends it.\n"
    with urllib.request.urlopen(previewing.url.partition("#")[0], timeout=5) as page:  # noqa: S310 - our own page
        assert b"<html" in page.read()


def test_nobody_uses_it_who_does_not_know_the_whole_address(previewing: Previewing) -> None:
    page = urllib.request.Request(f"http://127.0.0.1:{previewing.port}/api/pages", data=b"{}")

    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(page, timeout=5)  # noqa: S310

    assert refused.value.code == 401
    refused.value.close()


def test_only_this_machine_reaches_it(previewing: Previewing) -> None:
    listening = Path("/proc/net/tcp")
    if not listening.is_file():
        pytest.skip("this system does not list its sockets in /proc: where the page listens goes unseen here")
    local = [line.split()[1] for line in listening.read_text(encoding="ascii").splitlines()[1:]]

    assert [address for address in local if address.endswith(f":{previewing.port:04X}")][:1] == [
        f"0100007F:{previewing.port:04X}"
    ]


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGINT, signal.SIGTERM])
def test_it_ends_cleanly_and_leaves_nothing_behind(
    previewing: Previewing, tmp_path: Path, number: signal.Signals
) -> None:
    assert list((tmp_path / "temporary").iterdir())

    assert previewing.stop(number) == (0, "")

    assert list((tmp_path / "temporary").iterdir()) == []


def test_a_port_can_be_chosen_and_one_that_is_taken_is_told() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        done = factbot("preview", "--no-browser", "--port", str(port), FACTBOT_LOG="")

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"factbot: preview could not bind port {port}; --port 0 takes any free one\n"


@pytest.mark.parametrize("port", ["-1", "65536", "http"])
def test_what_is_no_port_is_a_wrong_call(port: str) -> None:
    assert factbot("preview", "--no-browser", "--port", port).returncode == 2


def test_a_base_with_problems_is_told_as_everywhere(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.change("facts/bridges.yaml", "claim: The Arn bridge is", "clam: The Arn bridge is")

    done = factbot("preview", "--no-browser", cwd=tmp_path)

    assert done.returncode == 1
    assert "facts/bridges.yaml:" in done.stderr
    assert done.stderr.endswith("The fact base has problems. Fix them, then run 'factbot check'.\n")


@pytest.mark.parametrize("missing", ["simcord", "linkify_it"])
def test_without_the_extra_it_says_what_to_install(tmp_path: Path, missing: str) -> None:
    (tmp_path / "sitecustomize.py").write_text(f"import sys\nsys.modules[{missing!r}] = None\n", encoding="utf-8")

    done = factbot("preview", "--no-browser", PYTHONPATH=str(tmp_path))

    assert done.returncode == 1
    assert done.stderr == "factbot: the preview is not installed; pip install '.[preview]', in a clone of factbot\n"
