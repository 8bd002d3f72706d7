"""Each copy of an article is held against what its source describes; what another program made of it is told."""

import hashlib
from pathlib import Path

import pytest

from bot.factbase.articles import check_against_articles
from bot.factbase.loading import Loader, examine
from bot.factbase.problem import BadFactBase
from tests.editing import Folder
from tests.factbase.articles import ALMANAC, HERALD, described, found


@pytest.fixture
def articles(folder: Folder) -> Path:
    """The two articles of the folder, described rightly."""
    return described(folder)


def test_another_text_than_the_one_described_is_told(folder: Folder, articles: Path) -> None:
    (articles / "almanac.txt").write_text(ALMANAC + "\nA new line.\n", encoding="utf-8")

    problems = found(folder, articles)

    assert problems[0].startswith("sources/almanac.yaml:4:38: the checksum of articles/almanac.txt is ")
    assert problems[1:] == ["sources/almanac.yaml:4:118: articles/almanac.txt has 3 paragraphs; write 3"]


@pytest.mark.parametrize("text", [HERALD.replace("\n", "\r\n").encode(), HERALD.encode("utf-8-sig")])
def test_a_text_that_was_only_saved_otherwise_is_told_to_be_the_same(
    folder: Folder, articles: Path, text: bytes
) -> None:
    (articles / "herald.txt").write_bytes(text)

    assert found(folder, articles) == [
        f"sources/herald.yaml:6:37: articles/herald.txt differs from the text of this checksum only in its line ends "
        f"or its byte-order mark; write {hashlib.sha256(text).hexdigest()}"
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
        (
            ("Bridges. e" + "\u0301\u0323" * 80_000).encode(),  # which took minutes to normalise
            "is no article: more than 30 combining marks follow one another, so its evidence is unproven; "
            "copy the text again",
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


def test_one_article_cannot_be_two_sources(folder: Folder) -> None:
    folder.change("sources/almanac.yaml", '"5b4dbeec', '"4b4dbeec')

    with pytest.raises(BadFactBase) as refused:
        Loader(folder.facts, folder.sources).load()

    (problem,) = refused.value.problems
    assert str(problem).endswith(
        "herald.yaml:6:37: this article is that of the source 'almanac': it has the same checksum; "
        "one article is one source; remove one of the two"
    )


def test_one_file_cannot_be_the_article_of_two_sources(folder: Folder) -> None:
    folder.change("sources/herald.yaml", "file: herald.txt", "file: almanac.txt")

    with pytest.raises(BadFactBase) as refused:
        Loader(folder.facts, folder.sources).load()

    (problem,) = refused.value.problems
    assert str(problem).endswith(
        "herald.yaml:6:17: the source 'almanac' names this file too, with another checksum; "
        "name the article's own file in each"
    )
