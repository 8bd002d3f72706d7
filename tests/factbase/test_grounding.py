"""Every locator and anchor is proved against the articles; what they do not bear out is told."""

from pathlib import Path

import pytest

from tests.editing import Folder
from tests.factbase.articles import described, found


@pytest.fixture
def articles(folder: Folder) -> Path:
    """The two articles of the folder, described rightly."""
    return described(folder)


def test_a_true_base_gives_nothing_to_say(folder: Folder, articles: Path) -> None:
    assert found(folder, articles) == []


def test_an_anchor_in_another_paragraph_is_told_with_where_it_stands(folder: Folder, articles: Path) -> None:
    folder.change(
        "facts/bridges.yaml", "paragraph: 2\n        says: Dates the", "paragraph: 3\n        says: Dates the"
    )

    assert found(folder, articles) == [
        "facts/bridges.yaml:13:19: 'in 1931' does not stand in paragraph 3 of 'herald'; it stands in paragraph 2"
    ]


def test_an_anchor_that_stands_nowhere_is_told(folder: Folder, articles: Path) -> None:
    folder.change("facts/bridges.yaml", '"1932"', '"193"')

    assert found(folder, articles) == [
        "facts/bridges.yaml:18:19: '193' does not stand in paragraph 1 of 'almanac'; "
        "it stands nowhere in that article; copy a few words exactly"
    ]


@pytest.mark.parametrize(
    ("anchor", "where"),
    [
        ("“opened 1932”", "it stands there"),
        ("‘opened 1932’", "it stands there"),
        ("«Its length»", "it stands in paragraph 2"),
    ],
)
def test_an_anchor_that_stands_but_for_its_quotes_is_told_to(
    folder: Folder, articles: Path, anchor: str, where: str
) -> None:
    folder.change("facts/bridges.yaml", '["1932"]', f"[{anchor}]")

    assert found(folder, articles) == [
        f"facts/bridges.yaml:18:19: '{anchor}' does not stand in paragraph 1 of 'almanac'; without its quotes, "
        f'which belong to the text here, {where}; put straight ones (") around it instead'
    ]


def test_quotes_that_stand_in_the_article_belong_to_an_anchor(folder: Folder, articles: Path) -> None:
    folder.change("facts/bridges.yaml", '["210 metres"]', "[“210 metres”]")

    assert found(folder, articles) == []


@pytest.mark.parametrize("part", ["32", "193"])
def test_an_anchor_stands_as_whole_words_alone(folder: Folder, articles: Path, part: str) -> None:
    folder.change("facts/bridges.yaml", '"1932"', f'"{part}"')

    (problem,) = found(folder, articles)

    assert f"'{part}' does not stand in paragraph 1 of 'almanac'" in problem
