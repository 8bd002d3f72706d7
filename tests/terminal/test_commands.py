"""The ``factbot`` command as people type it: real processes, their output and their exit codes."""

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.querylog.rows import iso
from bot.terminal.app import COMMANDS, app
from tests.conftest import PROJECT, WARBLER, query_log_rows
from tests.editing import Folder
from tests.matching.conftest import LAKES


def factbot(
    *arguments: str, cwd: Path = PROJECT, log: Path | None = None, typed: str = "", **environment: str
) -> subprocess.CompletedProcess[str]:
    """Runs the command in a folder, its log in a place of the test's own."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("FACTBOT_", "DISCORD_"))}
    settings = {"FACTBOT_LOG": str(log or os.devnull), "PYTHONPATH": str(PROJECT), **environment}
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        cwd=cwd,
        env=clean | settings,
        input=typed,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
    )


def shell(command: str) -> subprocess.CompletedProcess[str]:
    """Runs a shell line in the project, with this environment's ``factbot`` on the path."""
    environment = os.environ | {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    return subprocess.run(
        ["bash", "-c", command], cwd=PROJECT, env=environment, capture_output=True, encoding="utf-8", timeout=60
    )


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """A small valid fact base in a folder of its own."""
    return Folder(tmp_path)


def test_ask_prints_the_claim_its_verdict_and_both_sides(tmp_path: Path) -> None:
    done = factbot("ask", "when was isis-k formed", log=tmp_path / "log.sqlite3")

    assert done.returncode == 0
    assert done.stderr == ""
    lines = done.stdout.splitlines()
    assert lines[0] == "ISIS-K was founded in 2015."
    assert lines[1].startswith("⚖️ Sources differ: ")
    assert any("paragraph 13: " in line and "formed in 2015”" in line for line in lines)
    assert "Disputed by" in lines
    assert "\x1b" not in done.stdout


def test_ask_deletes_none_of_the_bots_old_rows(tmp_path: Path) -> None:
    path = tmp_path / "log.sqlite3"
    factbot("ask", "an old question", log=path)
    last_week = iso(datetime.now(UTC) - timedelta(days=8))
    with closing(sqlite3.connect(path)) as other, other:
        other.execute("UPDATE queries SET asked_at = ?", (last_week,))

    factbot("ask", "--batch", "-", typed="a new question\n" * 20, log=path, FACTBOT_LOG_DAYS="7")

    assert query_log_rows(path, "query")[:2] == [("an old question",), ("a new question",)]


def test_ask_needs_no_quotes_around_a_question(tmp_path: Path) -> None:
    done = factbot("ask", "how", "many", "us", "soldiers", "died", log=tmp_path / "log.sqlite3")

    assert done.stdout.startswith("At least 12 U.S. troops were killed")


def test_ask_says_no_politely(tmp_path: Path) -> None:
    done = factbot("ask", "who won the 1998 world cup", log=tmp_path / "log.sqlite3")

    assert done.returncode == 0
    assert done.stdout.startswith("No fact found for that.")


def test_an_unknown_reference_is_told_with_related_facts(tmp_path: Path) -> None:
    done = factbot("ask", "fact:date-of-founding", log=tmp_path / "log.sqlite3")

    assert done.stdout.startswith("There is no fact called 'date-of-founding'.\nPossibly related:\n")
    assert "fact:founding-date" in done.stdout


def test_ask_json_has_the_shape_that_others_rely_on(tmp_path: Path) -> None:
    done = factbot("ask", "--json", "when was isis-k formed", log=tmp_path / "log.sqlite3")

    reply = json.loads(done.stdout)
    assert set(reply) == {"query", "outcome", "confidence", "fact", "candidates", "unsupported_values"}
    assert reply["outcome"] == "answer"
    assert 0 <= reply["confidence"] <= 1
    assert [set(candidate) for candidate in reply["candidates"]] == [{"id", "claim", "confidence"}] * 5
    fact = reply["fact"]
    assert set(fact) >= {
        "id", "topic", "claim", "phrasings", "tags", "value", "verdict", "independent_origins", "opinion_only", "sides",
        "supports", "qualifies", "disputes", "silent", "reviewed",
    }  # fmt: skip
    assert fact["verdict"] == "disputed"
    assert fact["independent_origins"] == 1
    assert [set(side) for side in fact["sides"]] == [{"relation", "value", "origins", "sources", "opinion_only"}] * 2
    assert set(fact["supports"][0]) >= {
        "source", "paragraph", "at", "speaker", "value", "says", "anchors", "attributed_to", "origins",
    }  # fmt: skip
    assert fact["silent"] == ["greek-reporter"]


def test_ask_json_repeats_no_sign_that_nobody_sees(tmp_path: Path) -> None:
    hidden = "\u202e\u200f\x1b\x9b\u2066\u200b\U000e0041\x08"

    done = factbot("ask", "--json", f"when was {hidden}ISIS-K formed", log=tmp_path / "log.sqlite3")

    assert json.loads(done.stdout)["query"] == "when was ISIS-K formed"
    assert query_log_rows(tmp_path / "log.sqlite3", "query") == [("when was ISIS-K formed",)]


def test_ask_json_names_the_figures_that_no_source_has(tmp_path: Path) -> None:
    done = factbot("ask", "--json", "ISIS-K was founded in 2012", log=tmp_path / "log.sqlite3")

    reply = json.loads(done.stdout)
    assert (reply["fact"]["id"], reply["unsupported_values"]) == ("founding-date", ["2012"])


def test_ask_batch_gives_one_object_a_line_for_every_line(tmp_path: Path) -> None:
    questions = ["when was isis-k formed", "", "who won\u2028the cup?", "🦜", "kabul deaths"]
    (tmp_path / "questions.txt").write_text("\n".join(questions) + "\n", encoding="utf-8")

    from_file = factbot("ask", "--json", "--batch", str(tmp_path / "questions.txt"), log=tmp_path / "log.sqlite3")
    from_input = factbot("ask", "--json", "--batch", "-", typed="\n".join(questions), log=tmp_path / "log.sqlite3")

    assert from_file.stdout == from_input.stdout
    replies = [json.loads(line) for line in from_file.stdout.split("\n")[:-1]]
    assert [reply["query"] for reply in replies] == [
        "when was isis-k formed",
        "",
        "who won the cup?",
        "🦜",
        "kabul deaths",
    ]


def test_a_batch_repeats_questions_and_skips_blank_lines(tmp_path: Path) -> None:
    asked = "when was isis-k formed\n\n \nwho won the 1998 world cup\n"

    done = factbot("ask", "--batch", "-", typed=asked, log=tmp_path / "log.sqlite3")

    first, second = done.stdout.split("\n\n> ")
    assert first.startswith("> when was isis-k formed\nISIS-K was founded in 2015.\n")
    assert second.startswith("who won the 1998 world cup\nNo fact found for that.\n")


def test_a_misspelt_setting_is_told_with_the_right_one(tmp_path: Path) -> None:
    done = factbot("ask", "kabul", log=tmp_path / "log.sqlite3", FACTBOT_LOGTEXT="off", FACTBOT_OTHER="1")

    told = "FACTBOT_LOGTEXT is not a setting; did you mean FACTBOT_LOG_TEXT?; FACTBOT_OTHER is not a setting"
    assert (done.returncode, done.stderr) == (1, f"factbot: {told}\n")


def test_what_a_cluster_sets_for_a_service_of_our_name_is_no_setting(tmp_path: Path) -> None:
    cluster = {"FACTBOT_SERVICE_HOST": "10.0.0.1", "FACTBOT_PORT": "tcp://10.0.0.1:9", "FACTBOT_PORT_9_TCP": "x"}

    assert factbot("facts", cwd=PROJECT, log=tmp_path / "log.sqlite3", typed="", **cluster).returncode == 0


def test_the_list_of_commands_says_what_each_says_of_itself() -> None:
    for name, (_, told) in COMMANDS.items():
        whole = " ".join(CliRunner().invoke(app, [name, "--help"]).stdout.split())
        assert told in whole, name


def test_the_version_is_that_of_the_package() -> None:
    assert factbot("--version").stdout == f"factbot {version('factbot')}\n"


def test_each_question_is_a_row_of_the_log(tmp_path: Path) -> None:
    log = tmp_path / "log.sqlite3"
    factbot("ask", "--json", "--batch", "-", typed="one\ntwo\nthree\n", log=log)
    factbot("ask", "four", log=log)

    assert query_log_rows(log, "query, command, asker IS NOT NULL") == [
        (query, "ask", 1) for query in ("one", "two", "three", "four")
    ]


def test_a_log_that_cannot_be_written_costs_no_answer(tmp_path: Path) -> None:
    done = factbot("ask", "when was isis-k formed", log=tmp_path / "file" / "log.sqlite3", FACTBOT_LOG="/dev/null/log")

    assert done.returncode == 0
    assert done.stdout.startswith("ISIS-K was founded in 2015.")
    assert done.stderr.startswith("factbot: questions are not recorded: the query log /dev/null/log cannot be opened")


def test_a_terminal_obeys_no_question_of_a_batch(tmp_path: Path) -> None:
    (tmp_path / "questions.txt").write_text("who is \x1b[31mred\x1b]0;title\x07?\n", encoding="utf-8")

    done = factbot("ask", "--batch", str(tmp_path / "questions.txt"), log=tmp_path / "log.sqlite3")

    assert "\x1b" not in done.stdout
    assert "> who is [31mred]0;title?" in done.stdout


def test_of_a_fact_named_by_its_reference_nothing_is_explained(tmp_path: Path) -> None:
    done = factbot("ask", "--explain", "fact:founding-date", log=tmp_path / "log.sqlite3")

    assert done.stdout.endswith("Why: the question is this fact's reference, so nothing was matched.\n")


def test_ask_explain_shows_word_by_word_why(tmp_path: Path) -> None:
    done = factbot("ask", "--explain", "who foundd iskp near zanzibar", log=tmp_path / "log.sqlite3")

    assert done.returncode == 0
    assert "Why: 0." in done.stdout
    assert "  foundd    " in done.stdout
    assert "matched by 'found'" in done.stdout
    assert "unknown to this fact base" in done.stdout


def test_check_matching_warns_and_stays_at_exit_0(folder: Folder) -> None:
    folder.write("facts/lakes.yaml", LAKES.replace("orrin monster sighting", "when did the ferry over the lake sink"))

    done = factbot("check", "--matching", cwd=folder.root)

    assert done.returncode == 0
    assert "facts/lakes.yaml:9:39: warning: left out, the phrasing '" in done.stdout
    assert "' is answered with fact 'ferry'" in done.stdout


@pytest.mark.parametrize(
    "arguments",
    [["ask", "--explain", "--json", "a"], ["ask"], ["ask", "--bogus"], ["nonsense"], ["ask", "a", "--batch", "b"]],
)
def test_a_wrong_call_exits_2_and_says_why_on_standard_error(arguments: list[str]) -> None:
    done = factbot(*arguments)

    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr


def test_a_reader_that_has_seen_enough_is_no_error() -> None:
    done = shell("factbot facts | head -1")

    assert done.stdout == "The Kabul airport attack\n"
    assert done.stderr == ""


def test_a_full_output_is_told_in_one_line() -> None:
    done = shell("factbot facts --json > /dev/full")

    assert done.returncode == 1
    assert "No space left on device" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("question", ["", "   "])
def test_a_blank_question_is_a_wrong_call(question: str) -> None:
    assert factbot("ask", question).returncode == 2


def test_a_batch_line_that_is_no_text_is_named(tmp_path: Path) -> None:
    (tmp_path / "questions.txt").write_bytes(b"\xef\xbb\xbfkabul deaths\n\xff\xfe\n")

    done = factbot("ask", "--json", "--batch", str(tmp_path / "questions.txt"), log=tmp_path / "log.sqlite3")

    assert done.returncode == 1
    assert json.loads(done.stdout)["query"] == "kabul deaths"
    assert done.stderr.endswith("questions.txt cannot be read (line 2 is not UTF-8 text)\n")


def test_a_batch_file_that_is_not_there_exits_1(tmp_path: Path) -> None:
    done = factbot("ask", "--batch", str(tmp_path / "none.txt"), log=tmp_path / "log.sqlite3")

    assert done.returncode == 1
    assert done.stderr == f"factbot: {tmp_path / 'none.txt'} cannot be read (No such file or directory)\n"


def test_facts_json_holds_the_whole_base() -> None:
    listed = json.loads(factbot("facts", "--json").stdout)

    assert set(listed) == {"version", "facts", "sources"}
    assert len(listed["sources"]) == 5
    assert {"id", "title", "publisher", "kind", "origins", "sha256"} <= set(listed["sources"][0])
    assert len({fact["id"] for fact in listed["facts"]}) == len(listed["facts"]) >= 80


def test_facts_lists_every_claim_with_its_verdict() -> None:
    done = factbot("facts", cwd=WARBLER)

    assert done.returncode == 0
    assert "  ⚖️ Disputed  " in done.stdout
    assert done.stdout.splitlines()[-1].startswith("40 facts, 18 disputed, 4 sources, version ")


def test_check_of_a_good_base_exits_0_and_says_what_it_read(folder: Folder) -> None:
    done = factbot("check", cwd=folder.root)

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("2 facts and 2 sources read: 0 errors, 0 warnings; paragraphs and anchors not proven")


def test_check_with_articles_proves_the_anchors() -> None:
    done = factbot("check", "--articles", "articles", cwd=WARBLER)

    assert (done.returncode, done.stdout) == (0, "40 facts and 4 sources read: 0 errors, 0 warnings\n")


def test_check_tells_every_problem_and_exits_1(folder: Folder) -> None:
    folder.change("facts/bridges.yaml", "tags: [bridge]", "tag: [bridge]")
    folder.change("sources/herald.yaml", "kind: news", "kind: gossip")

    done = factbot("check", cwd=folder.root)

    assert done.returncode == 1
    assert [line.split(": ")[0] for line in done.stdout.splitlines()[:2]] == [
        "facts/bridges.yaml:8:5",
        "sources/herald.yaml:4:7",
    ]


def test_a_base_with_problems_answers_nothing_and_says_why(folder: Folder) -> None:
    folder.change("facts/bridges.yaml", "paragraph: 1", "paragraph: 17")

    done = factbot("ask", "when did it open?", cwd=folder.root, log=folder.root / "log.sqlite3")

    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.startswith("facts/bridges.yaml:16:20: paragraph 17 of 'almanac' does not exist")


def test_another_team_points_it_at_its_own_folders(tmp_path: Path, folder: Folder) -> None:
    done = factbot(
        "ask",
        "how long is the Arn bridge?",
        log=tmp_path / "log.sqlite3",
        FACTBOT_FACTS=str(folder.facts),
        FACTBOT_SOURCES=str(folder.sources),
    )

    assert done.stdout.startswith("The Arn bridge is 210 metres long.")


def test_schema_writes_what_is_committed(tmp_path: Path) -> None:
    done = factbot("schema", str(tmp_path / "schemas"))

    assert done.returncode == 0
    for committed in (PROJECT / ".schema").iterdir():
        assert (tmp_path / "schemas" / committed.name).read_bytes() == committed.read_bytes()


def test_health_without_a_bot_exits_1(tmp_path: Path) -> None:
    done = factbot("health", log=tmp_path / "log.sqlite3")

    assert (done.returncode, done.stdout) == (1, "unhealthy: no bot is running with this query log\n")
