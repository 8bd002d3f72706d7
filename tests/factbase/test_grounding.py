"""Every locator and anchor is proved against the articles; what they do not bear out is told."""

import hashlib
from pathlib import Path

import pytest

from bot.factbase.grounding import check_against_articles
from bot.factbase.loading import examine
from tests.editing import Folder

HERALD = """\
THE COUNTY'S BRIDGES

The new bridge over the Arn was opened in 1931 by the mayor himself.

It cost a fortune.
"""
ALMANAC = "Arn bridge: opened 1932.\nIts length is “210 metres”, says the county engineer.\n"


@pytest.fixture
def articles(folder: Folder) -> Path:
    """The two articles of the folder, described rightly."""
    texts = folder.root / "articles"
    texts.mkdir()
    for name, text in (("herald", HERALD), ("almanac", ALMANAC)):
        (texts / f"{name}.txt").write_text(text, encoding="utf-8")
        described = (folder.sources / f"{name}.yaml").read_text(encoding="utf-8")
        start = described.index('"') + 1
        right = described[:start] + hashlib.sha256(text.encode()).hexdigest() + described[start + 64 :]
        (folder.sources / f"{name}.yaml").write_text(right, encoding="utf-8")
    return texts


def found(folder: Folder, articles: Path) -> list[str]:
    loading = examine(folder.facts, folder.sources)
    assert not loading.problems
    said = [str(problem) for problem in check_against_articles(loading.documents, articles)]
    return [problem.replace(f"{folder.root}/", "") for problem in said]


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


def test_another_text_than_the_one_described_is_told(folder: Folder, articles: Path) -> None:
    (articles / "almanac.txt").write_text(ALMANAC + "\nA new line.\n", encoding="utf-8")

    problems = found(folder, articles)

    assert problems[0].startswith("sources/almanac.yaml:4:38: the checksum of articles/almanac.txt is ")
    assert problems[1:] == ["sources/almanac.yaml:4:118: articles/almanac.txt has 3 paragraphs; write 3"]


@pytest.mark.parametrize(
    ("text", "differing"),
    [
        (HERALD.replace("\n", "\r\n").encode(), "its line ends"),
        (HERALD.encode("utf-8-sig"), "its byte-order mark"),
        (HERALD.rstrip("\n").encode(), "line ends after its last line"),
        (f"{HERALD}\n\n".encode(), "line ends after its last line"),
        (HERALD.replace(".\n", ". \t\n").encode(), "blanks at the ends of lines"),
        (HERALD.replace("\n", "\r\n").encode("utf-8-sig"), "its line ends and its byte-order mark"),
    ],
)
def test_a_text_that_was_only_saved_otherwise_is_told_to_be_the_same(
    folder: Folder, articles: Path, text: bytes, differing: str
) -> None:
    (articles / "herald.txt").write_bytes(text)

    assert found(folder, articles) == [
        f"sources/herald.yaml:6:37: articles/herald.txt differs from the text of this checksum only in {differing}; "
        f"write {hashlib.sha256(text).hexdigest()}"
    ]


@pytest.mark.parametrize("saved", [HERALD.replace("\n", "\r\n").encode(), HERALD.encode("utf-8-sig")])
def test_so_is_one_that_was_described_as_another_program_saved_it(folder: Folder, articles: Path, saved: bytes) -> None:
    right, other = (hashlib.sha256(text).hexdigest() for text in (HERALD.encode(), saved))
    folder.change("sources/herald.yaml", right, other)

    (problem,) = found(folder, articles)

    assert "differs from the text of this checksum only in its " in problem
    assert problem.endswith(f"; write {right}")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"", "is empty, so its evidence is unproven; save the article's text in it"),
        (b"\n \n", "is empty, so its evidence is unproven; save the article's text in it"),
        (HERALD.encode("utf-16"), "is UTF-16 text, so its evidence is unproven; save the file as UTF-8"),
        (HERALD.encode("utf-16-le"), "is UTF-16 text, so its evidence is unproven; save the file as UTF-8"),
        (
            HERALD.replace("'", "’").encode("cp1252"),
            "is not UTF-8 text, so its evidence is unproven; save the file as UTF-8",
        ),
    ],
)
def test_a_copy_without_a_text_that_can_be_read_is_told_alone(
    folder: Folder, articles: Path, text: bytes, said: str
) -> None:
    (articles / "herald.txt").write_bytes(text)

    assert found(folder, articles) == [f"sources/herald.yaml:6:17: the article articles/herald.txt {said}"]


@pytest.mark.parametrize(("mistaken", "true"), [("herald", "almanac"), ("almanac", "herald")])
def test_a_file_that_two_sources_name_is_held_against_that_one_whose_checksum_it_has(
    folder: Folder, articles: Path, mistaken: str, true: str
) -> None:
    folder.change(f"sources/{mistaken}.yaml", f"file: {mistaken}.txt", f"file: {true}.txt")
    documents = examine(folder.facts, folder.sources).documents

    assert list(check_against_articles(documents, articles)) == []


def test_a_missing_article_is_told(folder: Folder, articles: Path) -> None:
    (articles / "herald.txt").unlink()

    (problem,) = found(folder, articles)

    assert "the article articles/herald.txt cannot be read (No such file or directory)" in problem


@pytest.mark.parametrize(
    ("before", "text", "after"),
    [
        ("claim: ", "The Arn bridge opened in 1931.", ""),
        ("      - ", "arn bridge opening year", ""),
        ("says: ", "Dates the opening to 1931.", ""),
        ('anchors: ["', "in 1931", '"]'),
    ],
    ids=["claim", "phrasing", "says", "anchor"],
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
