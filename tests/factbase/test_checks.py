"""What a careful editor would look for is found: repetitions, and figures without ground."""

from bot.factbase.checks import check
from bot.factbase.loading import examine
from tests.editing import Folder


def found(folder: Folder) -> list[str]:
    loading = examine(folder.facts, folder.sources)
    assert not loading.problems
    return [str(problem).removeprefix(f"{folder.root}/") for problem in check(loading.documents)]


def test_a_careful_base_gives_nothing_to_say(folder: Folder) -> None:
    assert found(folder) == []


def test_a_phrasing_that_two_facts_share_is_an_error(folder: Folder) -> None:
    folder.change("facts/bridges.yaml", "How long is the Arn bridge?", "When did the ARN bridge open")

    assert found(folder) == [
        f"facts/bridges.yaml:22:9: fact 'opening' ({folder.root}/facts/bridges.yaml:3) has this phrasing too; "
        "keep it where the question belongs"
    ]


def test_a_phrasing_that_stands_twice_in_one_fact_is_a_warning(folder: Folder) -> None:
    folder.change("facts/bridges.yaml", "arn bridge opening year", "When did the Arn bridge open")

    assert found(folder) == ["facts/bridges.yaml:7:9: warning: this phrasing stands twice in fact 'opening'; keep one"]


def test_claims_that_are_nearly_the_same_are_a_warning(folder: Folder) -> None:
    folder.change("facts/bridges.yaml", "The Arn bridge is 210 metres long.", "In 1931 the Arn bridge was opened.")

    warnings = found(folder)

    assert warnings[0].startswith("facts/bridges.yaml:20:12: warning: the claim is nearly that of fact 'opening'")


def test_a_figure_of_the_claim_that_no_supporting_anchor_holds_is_a_warning(folder: Folder) -> None:
    folder.change("facts/bridges.yaml", "is 210 metres long", "is 1,210 metres long")

    assert found(folder) == [
        "facts/bridges.yaml:20:12: warning: the figure 1210 of the claim stands in no supporting anchor; "
        "anchor the words of the article that it comes from"
    ]


def test_a_spelling_under_two_names_is_an_error(folder: Folder) -> None:
    folder.write(
        "facts/vocabulary.yaml",
        "names:\n  - {name: Arn, spellings: [the river]}\n  - {name: Orn, spellings: [The River]}\n",
    )

    assert found(folder) == [
        "facts/vocabulary.yaml:3:17: 'The River' is a spelling of both 'Arn' and 'Orn'; keep it under one name"
    ]
