"""``factbot sources`` as people type it: the table, the JSON and the pictures."""

import json
import re
from pathlib import Path

import pytest

from bot.factbase.comparison import compare
from bot.factbase.model import FactBase
from tests.editing import Folder
from tests.terminal.test_commands import factbot

PNG = b"\x89PNG\r\n\x1a\n"


def test_sources_are_listed_with_counts_and_agreement(shipped_base: FactBase) -> None:
    done = factbot("sources")

    assert (done.returncode, done.stderr) == (0, "")
    lines = [line.split() for line in done.stdout.splitlines()]
    standing = compare(shipped_base).standings["global-news"]
    columns = (standing.supports, standing.qualifies, standing.disagrees, standing.alone)
    counts = [str(len(facts)) for facts in columns]
    name = standing.source.name.split()
    listed = ["global-news", "news", "2021-08-26", "global-news,", "reuters,", "ap", *counts, *name]
    assert listed in lines
    (pair,) = [line for line in done.stdout.splitlines() if line.startswith("ap-republished, global-news: ")]
    assert re.search(r": agree on \d+ of \d+, disagree on \d+.*; both may rest on ", pair)


def test_a_date_that_nobody_knows_is_called_unknown() -> None:
    (line,) = [line for line in factbot("sources").stdout.splitlines() if line.strip().startswith("opinion-blog ")]

    assert " unknown " in line


def test_sources_json_goes_on_where_facts_json_ends() -> None:
    compared = json.loads(factbot("sources", "--json").stdout)
    listed = json.loads(factbot("facts", "--json").stdout)

    assert compared["version"] == listed["version"]
    assert len(compared["sources"]) == len(listed["sources"]) == 5
    for source in listed["sources"]:
        (same,) = [one for one in compared["sources"] if one["id"] == source["id"]]
        assert same.items() >= source.items()
        said = {fact["id"] for fact in listed["facts"] if source["id"] not in fact["silent"]}
        assert {fact for stance in ("supports", "qualifies", "disputes", "both") for fact in same[stance]} == said
        assert set(same["alone"]) <= said
    (pair,) = [pair for pair in compared["pairs"] if pair["sources"] == ["ap-republished", "global-news"]]
    assert pair["same"] > 20
    assert pair.keys() == {"sources", "same", "opposite", "mixed", "qualified"}


def test_sources_are_drawn_into_files(tmp_path: Path) -> None:

    root = Folder(tmp_path).root

    dark = factbot("sources", "--picture", "dark.png", cwd=root)
    light = factbot("sources", "--picture", "light.png", "--pairs", "pairs.png", "--theme", "light", cwd=root)

    assert (dark.returncode, dark.stdout) == (0, "dark.png\n")
    assert light.stdout.splitlines() == ["light.png", "pairs.png"]
    pictures = [file.read_bytes() for file in root.glob("*.png")]
    assert all(picture.startswith(PNG) for picture in pictures)
    assert len(set(pictures)) == 3


def test_without_the_extra_a_picture_says_what_to_install(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text("import sys\nsys.modules['matplotlib'] = None\n", encoding="utf-8")
    without = f"{tmp_path}:{Path(__file__).parents[2]}"

    table = factbot("sources", PYTHONPATH=without)
    picture = factbot("sources", "--picture", str(tmp_path / "x.png"), PYTHONPATH=without)

    assert "ap-republished, global-news" in table.stdout
    assert picture.returncode == 1
    assert picture.stderr == "factbot: pictures need the extra: pip install '.[pictures]', in a clone of factbot\n"


def test_a_picture_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    done = factbot("sources", "--picture", "none/x.png", cwd=Folder(tmp_path).root)

    assert done.returncode == 1
    assert done.stderr.endswith("x.png cannot be written (No such file or directory)\n")


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("facts/bridges.yaml", "does not end in .png"),
        ("letter.png", "exists and is not a picture; name another file"),
    ],
)
def test_no_file_is_written_over_that_is_no_picture(tmp_path: Path, name: str, wrong: str) -> None:
    root = Folder(tmp_path).root
    (root / "letter.png").write_text("Dear Sir", encoding="ascii")
    before = (root / name).read_bytes()

    done = factbot("sources", "--pairs", name, cwd=root)

    assert (done.returncode, done.stdout, done.stderr) == (1, "", f"factbot: {name} {wrong}\n")
    assert (root / name).read_bytes() == before


@pytest.mark.parametrize(
    "options",
    [("--json", "--picture", "x.png"), ("--theme", "blue"), ("--picture", "x.png", "--pairs", "x.png")],
)
def test_a_call_that_cannot_be_meant_is_refused(options: tuple[str, ...]) -> None:
    assert factbot("sources", *options).returncode == 2
