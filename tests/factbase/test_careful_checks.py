"""What a careful editor would look for in one claim, source, topic or name is found, and nothing is that is meant."""

import pytest

from bot.factbase.checks import check
from bot.factbase.loading import examine
from tests.editing import FACTS, Folder, uncoded

ROADS = FACTS.replace("id: opening", "id: paving").replace("id: length", "id: width").replace("Arn", "Orn")
"""Another topic, whose name is to be replaced."""


def found(folder: Folder) -> list[str]:
    documents = examine(folder.facts, folder.sources).documents
    return [uncoded(problem).removeprefix(f"{folder.root}/") for problem in check(documents)]


@pytest.mark.parametrize("topic", ["bridges", "BRIDGES", "Bridge", "Brigdes", "Brodges"])
def test_a_topic_that_is_nearly_another_is_a_warning(folder: Folder, topic: str) -> None:
    folder.write("facts/roads.yaml", ROADS.replace("Bridges", topic))

    assert [said for said in found(folder) if "the topic '" in said] == [
        f"facts/roads.yaml:1:8: warning: the topic '{topic}' is nearly 'Bridges' ({folder.facts}/bridges.yaml:1), "
        "and is listed beside it; if they are one, write them alike"
    ]


@pytest.mark.parametrize(
    ("one", "other"), [("Bridges", "Bridges"), ("Bridges", "Ridges up"), ("Year 1", "Year 2"), ("Rain", "Ruin")]
)
def test_one_topic_in_two_files_and_topics_of_their_own_are_none(folder: Folder, one: str, other: str) -> None:
    folder.change("facts/bridges.yaml", "topic: Bridges", f"topic: {one}")
    folder.write("facts/roads.yaml", ROADS.replace("Bridges", other))

    assert [said for said in found(folder) if "the topic '" in said] == []


@pytest.mark.parametrize(
    ("claim", "said"),
    [
        ("When did it open?", "the claim is a question; write its answer in one sentence; the question is a phrasing"),
        ("In 1931.", "the claim has fewer than 3 words; write the answer in one specific sentence"),
        (
            f"The bridge is {'very ' * 60}long.",
            "the claim has 319 characters, and is to be one specific sentence; "
            "write 300 at most, and what else there is to say in a fact of its own",
        ),
    ],
)
def test_a_claim_that_is_no_answer_in_a_sentence_is_a_warning(folder: Folder, claim: str, said: str) -> None:
    folder.change("facts/bridges.yaml", "claim: The Arn bridge opened in 1931.", f"claim: {claim}")

    assert found(folder) == [f"facts/bridges.yaml:4:12: warning: {said}"]


@pytest.mark.parametrize("claim", ["It opened 1931.", "阿恩桥于1931年开通。", 'Asked "when?", he said "in 1931?".'])
def test_three_words_a_language_without_blanks_and_a_quoted_question_are_none(folder: Folder, claim: str) -> None:
    folder.change("facts/bridges.yaml", "claim: The Arn bridge opened in 1931.", f"claim: {claim}")

    assert found(folder) == []


@pytest.mark.parametrize("text", ["some 20,000 crowns", "1,000,000"])
def test_a_phrasing_or_anchor_that_a_comma_splits_is_told_whole(folder: Folder, text: str) -> None:
    folder.change("facts/bridges.yaml", 'anchors: ["1932"]', f'anchors: ["1932", about {text}]')

    assert found(folder)[0] == (
        f"facts/bridges.yaml:18:27: warning: the comma in 'about {text}' splits it into entries of the list; "
        "put the whole text in quotes"
    )


@pytest.mark.parametrize("anchors", ["[about 20, 000 crowns]", '["about 20","000 crowns"]', "[in 1932,1933 metres]"])
def test_entries_that_only_look_like_parts_of_a_number_are_none(folder: Folder, anchors: str) -> None:
    folder.change("facts/bridges.yaml", 'anchors: ["1932"]', f"anchors: {anchors}")

    assert found(folder) == []


@pytest.mark.parametrize("name", ["almanac", "Almanac"])
def test_what_a_source_has_from_itself_is_a_warning(folder: Folder, name: str) -> None:
    folder.change("facts/bridges.yaml", "[the county engineer]", f"[the county engineer, {name}]")

    assert found(folder) == [
        f"facts/bridges.yaml:28:46: warning: '{name}' is the source itself, and 'attributed_to' names whom it has it "
        "from; leave it out if the article reports this itself"
    ]


@pytest.mark.parametrize(("origins", "warned"), [("[herald]", True), ("[herald, ap]", False), ("[ap]", False)])
def test_a_republication_that_rests_on_itself_alone_is_a_warning(folder: Folder, origins: str, warned: bool) -> None:
    folder.change("sources/herald.yaml", "kind: news", "kind: republication")
    folder.change("sources/herald.yaml", "origins: [herald]", f"origins: {origins}")

    said = "this republication has no origin but itself, and so counts as a witness of its own"
    fix = "name whom it has the text from"
    assert found(folder) == [f"sources/herald.yaml:5:11: warning: {said}; {fix}"] * warned


def test_a_word_that_stands_twice_in_one_group_is_a_warning_and_in_two_groups_is_none(folder: Folder) -> None:
    folder.write("facts/vocabulary.yaml", "same: [[bridge, viaduct, Bridge], [viaduct, aqueduct]]\n")

    assert found(folder) == ["facts/vocabulary.yaml:1:26: warning: 'Bridge' stands twice in this group; keep one"]


@pytest.mark.parametrize(
    ("name", "warned"),
    [
        ("{name: Orn, spellings: [Oorn]}", True),
        ("{name: Arn, spellings: [Aarn]}", False),
        ("{name: River, spellings: [ARN]}", False),
        ("{name: Engineer, spellings: [The county’s one]}", False),
    ],
)
def test_a_name_that_no_fact_has_is_a_warning(folder: Folder, name: str, warned: bool) -> None:
    folder.write("facts/vocabulary.yaml", f"names:\n  - {name}\n")

    said = "no fact has the name 'Orn' in any of its spellings; write it as the facts do, or remove it"
    assert found(folder) == [f"facts/vocabulary.yaml:2:12: warning: {said}"] * warned


def test_where_facts_are_missing_nothing_is_called_unused(folder: Folder) -> None:
    folder.write("facts/vocabulary.yaml", "names: [{name: Orn, spellings: [Oorn]}]\n")
    folder.change("facts/bridges.yaml", "paragraph: 1", "paragraph: one")

    assert found(folder) == []
