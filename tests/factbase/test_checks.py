"""What a careful editor would look for is found: repetitions, and figures without ground."""

import random
import time

import pytest
from rapidfuzz import fuzz

from bot.factbase import checks
from bot.factbase.checks import check
from bot.factbase.documents import Document, Documents
from bot.factbase.loading import examine
from bot.factbase.schema import FactEntry, TopicFile
from bot.factbase.texts import words
from tests.conftest import PROJECT
from tests.editing import ALMANAC, Folder, uncoded


def found(folder: Folder) -> list[str]:
    loading = examine(folder.facts, folder.sources)
    assert not loading.problems
    return [uncoded(problem).removeprefix(f"{folder.root}/") for problem in check(loading.documents)]


def test_a_careful_base_gives_nothing_to_say(folder: Folder) -> None:
    assert found(folder) == []


def test_a_phrasing_that_two_facts_share_is_a_warning(folder: Folder) -> None:
    folder.change("facts/bridges.yaml", "How long is the Arn bridge?", "When did the ARN bridge open")

    assert found(folder) == [
        f"facts/bridges.yaml:22:9: warning: fact 'opening' ({folder.root}/facts/bridges.yaml:3) has this phrasing too; "
        "keep it where the question belongs"
    ]


def test_of_three_facts_that_share_a_phrasing_the_others_are_told_of_the_first(folder: Folder) -> None:
    folder.change("facts/bridges.yaml", "How long is the Arn bridge?", "When did the ARN bridge open")
    folder.write(
        "facts/roads.yaml",
        "topic: Roads\n"
        "facts:\n"
        "  - id: paving\n"
        "    claim: Its road was paved later.\n"
        "    phrasings: [when did the arn bridge open]\n"
        "    supports: [{source: herald, paragraph: 3, says: Tells of asphalt., anchors: [paved]}]\n",
    )

    told = [warning.split(" warning: ")[1].split(" ")[1] for warning in found(folder)]

    assert told == ["'opening'", "'opening'"]


def test_a_fact_without_phrasings_is_a_warning(folder: Folder) -> None:
    folder.change("facts/bridges.yaml", "    phrasings:\n      - How long is the Arn bridge?\n", "")

    assert found(folder) == [
        "facts/bridges.yaml:19:9: warning: fact 'length' has no phrasings, and is found by the words of its claim "
        "alone; add how people would ask for it"
    ]


def test_a_source_that_no_fact_has_is_a_warning(folder: Folder) -> None:
    folder.write(
        "sources/gazette.yaml",
        ALMANAC.replace('"5b4d', '"6b4d').replace("almanac.txt", "gazette.txt").replace("The Almanac", "G"),
    )

    assert found(folder) == [
        "sources/gazette.yaml:1:8: warning: no fact has the source 'gazette', so every answer calls it silent; "
        "add what it says, or remove it"
    ]


def test_a_day_that_is_still_to_come_is_a_warning(folder: Folder) -> None:
    folder.change("sources/herald.yaml", "1931-05-02", "2931-05-02")

    assert found(folder) == [
        "sources/herald.yaml:3:12: warning: the day 2931-05-02 is still to come; write the day it appeared"
    ]


def test_a_phrasing_that_stands_twice_in_one_fact_is_a_warning(folder: Folder) -> None:
    folder.change("facts/bridges.yaml", "arn bridge opening year", "When did the Arn bridge open")

    assert found(folder) == ["facts/bridges.yaml:7:9: warning: this phrasing stands twice in fact 'opening'; keep one"]


def test_claims_that_are_nearly_the_same_are_a_warning(folder: Folder) -> None:
    folder.change("facts/bridges.yaml", "The Arn bridge is 210 metres long.", "In 1931 the Arn bridge was opened.")

    warnings = found(folder)

    assert warnings[0].startswith("facts/bridges.yaml:20:12: warning: the claim is nearly that of fact 'opening'")


def test_no_pair_is_missed_that_comparing_each_claim_with_every_other_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    documents = examine(PROJECT / "facts", PROJECT / "sources").documents
    claims = [" ".join(sorted(words(placed.entry.claim))) for placed in documents.facts()]
    pairs = sum(fuzz.ratio(one, claims[n]) >= 70 for place, one in enumerate(claims) for n in range(place))
    monkeypatch.setattr(checks, "NEAR_DUPLICATE", 70.0)

    found = [problem for problem in check(documents) if "nearly that of" in problem.wrong]

    assert len(found) == pairs > 5


@pytest.mark.slow
def test_twenty_thousand_claims_are_compared_in_moments() -> None:
    drawn = random.Random(0)  # noqa: S311 - no secret
    names = ["".join(drawn.choices("abcdefghijklmnop", k=7)) for _ in range(5_000)]
    entries = [
        FactEntry.model_construct(id=f"n{n}", claim=f"The bridge of {' and '.join(drawn.sample(names, k=4))} is open.")
        for n in range(20_000)
    ]
    topic = TopicFile.model_construct(topic="Bridges", facts=entries)
    documents = Documents((Document("bridges.yaml", topic, b""),))
    started = time.process_time()

    assert list(checks._near_duplicate_claims(documents)) == []
    assert time.process_time() - started < 10


def test_a_figure_of_the_claim_that_no_supporting_anchor_holds_is_a_warning(folder: Folder) -> None:
    folder.change("facts/bridges.yaml", "is 210 metres long", "is 1,210 metres long")

    assert found(folder) == [
        "facts/bridges.yaml:20:12: warning: the figure 1210 of the claim stands in no supporting anchor; "
        "anchor the words of the article that it comes from"
    ]


def test_a_figure_of_the_day_on_which_a_supporting_source_appeared_needs_no_anchor(folder: Folder) -> None:
    claim = "The Arn bridge opened on 2 May 1931."
    folder.change("facts/bridges.yaml", "The Arn bridge opened in 1931.", claim)
    folder.change("facts/bridges.yaml", 'anchors: ["in 1931"]', 'anchors: ["opened"]')
    assert found(folder) == []

    folder.change("sources/herald.yaml", "published: 1931-05-02\n", "")

    assert [warning.split(" of the claim")[0].rsplit(" ", 1)[1] for warning in found(folder)] == ["1931", "2"]


def test_an_anchor_that_disputes_the_claim_is_no_ground_for_its_figure(folder: Folder) -> None:
    folder.change("facts/bridges.yaml", "bridge opened in 1931", "bridge opened in 1932")

    (warning,) = found(folder)

    assert "the figure 1932 of the claim stands in no supporting anchor" in warning


@pytest.mark.parametrize(
    ("file", "old", "new", "place", "name", "nearly"),
    [
        (
            "sources/almanac.yaml",
            "origins: [almanac]",
            "origins: [heralt]",
            "sources/herald.yaml:5:11",
            "herald",
            "heralt",
        ),
        ("facts/bridges.yaml", "[the county engineer]", "[The Heralds]", "", "", ""),
        (
            "facts/bridges.yaml",
            "[the county engineer]",
            "[Reuters, Almanach]",
            "facts/bridges.yaml:28:34",
            "Almanach",
            "almanac",
        ),
    ],
)
def test_an_origin_that_is_nearly_another_is_a_warning(
    folder: Folder, file: str, old: str, new: str, place: str, name: str, nearly: str
) -> None:
    folder.change(file, old, new)

    said = f"{place}: warning: the origin '{name}' is nearly '{nearly}' ("
    assert [warning.startswith(said) for warning in found(folder)] == ([True] if place else [])


@pytest.mark.parametrize(
    ("one", "other", "slip"),
    [
        ("ap", "afp", False),
        ("afb", "afp", False),
        ("bbcn", "bbcm", True),
        ("courier", "coarier", True),
        ("courier", "coarior", False),
        ("guardian", "guerdien", True),
        ("guardian", "guerdiem", False),
    ],
)
def test_a_long_name_is_another_with_two_slips_a_shorter_with_one_and_a_short_one_never(
    folder: Folder, one: str, other: str, slip: bool
) -> None:
    folder.change("sources/almanac.yaml", "[almanac]", f"[almanac, {one}]")
    folder.change("sources/herald.yaml", "[herald]", f"[herald, {other}]")

    assert [f"the origin '{other}' is nearly '{one}'" in warning for warning in found(folder)] == [True] * slip
