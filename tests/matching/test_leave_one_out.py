"""The rehearsal: an editor learns which phrasings lead astray before anybody asks them."""

from bot.factbase.loading import examine
from bot.matching.leave_one_out import check_matching, rehearse
from tests.editing import Folder, uncoded


def warnings(folder: Folder) -> list[str]:
    loading = examine(folder.facts, folder.sources)
    assert loading.base is not None
    return [
        uncoded(problem).removeprefix(f"{folder.root}/") for problem in check_matching(loading.documents, loading.base)
    ]


def test_each_phrasing_is_asked_once_of_a_base_without_it(folder: Folder) -> None:
    base = examine(folder.facts, folder.sources).base
    assert base is not None

    asked = [(rehearsed.fact, rehearsed.place) for rehearsed in rehearse(base)]

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
        "[alpha beta, gamma delta, epsilon zeta, eta theta]",
    )

    (said,) = [said for said in warnings(folder) if "when left out" in said]
    assert said.endswith(
        ": warning: only 0 of the 4 phrasings of fact 'monster' find it when left out: 'alpha beta' finds nothing, "
        "'gamma delta' finds nothing, 'epsilon zeta' finds nothing, and 1 more; "
        "write more phrasings that share their words"
    )


TAKEN = ("ferry over Lake Orrin sank", "when the Orrin ferry sank in 1951", "sank 1951 ferry over the lake")
"""What asks for the ferry, whoever has it among its phrasings."""


def give_the_monster_those_of_the_ferry(folder: Folder) -> None:
    folder.change(
        "facts/lakes.yaml",
        "[Who saw the monster?, orrin monster sighting, When was the beast of Orrin reported?]",
        f"[{', '.join(TAKEN)}, did the ferry over Orrin sink in 1951]",
    )


def test_what_two_facts_take_from_each_other_is_told(folder: Folder) -> None:
    give_the_monster_those_of_the_ferry(folder)

    (pair,) = [said for said in warnings(folder) if "is answered with fact" not in said]

    named = ", ".join(f"'{phrasing}'" for phrasing in TAKEN)
    assert f"facts 'monster' and 'ferry' take 5 of each other's phrasings: {named}, and 1 more of 'monster', " in pair
    assert "'When did the ferry sink?' of 'ferry'; join them" in pair


def test_what_one_fact_takes_from_another_is_told(folder: Folder) -> None:
    give_the_monster_those_of_the_ferry(folder)
    folder.change("facts/lakes.yaml", "When did the ferry sink?, ", "lake orrin ferry in 1951, ")

    (pair,) = [said for said in warnings(folder) if "is answered with fact" not in said]

    named = ", ".join(f"'{phrasing}'" for phrasing in TAKEN)
    assert f"fact 'ferry' takes 4 of the phrasings of fact 'monster': {named}, and 1 more; join them" in pair


def test_what_finds_others_than_its_own_fact_is_told_with_the_first_of_them(folder: Folder) -> None:
    asked = ("lake orrin depth", "When did the ferry sink?", "alpha beta", "gamma delta")
    listed = "".join(f"      - {phrasing}\n" for phrasing in asked)
    folder.change("facts/bridges.yaml", "      - How long is the Arn bridge?\n", listed)

    (hardly,) = [said for said in warnings(folder) if "find it when left out" in said]

    assert (
        "only 0 of the 4 phrasings of fact 'length' find it when left out: 'lake orrin depth' finds 'depth', "
        "'When did the ferry sink?' finds 'ferry', 'alpha beta' finds nothing, and 1 more; "
    ) in hardly
