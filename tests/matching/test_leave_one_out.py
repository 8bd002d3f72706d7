"""Phrasings left out: an editor learns which phrasings lead astray before anybody asks them."""

from bot.factbase.loading import examine
from bot.matching.leave_one_out import check_matching, leave_each_out
from tests.editing import Folder, uncoded


def warnings(folder: Folder) -> list[str]:
    loading = examine(folder.facts, folder.sources)
    assert loading.base is not None
    return [
        uncoded(problem).removeprefix(f"{folder.root}/") for problem in check_matching(loading.documents, loading.base)
    ]


def add_phrasings(folder: Folder, fact: str, *phrasings: str) -> None:
    """Writes more phrasings before the first that a fact of the lakes has."""
    first = {"depth": "How deep is Lake Orrin?", "monster": "Who saw the monster?"}[fact]
    folder.change("facts/lakes.yaml", first, ", ".join((*phrasings, first)))


def test_each_phrasing_is_asked_once_of_a_base_without_it(folder: Folder) -> None:
    base = examine(folder.facts, folder.sources).base
    assert base is not None

    asked = [(left_out.fact, left_out.place) for left_out in leave_each_out(base)]

    assert sorted(asked) == [
        (number, place) for number, fact in enumerate(base.facts) for place in range(len(fact.phrasings))
    ]


def test_a_phrasing_that_another_fact_would_answer_is_told_with_its_line(folder: Folder) -> None:
    folder.change("facts/lakes.yaml", "orrin monster sighting", "when did the ferry over the lake sink")

    misled = [warning for warning in warnings(folder) if "is answered with fact 'ferry'" in warning]

    assert [warning.split(": ")[0] for warning in misled] == ["facts/lakes.yaml:9:39"]


def test_a_fact_that_hardly_anything_reaches_is_told(folder: Folder) -> None:
    folder.change(
        "facts/lakes.yaml",
        "[Who saw the monster?, orrin monster sighting, When was the beast of Orrin reported?]",
        "[quartz lamp, velvet spoon, copper drum, winter fudge]",
    )

    (said,) = [said for said in warnings(folder) if "when left out" in said]
    assert said.endswith(
        ": warning: only 0 of the 4 phrasings of fact 'monster' find it when left out: 'quartz lamp' finds nothing, "
        "'velvet spoon' finds nothing, 'copper drum' finds nothing, and 1 more; "
        "write more phrasings that share their words"
    )


ASKED = {
    "depth": ("what colour is the water", "which trout live there", "is the ice thick", "the name of the island"),
    "monster": ("what trout live there", "is the ice very thick", "that island is named how", "colour of the water"),
}
"""Four questions, of which either fact has each among its phrasings, at different places."""


def test_what_two_facts_take_from_each_other_is_told(folder: Folder) -> None:
    add_phrasings(folder, "depth", *ASKED["depth"])
    add_phrasings(folder, "monster", *ASKED["monster"])

    (pair,) = [said for said in warnings(folder) if "each other's phrasings" in said]

    first, second = (", ".join(f"'{phrasing}'" for phrasing in ASKED[fact][:3]) for fact in ("depth", "monster"))
    assert f"facts 'depth' and 'monster' take 8 of each other's phrasings: {first}, and 1 more of 'depth', " in pair
    assert f"{second}, and 1 more of 'monster'; join them" in pair


def test_what_one_fact_takes_from_another_is_told(folder: Folder) -> None:
    add_phrasings(folder, "depth", *ASKED["depth"], *(f"{asked} please" for asked in ASKED["depth"]))
    add_phrasings(folder, "monster", *ASKED["monster"])

    (pair,) = [said for said in warnings(folder) if "of the phrasings of fact" in said and "takes" in said]

    named = ", ".join(f"'{phrasing}'" for phrasing in ASKED["monster"][:3])
    assert f"fact 'depth' takes 4 of the phrasings of fact 'monster': {named}, and 1 more; join them" in pair


def test_few_phrasings_taken_among_many_are_not_told(folder: Folder) -> None:
    add_phrasings(folder, "depth", *ASKED["depth"], *(f"How deep is Lake Orrin in its part {n}?" for n in range(40)))
    add_phrasings(folder, "monster", *ASKED["monster"])

    assert not [said for said in warnings(folder) if "phrasings of" in said and "take" in said]


def test_what_finds_others_than_its_own_fact_is_told_with_the_first_of_them(folder: Folder) -> None:
    asked = ("lake orrin depth", "Who saw the monster of Orrin?", "quartz lamp", "velvet spoon")
    listed = "".join(f"      - {phrasing}\n" for phrasing in asked)
    folder.change("facts/bridges.yaml", "      - How long is the Arn bridge?\n", listed)

    (hardly,) = [said for said in warnings(folder) if "find it when left out" in said]

    assert (
        "only 0 of the 4 phrasings of fact 'length' find it when left out: 'lake orrin depth' finds 'depth', "
        "'Who saw the monster of Orrin?' finds 'monster', 'quartz lamp' finds nothing, and 1 more; "
    ) in hardly
