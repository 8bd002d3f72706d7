"""Loading again: only what an edit made necessary is done anew, and nothing else comes out than on a first reading."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from bot.factbase import loading
from bot.factbase.loading import Loader, load
from bot.factbase.problem import BadFactBase
from tests.editing import FACTS, Folder

ROADS = FACTS.replace("Bridges", "Roads").replace("id: opening", "id: paving").replace("id: length", "id: width")


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that are parsed, as they are."""
    names: list[str] = []
    parse: Callable[..., Any] = loading._parsed

    def noted(data: bytes, model: type[BaseModel], file: str) -> Any:  # noqa: ANN401 - whatever reading gives
        names.append(Path(file).name)
        return parse(data, model, file)

    monkeypatch.setattr(loading, "_parsed", noted)
    return names


def test_only_a_file_that_changed_is_parsed_again(folder: Folder, parsed: list[str]) -> None:
    folder.write("facts/roads.yaml", ROADS)
    loader = Loader(folder.facts, folder.sources)
    loader.load()
    parsed.clear()

    folder.change("facts/roads.yaml", "Gives its length.", "Gives the length.")
    loader.load()

    assert parsed == ["roads.yaml"]


def test_a_file_of_other_content_is_parsed_whatever_its_size_and_times_say(folder: Folder) -> None:
    loader = Loader(folder.facts, folder.sources)
    loader.load()
    path = folder.facts / "bridges.yaml"
    before = path.stat()

    folder.change("facts/bridges.yaml", "is 210 metres long", "is 310 metres long")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))

    assert loader.load().facts[1].claim == "The Arn bridge is 310 metres long."


def test_a_touched_file_gives_the_same_base(folder: Folder) -> None:
    loader = Loader(folder.facts, folder.sources)
    before = loader.load()

    os.utime(folder.facts / "bridges.yaml")
    folder.write("facts/bridges.yaml", "# a comment\n" + FACTS)

    assert loader.load() == before


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("sources/herald.yaml", "origins: [herald]", "origins: [herald, almanac]"),
        ("sources/herald.yaml", "publisher: The Arn Herald", "publisher: The Orn Herald"),
        ("facts/roads.yaml", "topic: Roads", "topic: Streets"),
    ],
)
def test_what_an_edit_changes_elsewhere_is_changed_too(folder: Folder, name: str, old: str, new: str) -> None:
    folder.write("facts/roads.yaml", ROADS)
    loader = Loader(folder.facts, folder.sources)
    loader.load()

    folder.change(name, old, new)

    assert loader.load() == load(folder.facts, folder.sources)


def test_a_source_that_goes_or_comes_makes_files_right_or_wrong_that_did_not_change(folder: Folder) -> None:
    loader = Loader(folder.facts, folder.sources)
    before = loader.load()
    (folder.sources / "herald.yaml").rename(folder.root / "herald.yaml")

    with pytest.raises(BadFactBase, match=r"bridges\.yaml:10:17: fact 'opening' names the unknown source 'herald'"):
        loader.load()

    (folder.root / "herald.yaml").rename(folder.sources / "herald.yaml")
    assert loader.load() == before


def test_a_source_that_was_invalid_before_it_went_is_unknown_too(folder: Folder) -> None:
    loader = Loader(folder.facts, folder.sources)
    folder.change("sources/herald.yaml", "kind: news", "kind: gossip")
    loader.examine()  # whose valid sources are the same as after the removal

    (folder.sources / "herald.yaml").unlink()

    (problem,) = loader.examine().problems
    assert problem.wrong == "fact 'opening' names the unknown source 'herald'"


def test_a_problem_between_two_files_is_found_when_either_changed(folder: Folder) -> None:
    folder.write("facts/roads.yaml", ROADS)
    loader = Loader(folder.facts, folder.sources)
    loader.load()
    folder.change("facts/roads.yaml", "id: paving", "id: opening")

    for _ in range(2):
        with pytest.raises(BadFactBase, match=r"roads.yaml:3:9: the id 'opening' is taken by the fact at .*yaml:3"):
            loader.load()
    folder.change("facts/bridges.yaml", "id: opening", "id: inauguration")

    assert [fact.id for fact in loader.load().facts] == ["inauguration", "length", "opening", "width"]


def test_a_file_that_is_gone_is_forgotten(folder: Folder) -> None:
    folder.write("facts/roads.yaml", ROADS)
    loader = Loader(folder.facts, folder.sources)
    loader.load()

    (folder.facts / "roads.yaml").unlink()

    assert [fact.id for fact in loader.load().facts] == ["opening", "length"]


def test_the_same_facts_in_the_same_order_have_the_same_version_in_other_files(folder: Folder) -> None:
    before = load(folder.facts, folder.sources).version

    (folder.facts / "bridges.yaml").rename(folder.facts / "renamed.yml")

    assert load(folder.facts, folder.sources).version == before
