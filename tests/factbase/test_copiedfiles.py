"""A copy of a file of facts is told to be one, once, and the original is not blamed for it."""

import pytest

from bot.factbase.checks import check
from bot.factbase.loading import examine
from tests.editing import FACTS, Folder, uncoded

ONE_FACT = FACTS[: FACTS.index("  - id: length")]


def told(folder: Folder) -> list[str]:
    """Every problem of the folder and what a careful editor would look for, without the path to it."""
    loading = examine(folder.facts, folder.sources)
    return [
        uncoded(problem).replace(f"{folder.root}/", "") for problem in (*loading.problems, *check(loading.documents))
    ]


def copy(name: str, original: str = "bridges.yaml") -> str:
    return (
        f"facts/{name}:1:1: this file looks like a copy of facts/{original}, which has all of its facts; "
        "remove it, or give its facts ids of their own"
    )


@pytest.mark.parametrize(
    "name",
    [
        *("bridges (copy).yaml", "bridges - Copy.yaml", "bridges 2.yaml", "Copy of Bridges.yaml", "bridges.yml"),
        *("bridges (conflicted copy 2024-03-16).yaml", "renamed.yaml"),
    ],
)
def test_a_copy_is_told_once_wherever_its_name_stands_in_the_order(folder: Folder, name: str) -> None:
    folder.write(f"facts/{name}", FACTS)

    assert told(folder) == [copy(name)]


@pytest.mark.parametrize("text", [ONE_FACT, FACTS.replace("says: Gives", "sys: Gives")], ids=["fewer facts", "a slip"])
def test_so_is_one_of_an_earlier_state_and_nothing_of_its_own_slips(folder: Folder, text: str) -> None:
    folder.write("facts/bridges (copy).yaml", text)

    assert told(folder) == [copy("bridges (copy).yaml")]


def test_of_several_copies_each_is_one_of_the_original(folder: Folder) -> None:
    for name in ("bridges (copy).yaml", "bridges (copy 2).yaml"):
        folder.write(f"facts/{name}", FACTS)

    assert told(folder) == [copy("bridges (copy 2).yaml"), copy("bridges (copy).yaml")]


def test_one_id_that_another_file_has_is_no_copy(folder: Folder) -> None:
    folder.write("facts/roads.yaml", ONE_FACT)

    assert "facts/roads.yaml:3:9: the id 'opening' is taken by the fact at facts/bridges.yaml:3" in told(folder)[0]


def test_nor_is_a_file_with_a_fact_of_its_own(folder: Folder) -> None:
    folder.write("facts/bridges 2.yaml", FACTS.replace("id: length", "id: width"))

    assert "the id 'opening' is taken by the fact at facts/bridges 2.yaml:3" in told(folder)[0]
