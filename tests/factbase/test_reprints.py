"""Articles that repeat one another pass for two witnesses unless they share an origin: that is told."""

import hashlib
from pathlib import Path

import pytest

from bot.factbase.articles import check_against_articles
from bot.factbase.loading import examine
from tests.editing import Folder, uncoded
from tests.factbase.articles import described


@pytest.fixture
def articles(folder: Folder) -> Path:
    """The folder of the articles."""
    return described(folder)


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
            f"name: {name}\ntitle: {name}\nkind: news\norigins: {rests_on}\n"
            f"article: {{file: {name}.txt, sha256: '{checksum}', paragraphs: {len(paragraphs)}}}\n",
        )
    loading = examine(folder.facts, folder.sources)
    said = [uncoded(problem) for problem in check_against_articles(loading.documents, articles)]
    return [problem for problem in said if "shares no origin" in problem]


def test_articles_that_repeat_one_another_and_share_no_origin_are_a_warning(folder: Folder, articles: Path) -> None:
    shortened = STORY[2].removesuffix(", among them the captain and all of her crew.") + ", the almanac was told."
    printed = ["Our own words come first.", STORY[0].upper(), shortened, STORY[3]]

    (warning,) = retell(folder, articles, printed)

    # by their ids, the almanac comes first
    assert warning.endswith(
        "sources/herald.yaml:4:1: warning: paragraphs 1, 4 of its article stand in that of 'almanac' too, which "
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
