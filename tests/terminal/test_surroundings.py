"""The ``factbot`` command where its surroundings are not what one would wish: streams, letters, settings."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from bot.environment import BadSettings
from bot.heartbeat import report_health
from bot.settings import https_proxy, read_settings
from tests.conftest import PROJECT
from tests.terminal.test_commands import factbot, shell


def test_a_pipe_gets_utf_8_whatever_letters_the_terminal_knows(tmp_path: Path) -> None:
    log = tmp_path / "log.sqlite3"

    told = json.loads(factbot("ask", "--json", "wer war Müller 🟠", log=log, PYTHONIOENCODING="ascii").stdout)
    gaps = factbot("log", "gaps", log=log, PYTHONIOENCODING="ascii")
    exported = factbot("log", "export", "--format", "csv", log=log, PYTHONIOENCODING="ascii")

    assert told["query"] == "wer war Müller 🟠"
    assert (gaps.returncode, gaps.stderr) == (0, "")
    assert "wer war Müller 🟠" in gaps.stdout
    assert "wer war Müller 🟠" in exported.stdout


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("factbot ask --batch - <&-", "factbot: standard input cannot be read (it is closed)\n"),
        ("factbot schema $PLACE > /dev/full", "factbot: the output cannot be written (No space left on device)\n"),
        ("factbot schema /dev/null/x", "factbot: /dev/null/x cannot be written (Not a directory)\n"),
        ("factbot schema /dev/full", "factbot: /dev/full cannot be written (Not a directory)\n"),
        ("factbot facts --json > /dev/full", "factbot: the output cannot be written (No space left on device)\n"),
        ("factbot log export --format csv >&-", "factbot: the output cannot be written (it is closed)\n"),
    ],
)
def test_a_stream_that_fails_is_told_in_one_line(
    line: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLACE", str(tmp_path))
    monkeypatch.setenv("FACTBOT_LOG", str(tmp_path / "log.sqlite3"))

    done = shell(line)

    assert (done.returncode, done.stdout, done.stderr) == (1, "", said)


def test_a_missing_folder_of_sources_is_the_only_problem(tmp_path: Path) -> None:
    done = factbot("check", FACTBOT_SOURCES=str(tmp_path / "elsewhere"))

    assert done.returncode == 1
    assert [line for line in done.stdout.splitlines() if "unknown source" in line] == []
    assert f"{tmp_path / 'elsewhere'}:1:1: the folder cannot be read" in done.stdout.splitlines()[0]


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("FACTBOT_LOG_DAYS", "a week", "a whole number from 0 (keep forever) to 36500"),
        ("FACTBOT_LOG_TEXT", "perhaps", "on or off"),
        ("FACTBOT_LOG_SYNC", "fully", "normal or full"),
        ("FACTBOT_VERBOSITY", "LOUD", "DEBUG, INFO, WARNING or ERROR"),
        ("FACTBOT_GUILDS", "our server", "ids of servers (whole numbers, not names), separated by commas"),
        ("FACTBOT_GUILDS", ",", "ids of servers (whole numbers, not names), separated by commas"),
        ("FACTBOT_GUILDS", " ", "ids of servers (whole numbers, not names), separated by commas"),
        ("FACTBOT_SHARD_IDS", ",", "whole numbers from 0 and below FACTBOT_SHARD_COUNT, separated by commas"),
        ("FACTBOT_METRICS_PORT", "http", "a whole number from 1 to 65535"),
        ("FACTBOT_LOG_FORMAT", "xml", "plain or json"),
        ("FACTBOT_LOG", "/", "the path of a file"),
        ("FACTBOT_LOG", ".", "the path of a file"),
        ("FACTBOT_LOG", "..", "the path of a file"),
        ("FACTBOT_SHARD_COUNT", "0", "a whole number from 1 to 16384"),
        ("FACTBOT_SHARD_IDS", "1", "whole numbers from 0 and below FACTBOT_SHARD_COUNT, separated by commas"),
        ("FACTBOT_EDITORS_CHANNEL", "#editors", "the id of a channel (a whole number, not its name)"),
    ],
)
def test_a_wrong_setting_is_told_with_what_it_must_be(
    name: str, value: str, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)

    with pytest.raises(BadSettings, match=re.escape(f"{name} must be {told}")):
        read_settings()


@pytest.mark.parametrize(
    ("value", "path"),
    [
        ("~/log.sqlite3", Path.home() / "log.sqlite3"),
        ("'log.sqlite3'", Path("log.sqlite3")),
        ('"log.sqlite3"', Path("log.sqlite3")),
        ("log.sqlite3\r", Path("log.sqlite3")),
    ],
)
def test_what_env_files_bring_along_is_no_part_of_a_value(
    value: str, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FACTBOT_LOG", value)
    monkeypatch.setenv("FACTBOT_LOG_DAYS", " '7'\r")

    assert (read_settings().log, read_settings().log_days) == (path, 7)


def test_a_control_character_in_a_path_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FACTBOT_FACTS", "fac\tts")

    with pytest.raises(BadSettings, match="a control character stands in it"):
        read_settings()


@pytest.mark.parametrize(("excepted", "proxy"), [("", "http://proxy:3128"), ("discord.com", None)])
def test_the_proxy_of_the_system_is_used(excepted: str, proxy: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy:3128")
    monkeypatch.setenv("NO_PROXY", excepted)

    assert https_proxy() == proxy


@pytest.mark.parametrize(
    ("name", "value"), [("FACTBOT_LOG_DAYS", "a week"), ("FACTBOT_NOTHING", "1"), ("FACTBOT_FACTS", "/nowhere")]
)
def test_a_message_that_ends_the_bot_is_json_too(name: str, value: str, tmp_path: Path) -> None:
    environment = {"FACTBOT_LOG_FORMAT": "json", "DISCORD_TOKEN": "a.b.c", name: value}
    done = factbot("run", log=tmp_path / "log.sqlite3", cwd=PROJECT, typed="", **environment)

    lines = [json.loads(line) for line in done.stderr.splitlines()]
    assert done.returncode == 1
    assert lines[-1]["level"] == "CRITICAL"
    assert name in lines[-1]["message"] or value in lines[-1]["message"]


@pytest.mark.parametrize(
    ("command", "heavy"), [("health", {"pydantic", "typer", "discord"}), ("--help", {"pydantic", "numpy", "discord"})]
)
def test_what_runs_often_loads_little(command: str, heavy: set[str]) -> None:
    script = """
import sys
from bot.__main__ import main
try:
    main()
finally:
    print(*sys.modules, file=sys.stderr)
"""
    done = subprocess.run([sys.executable, "-c", script, command], cwd=PROJECT, capture_output=True, encoding="utf-8")

    assert heavy & set(done.stderr.split()) == set()


def test_health_of_another_users_bot_is_said_to_be_unknown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(*_: object) -> bytes:
        raise PermissionError

    monkeypatch.setenv("FACTBOT_LOG", str(tmp_path / "log.sqlite3"))
    monkeypatch.setattr(Path, "read_bytes", refuse)  # root may read whatever its mode

    assert report_health() == 1
    assert "this user may not read" in capsys.readouterr().out
