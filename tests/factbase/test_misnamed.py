"""A source's file whose name is no id is told once, with the name it should have, and nothing is told that follows."""

import pytest

from bot.factbase.checks import check
from bot.factbase.loading import Loader, examine
from tests.editing import ALMANAC, Folder, uncoded

NO_ID = "the file's name is the source's id, and this is not a valid id"


def told(folder: Folder) -> list[str]:
    """Every problem of the folder and what a careful editor would look for, without the path to it."""
    loading = examine(folder.facts, folder.sources)
    return [
        uncoded(problem).replace(f"{folder.root}/", "") for problem in (*loading.problems, *check(loading.documents))
    ]


@pytest.mark.parametrize("name", ["The Herald", "Herald (1)", "herald_", "HERALD", "The Arn Herald of 1931"])
def test_a_name_that_is_no_id_is_told_alone_with_the_id_that_facts_have(folder: Folder, name: str) -> None:
    (folder.sources / "herald.yaml").rename(folder.sources / f"{name}.yaml")

    assert told(folder) == [f"sources/{name}.yaml:1:1: {NO_ID}; rename it 'herald.yaml', as facts call it"]


def test_where_no_fact_has_it_the_name_is_given_an_id_that_is_like_it(folder: Folder) -> None:
    folder.write("sources/The Gazette.yaml", ALMANAC.replace('"5b', '"6b').replace("almanac.txt", "gazette.txt"))

    fix = "rename it with lower-case letters, digits and single hyphens, 60 characters at most, like 'the-gazette.yaml'"
    assert told(folder) == [f"sources/The Gazette.yaml:1:1: {NO_ID}; {fix}"]


def test_an_id_that_is_meant_for_another_is_unknown_and_the_illegal_one_is_not_suggested(folder: Folder) -> None:
    (folder.sources / "herald.yaml").rename(folder.sources / "The Herald.yaml")
    entry = "source: {}\n        paragraph: 2"
    folder.change("facts/bridges.yaml", entry.format("almanac"), entry.format("nowhere"))

    assert told(folder)[0] == (
        "facts/bridges.yaml:24:17: fact 'length' names the unknown source 'nowhere'; known are: almanac, herald"
    )
    assert len(told(folder)) == 2


def test_a_copy_of_a_sources_file_is_told_to_be_one(folder: Folder) -> None:
    folder.write("sources/almanac (copy).yaml", ALMANAC)

    fix = "it describes the article of the source 'almanac' once more, so remove it"
    assert told(folder) == [f"sources/almanac (copy).yaml:1:1: {NO_ID}; {fix}"]


def test_once_it_has_its_name_or_is_gone_the_facts_are_looked_at_again(folder: Folder) -> None:
    (folder.sources / "herald.yaml").rename(folder.sources / "The Herald.yaml")
    loader = Loader(folder.facts, folder.sources)
    assert [problem.wrong for problem in loader.examine().problems] == [NO_ID]
    (folder.sources / "The Herald.yaml").rename(folder.root / "herald.yaml")

    (problem,) = loader.examine().problems
    assert problem.wrong == "fact 'opening' names the unknown source 'herald'"

    (folder.root / "herald.yaml").rename(folder.sources / "herald.yaml")
    assert loader.examine().base
