"""What was copied from an article is found, wherever in a fact it stands, and told whole."""

from pathlib import Path

import pytest

from tests.editing import Folder
from tests.factbase.articles import HERALD, described, found


@pytest.fixture
def articles(folder: Folder) -> Path:
    """The two articles of the folder, described rightly."""
    return described(folder)


@pytest.mark.parametrize(
    ("before", "text", "after"),
    [
        ("claim: ", "The Arn bridge opened in 1931.", ""),
        ("      - ", "arn bridge opening year", ""),
        ("says: ", "Dates the opening to 1931.", ""),
    ],
    ids=["claim", "phrasing", "says"],
)
def test_eight_words_in_a_row_from_the_article_are_told(
    folder: Folder, articles: Path, before: str, text: str, after: str
) -> None:
    copied = "bridge over the Arn was opened in 1931 by the mayor"
    folder.change("facts/bridges.yaml", f"{before}{text}{after}", f"{before}{copied}{after}")

    (problem,) = found(folder, articles)

    assert "'bridge over the arn was opened in 1931 by the mayor' is copied from paragraph 2 of 'herald'" in problem


def test_a_copied_run_is_quoted_as_far_as_it_goes_and_a_long_one_shortened(folder: Folder, articles: Path) -> None:
    copied = HERALD.splitlines()[2]
    folder.change("facts/bridges.yaml", "Dates the opening to 1931.", f"Writes that {copied.lower()}")

    (problem,) = found(folder, articles)

    assert f"12:15: '{copied.lower().rstrip('.')}' is copied from paragraph 2 of 'herald'; say it in" in problem

    sentence = " ".join(f"word{number}" for number in range(40))
    (articles / "herald.txt").write_text(HERALD + sentence, encoding="utf-8")
    folder.change("facts/bridges.yaml", f"Writes that {copied.lower()}", f"Writes {sentence} on it.")

    assert f"'{sentence[:150]}…' is copied from paragraph 4 of 'herald'" in found(folder, articles)[-1]


def test_each_of_two_copied_runs_in_one_text_is_told(folder: Folder, articles: Path) -> None:
    text = "The new bridge over the Arn was opened — the new bridge over the Arn was opened"
    folder.change("facts/bridges.yaml", "Dates the opening to 1931.", f"{text} in 1931 by the mayor.")

    first, second = found(folder, articles)

    assert "'the new bridge over the arn was opened' is copied" in first
    assert "'the new bridge over the arn was opened in 1931 by the mayor' is copied" in second


def test_seven_words_in_a_row_are_not(folder: Folder, articles: Path) -> None:
    folder.change(
        "facts/bridges.yaml", "says: Dates the opening to 1931.", "says: Says it was opened in 1931 by the mayor."
    )

    assert found(folder, articles) == []
