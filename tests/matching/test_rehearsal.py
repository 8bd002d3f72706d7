"""The rehearsal: an editor learns which phrasings lead astray before anybody asks them."""

from bot.factbase.loading import examine
from bot.matching.rehearsal import check_matching, rehearse
from tests.editing import Folder


def warnings(folder: Folder) -> list[str]:
    loading = examine(folder.facts, folder.sources)
    assert loading.base is not None
    return [str(problem).removeprefix(f"{folder.root}/") for problem in check_matching(loading.documents, loading.base)]


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

    assert any("only 0 of the 4 phrasings of fact 'monster' find it when left out" in said for said in warnings(folder))
