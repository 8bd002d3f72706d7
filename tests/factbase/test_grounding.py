"""Every locator and anchor is proved against the articles; what they do not bear out is told."""

import hashlib
from pathlib import Path

import pytest

from tests.editing import Folder
from tests.factbase.articles import ALMANAC, HERALD, described, found


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


def test_an_accented_letter_is_the_same_however_it_is_written(folder: Folder, articles: Path) -> None:
    folder.change("facts/bridges.yaml", '"1932"', '"café"')
    (articles / "almanac.txt").write_text(ALMANAC.replace("Arn bridge: opened", "The cafe\u0301 opened"), "utf-8")

    assert [problem for problem in found(folder, articles) if "café" in problem] == []


@pytest.mark.parametrize(
    ("says", "wrong"),
    [
        ("Dates the opening to 1831.", ["1831"]),
        ("Puts it in 1931, after 31 years at 2,500 crowns.", ["2500", "31"]),
        ("Counts 12 arches and 42 lamps.", []),
    ],
)
def test_a_figure_of_a_paraphrase_that_its_article_has_nowhere_is_a_warning(
    folder: Folder, articles: Path, says: str, wrong: list[str]
) -> None:
    text = HERALD + "\nIt has a dozen arches and forty-two lamps.\n"
    described = (folder.sources / "herald.yaml").read_text(encoding="utf-8")
    (articles / "herald.txt").write_text(text, encoding="utf-8")
    changed = described.replace(
        hashlib.sha256(HERALD.encode()).hexdigest(), hashlib.sha256(text.encode()).hexdigest()
    ).replace("paragraphs: 3", "paragraphs: 4")
    folder.write("sources/herald.yaml", changed)
    folder.change("facts/bridges.yaml", "says: Dates the opening to 1931.", f"says: {says}")

    assert found(folder, articles) == [
        f"facts/bridges.yaml:12:15: warning: the figure {figure} stands nowhere in the article of 'herald'; "
        "say it as the article does"
        for figure in wrong
    ]
