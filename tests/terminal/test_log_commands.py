"""``factbot log …`` as people type it: readable tables, exports that harm nobody, copies that are whole."""

import asyncio
import csv
import io
import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.querylog.open import open_for_reports
from bot.querylog.reports import export
from bot.querylog.rows import CHECKED, iso, utc_now
from bot.querylog.store import QueryLog
from tests.conftest import PROJECT, query_log_rows
from tests.querylog.rows import a_row
from tests.terminal.test_commands import factbot


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """A log of a few questions."""
    put(tmp_path / "log.sqlite3", "when was it formed", "since when is it there")
    put(tmp_path / "log.sqlite3", "who won the 1998 cup", "Who won the 1998 cup?", outcome="none", fact_id=None)
    return tmp_path / "log.sqlite3"


def put(
    path: Path, *queries: str, outcome: str = "answer", fact_id: str | None = "opening", command: str = "fact"
) -> None:
    """Writes questions as the bot does."""

    async def write() -> None:
        async with await QueryLog.open(path) as querylog:
            for query in queries:
                await querylog.record(a_row(query)._replace(outcome=outcome, fact_id=fact_id, command=command))

    asyncio.run(write())


def yesterday() -> datetime:
    """The beginning of yesterday, UTC."""
    return datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=1)


def lines(text: str) -> list[list[str]]:
    return [line.split() for line in text.splitlines() if line.strip()]


def test_stats_count_what_was_asked_and_how_it_ended(log: Path) -> None:
    done = factbot("log", "stats", log=log)

    assert (done.returncode, done.stderr) == (0, "")
    told = lines(done.stdout)
    assert ["questions", "4", "by", "1", "person"] in told
    assert ["answered", "2", "(50%)"] in told
    assert ["no", "fact", "2", "(50%)"] in told
    assert ["opening", "2", "0", "0"] in told
    today = query_log_rows(log, "substr(asked_at, 1, 10)")[0][0]
    assert [today, "4", "2", "0", "2", "1"] in told


def test_stats_list_the_latest_day_and_the_top_fact_first(tmp_path: Path) -> None:
    path = tmp_path / "log.sqlite3"
    put(path, "a", fact_id="asked-once")
    put(path, "b", "c", "d", fact_id="asked-often")
    with closing(sqlite3.connect(path)) as other, other:
        once, often, *_ = (row_id for (row_id,) in other.execute("SELECT id FROM queries ORDER BY id"))
        other.execute("UPDATE queries SET asked_at = ? WHERE id = ?", (iso(yesterday()), once))
        for number, said in enumerate(["answers", "answers", "not-asked"]):
            judged = (number, often, "asked-often", said, str(number), utc_now())
            columns = "id, query_id, fact_id, judgement, asker, judged_at"
            other.execute(f"INSERT INTO judgements ({columns}) VALUES (?, ?, ?, ?, ?, ?)", judged)  # noqa: S608
        for number, (told_at, aside_at) in enumerate([(None, None), (None, "then"), ("then", None), ("then", "then")]):
            asked = (number, number, utc_now(), told_at, aside_at)
            other.execute(
                "INSERT INTO requests (id, query_id, text, asked_at, told_at, set_aside_at) VALUES (?, ?, '', ?, ?, ?)",
                asked,
            )

    told = lines(factbot("log", "stats", log=path).stdout)

    assert [line for line in told if line[0].startswith("asked-")] == [
        ["asked-often", "3", "2", "1"],
        ["asked-once", "1", "0", "0"],
    ]
    assert [line[0] for line in told if line[0].startswith("2")] == [utc_now()[:10], iso(yesterday())[:10]]
    assert ["requests", "2", "open", "(1", "of", "them", "dismissed),", "2", "answered"] in told


def test_stats_begin_at_midnight_of_the_first_day(tmp_path: Path) -> None:
    path = tmp_path / "log.sqlite3"
    put(path, "just outside", "just inside", "today")
    outside = iso(yesterday() - timedelta(milliseconds=1))
    with closing(sqlite3.connect(path)) as other, other:
        for moment, query in ((outside, "just outside"), (iso(yesterday()), "just inside")):
            other.execute("UPDATE queries SET asked_at = ? WHERE query = ?", (moment, query))

    counted = [lines(factbot("log", "stats", "--days", days, log=path).stdout)[1][:2] for days in ("1", "2", "3")]

    assert counted == [["questions", "1"], ["questions", "2"], ["questions", "3"]]


def test_stats_count_statements_of_checked_messages_apart(log: Path) -> None:
    put(log, "it was formed in spring", command=CHECKED)

    told = lines(factbot("log", "stats", log=log).stdout)

    assert ["questions", "4", "by", "1", "person"] in told
    assert ["checked", "1", "statement", "in", "messages,", "not", "counted", "as", "questions"] in told
    assert ["opening", "2", "0", "0"] in told
    assert len([line for line in told if line[1:2] == ["4"] and line[2:] == ["2", "0", "2", "1"]]) == 1


def test_gaps_show_alike_questions_once_with_the_closest_fact(log: Path) -> None:
    done = factbot("log", "gaps", log=log)

    assert done.returncode == 0
    (gap,) = [line for line in done.stdout.splitlines() if "cup" in line]
    assert gap.split()[:2] == ["2", "1"]
    assert "Who won the 1998 cup? (and 1 more wording)" in gap
    assert factbot("log", "gaps", "--server", "999", log=log).stdout.startswith("No unanswered question since ")


def test_gaps_list_the_most_asked_and_no_more_than_are_wanted(log: Path) -> None:
    put(log, "how do penguins sleep", outcome="none", fact_id=None)

    every, most = (factbot("log", "gaps", "--limit", limit, log=log).stdout for limit in ("2", "1"))

    assert ("cup" in every, "penguins" in every) == (True, True)
    assert ("cup" in most, "penguins" in most) == (True, False)


def test_nothing_that_was_typed_steers_the_terminal(log: Path) -> None:
    put(log, "zzzz \x1b[2J\x1b]0;owned\x07 qqqq", outcome="none", fact_id=None)

    done = factbot("log", "gaps", log=log)

    assert "owned" in done.stdout
    assert "\x1b" not in done.stdout
    assert "\x07" not in done.stdout


def test_an_export_has_every_row_with_its_columns(log: Path) -> None:
    expected = query_log_rows(log, "id, query, outcome")

    exported = factbot("log", "export", "--format", "csv", log=log).stdout.removeprefix("\ufeff")
    as_csv = list(csv.DictReader(io.StringIO(exported)))
    as_json = [json.loads(line) for line in factbot("log", "export", "--format", "jsonl", log=log).stdout.splitlines()]

    for rows in (as_csv, as_json):
        assert [(int(row["id"].removeprefix("'")), row["query"], row["outcome"]) for row in rows] == expected
        assert {name for row in rows for name in row} == {
            *("id", "asked_at", "guild_id", "channel_id", "asker", "command", "query", "outcome"),
            *("fact_id", "confidence", "latency_ms", "base_version"),
        }


def test_requests_are_exported_without_whose_they_are(log: Path) -> None:
    with closing(sqlite3.connect(log)) as other, other:
        other.execute(
            "INSERT INTO requests (id, query_id, text, asked_at, asker, user_id) "
            "VALUES (1, 2, 'why?', '', 'name', 'own id')"
        )

    (row,) = factbot("log", "export", "--format", "jsonl", "--table", "requests", log=log).stdout.splitlines()

    exported = json.loads(row)
    assert exported["asker"] == "name"
    assert (exported["id"], exported["query_id"]) == ("1", "2")  # no program rounds what is a text
    assert "own id" not in row


@pytest.mark.parametrize(
    "query", ["=1+1", "+1", "-1", "@SUM(A1)", "  =1+1", '=HYPERLINK("http://x")', "＝1+1", "  ＠a", "a;=1+1", "a\t@b"]
)
def test_no_spreadsheet_runs_what_was_typed(tmp_path: Path, query: str) -> None:
    put(tmp_path / "log.sqlite3", query)

    done = factbot("log", "export", "--format", "csv", log=tmp_path / "log.sqlite3")

    (row,) = csv.DictReader(io.StringIO(done.stdout.removeprefix("\ufeff")))
    assert row["query"].replace("'", "", 1) == query
    assert re.search("'[ ]*[=+@＝＠-]", row["query"])


@pytest.mark.parametrize(("query", "shown"), [("\t1+1", "'\t1+1"), ("\r=1+1", "'\\x0d'=1+1"), ("\n1+1", "'\n1+1")])
def test_no_spreadsheet_runs_what_follows_a_tab_or_line_end(tmp_path: Path, query: str, shown: str) -> None:
    put(tmp_path / "log.sqlite3", query)
    out = io.StringIO(newline="")  # which leaves the ends of lines as they are

    with closing(open_for_reports(tmp_path / "log.sqlite3")) as connection:
        export(connection, "queries", "csv", out)

    assert shown in out.getvalue()


@pytest.mark.parametrize(("form", "shown"), [("csv", "a\\x1b[2Jb\\x9bc"), ("jsonl", "a\\u001b[2Jb\\u009bc")])
def test_no_terminal_obeys_what_was_typed(tmp_path: Path, form: str, shown: str) -> None:
    put(tmp_path / "log.sqlite3", "a\x1b[2Jb\x9bc")

    done = factbot("log", "export", "--format", form, log=tmp_path / "log.sqlite3")

    assert shown in done.stdout


def test_an_export_takes_no_more_memory_for_more_rows(tmp_path: Path) -> None:
    path = tmp_path / "log.sqlite3"
    put(path, "first")
    more = """WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
    INSERT INTO queries SELECT i, '', NULL, NULL, NULL, '', printf('%.1000c', '?'), 'none', NULL, 0, 0, '' FROM n"""
    with closing(sqlite3.connect(path)) as other, other:
        other.execute(more)

    script = (
        "import resource, sys; from bot.terminal.app import app; app(standalone_mode=False);"
        "sys.stderr.write(str(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss))"
    )
    used = []
    for table in ("judgements", "queries"):  # none, and 20 MB of them
        command = [sys.executable, "-c", script, "log", "export", "--format", "csv", "--table", table]
        environment = {"FACTBOT_LOG": str(path), "PYTHONPATH": str(PROJECT)}
        done = subprocess.run(command, env=environment, capture_output=True, encoding="utf-8", cwd=PROJECT)
        used.append(int(done.stderr))
    assert used[1] - used[0] < 5_000  # kilobytes


async def test_a_backup_is_whole_while_the_bot_writes(tmp_path: Path) -> None:
    path, to = tmp_path / "log.sqlite3", tmp_path / "backup.sqlite3"
    async with await QueryLog.open(path) as querylog:
        await querylog.record(a_row("before"))
        stop = asyncio.Event()

        async def write() -> None:
            while not stop.is_set():
                await querylog.record(a_row("meanwhile"))
                await asyncio.sleep(0)

        writing = asyncio.create_task(write())
        done = await asyncio.to_thread(lambda: factbot("log", "backup", str(to), log=path))
        stop.set()
        await writing
        assert (querylog.waiting, querylog.dropped) == (0, 0)

    assert (done.returncode, done.stdout) == (0, f"{to}\n")
    rows = query_log_rows(to, "query")
    assert rows[0] == ("before",)
    assert 1 < len(rows) <= len(query_log_rows(path))
    with closing(sqlite3.connect(to)) as reader:
        assert reader.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    async with await QueryLog.open(to) as restored:
        assert await restored.problem() is None


def test_a_backup_takes_no_files_place(log: Path, tmp_path: Path) -> None:
    (tmp_path / "backup").write_text("precious", encoding="utf-8")

    done = factbot("log", "backup", str(tmp_path / "backup"), log=log)

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"factbot: {tmp_path / 'backup'} is there already; name another file, or remove it\n"
    assert (tmp_path / "backup").read_text(encoding="utf-8") == "precious"


def test_a_backup_goes_to_standard_output_and_back(log: Path, tmp_path: Path) -> None:
    environment = os.environ | {"FACTBOT_LOG": str(log)}
    command = [sys.executable, "-m", "bot", "log"]
    before = query_log_rows(log)
    backup = subprocess.run([*command, "backup", "-"], env=environment, cwd=PROJECT, capture_output=True, check=True)
    log.unlink()

    done = subprocess.run(
        [*command, "restore", "-"], env=environment, cwd=PROJECT, input=backup.stdout, capture_output=True
    )

    assert (done.returncode, done.stdout, done.stderr.decode()) == (0, b"", f"{log} is restored\n")
    assert query_log_rows(log) == before
    assert b"back up its key" in backup.stderr


def test_what_is_no_backup_is_told_in_one_line(log: Path, tmp_path: Path) -> None:
    (tmp_path / "notes").write_text("mine")

    for file, told in (("notes", "file is not a database"), ("nothing", "there is no backup")):
        done = factbot("log", "restore", str(tmp_path / file), log=log)
        assert (done.returncode, done.stderr.count("\n")) == (1, 1)
        assert told in done.stderr


def test_a_spreadsheet_keeps_ids_whole_and_knows_the_encoding(log: Path) -> None:
    exported = factbot("log", "export", "--format", "csv", log=log).stdout

    first = next(csv.DictReader(io.StringIO(exported.removeprefix("\ufeff"))))
    assert exported.startswith("\ufeff")
    assert first["id"].startswith("'")


def test_merge_says_what_came_of_each_file(log: Path, tmp_path: Path) -> None:
    for _ in range(2):
        done = factbot("log", "merge", str(log), log=tmp_path / "all.sqlite3")
        assert done.returncode == 0

    assert done.stdout == f"{log}: 0 rows added or updated\n"
    assert done.stderr.startswith(f"factbot: {log}: its askers are stored under a different key")
    assert len(query_log_rows(tmp_path / "all.sqlite3")) == 4


def test_a_merge_that_is_ended_leaves_no_copy_behind(log: Path, tmp_path: Path) -> None:
    many = """WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300000)
    INSERT INTO queries SELECT i, '', NULL, NULL, NULL, '', '', 'none', NULL, 0, 0, '' FROM n"""
    with closing(sqlite3.connect(log)) as other, other:
        other.execute(many)  # the pauses between them alone take 1.5 s
    (tmp_path / "to").mkdir()

    def copies() -> list[Path]:
        return list((tmp_path / "to").glob("all.sqlite3.merge-*/*"))

    environment = os.environ | {"FACTBOT_LOG": str(tmp_path / "to" / "all.sqlite3"), "PYTHONPATH": str(PROJECT)}
    command = [sys.executable, "-m", "bot", "log", "merge", str(log)]
    with subprocess.Popen(command, env=environment, cwd=PROJECT, stdout=subprocess.DEVNULL) as merging:
        while merging.poll() is None and not copies():
            time.sleep(0.01)
        assert copies()
        merging.terminate()

    assert merging.returncode == 128 + signal.SIGTERM
    assert not list((tmp_path / "to").glob("*.merge-*"))


@pytest.mark.parametrize("command", [("stats",), ("gaps",), ("export", "--format", "csv"), ("backup", "to")])
def test_where_there_is_no_log_it_is_said_and_none_is_made(tmp_path: Path, command: tuple[str, ...]) -> None:
    done = factbot("log", *command, log=tmp_path / "log.sqlite3")

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"factbot: there is no query log {tmp_path / 'log.sqlite3'}; FACTBOT_LOG names it\n"
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("pragma", "told"),
    [
        ("user_version = 999", "it was written by a newer version of factbot; use that version, or another file"),
        ("user_version = 0", "an older version of factbot wrote it; 'factbot run' or 'factbot ask' updates it"),
        ("application_id = 1", "it is not a query log of factbot"),
    ],
)
def test_a_log_of_another_shape_is_told_in_one_line(log: Path, pragma: str, told: str) -> None:
    with closing(sqlite3.connect(log)) as other:
        other.execute(f"PRAGMA {pragma}")

    done = factbot("log", "stats", log=log)

    assert (done.returncode, done.stderr) == (1, f"factbot: the query log {log} cannot be read ({told})\n")


@pytest.mark.parametrize("call", [("export",), ("export", "--format", "xml"), ("backup",), ("merge",), ("nothing",)])
def test_a_wrong_call_ends_in_code_2(call: tuple[str, ...]) -> None:
    assert factbot("log", *call).returncode == 2


@pytest.mark.parametrize("command", [("stats",), ("gaps",), ("export", "--format", "csv")])
def test_a_log_that_is_damaged_deep_inside_is_told_in_one_line(log: Path, command: tuple[str, ...]) -> None:
    with closing(sqlite3.connect(log)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'queries'").fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    with log.open("r+b") as stream:
        stream.seek((page - 1) * size)
        stream.write(b"\xee" * size)

    done = factbot("log", *command, log=log)

    assert done.returncode == 1
    assert re.fullmatch(r"factbot: the query log cannot be read \(.+\)\n", done.stderr)
