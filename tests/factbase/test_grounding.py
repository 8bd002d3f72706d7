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


@pytest.mark.parametrize("part", ["32", "193"])
def test_an_anchor_stands_as_whole_words_alone(folder: Folder, articles: Path, part: str) -> None:
    folder.change("facts/bridges.yaml", '"1932"', f'"{part}"')

    (problem,) = found(folder, articles)

    assert f"'{part}' does not stand in paragraph 1 of 'almanac'" in problem


def test_an_accented_letter_is_the_same_however_it_is_written(folder: Folder, articles: Path) -> None:
    folder.change("facts/bridges.yaml", '"1932"', '"café"')
    (articles / "almanac.txt").write_text(ALMANAC.replace("Arn bridge: opened", "The cafe\u0301 opened"), "utf-8")

    assert [problem for problem in found(folder, articles) if "café" in problem] == []


def test_another_text_than_the_one_described_is_told(folder: Folder, articles: Path) -> None:
    (articles / "almanac.txt").write_text(ALMANAC + "\nA new line.\n", encoding="utf-8")

    problems = found(folder, articles)

    assert problems[0].startswith("sources/almanac.yaml:4:38: the checksum of articles/almanac.txt is ")
    assert problems[1:] == ["sources/almanac.yaml:4:118: articles/almanac.txt has 3 paragraphs; write 3"]


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

    assert "'bridge over the arn was opened in 1931' is copied from paragraph 2 of 'herald'" in problem


def test_seven_words_in_a_row_are_not(folder: Folder, articles: Path) -> None:
    folder.change(
        "facts/bridges.yaml", "says: Dates the opening to 1931.", "says: Says it was opened in 1931 by the mayor."
    )

    assert found(folder, articles) == []


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


STORY = [
    "The ferry Solveig sank on Tuesday morning after a freighter had struck her in thick fog off Skarne.",
    "Nobody was hurt.",
    "Rescuers took two hundred and three people from the water, among them the captain and all of her crew.",
    "The owners of the freighter said that they would help the inquiry in whatever way they could.",
]


def retell(folder: Folder, articles: Path, almanac: list[str], origins: str = "[almanac]") -> list[str]:
    """What is found where the one article tells that story and the other these paragraphs."""
    for name, paragraphs, rests_on in (("herald", STORY, "[herald]"), ("almanac", almanac, origins)):
        text = "\n".join(paragraphs)
        (articles / f"{name}.txt").write_text(text, encoding="utf-8")
        checksum = hashlib.sha256(text.encode()).hexdigest()
        folder.write(
            f"sources/{name}.yaml",
            f"title: {name}\nkind: news\norigins: {rests_on}\n"
            f"article: {{file: {name}.txt, sha256: '{checksum}', paragraphs: {len(paragraphs)}}}\n",
        )
    loading = examine(folder.facts, folder.sources)
    said = [str(problem) for problem in check_against_articles(loading.documents, articles)]
    return [problem for problem in said if "shares no origin" in problem]


def test_articles_that_repeat_one_another_and_share_no_origin_are_a_warning(folder: Folder, articles: Path) -> None:
    shortened = STORY[2].removesuffix(", among them the captain and all of her crew.") + ", the almanac was told."
    printed = ["Our own words come first.", STORY[0].upper(), shortened, STORY[3]]

    (warning,) = retell(folder, articles, printed)

    # by their ids, the almanac comes first
    assert warning.endswith(
        "sources/herald.yaml:3:1: warning: paragraphs 1, 4 of its article stand in that of 'almanac' too, which "
        "shares no origin with it; name among the origins of both whose text it is, or they count as two witnesses"
    )


@pytest.mark.parametrize(
    ("almanac", "origins"),
    [
        (STORY, "[almanac, herald]"),
        (STORY[:2], "[almanac]"),
        ([STORY[1]] * 3, "[almanac]"),
        ([f"The ferry sank on a {day}; {STORY[1]}" for day in ("Monday", "Tuesday")], "[almanac]"),
    ],
    ids=["they share an origin", "one paragraph", "short paragraphs", "other words"],
)
def test_what_is_no_reprint_is_no_warning(folder: Folder, articles: Path, almanac: list[str], origins: str) -> None:
    assert retell(folder, articles, almanac, origins) == []
