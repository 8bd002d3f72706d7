"""What is told of a slip says what is wrong and what would be right, in an editor's words."""

import pytest

from bot.factbase.loading import examine
from bot.factbase.schema import FactEntry
from tests.editing import FACTS, HERALD, Folder, uncoded

KEYS = list(FactEntry.model_fields)


def told(folder: Folder) -> list[str]:
    """Every problem of the folder, without the path to it."""
    return [
        uncoded(problem).replace(f"{folder.root}/", "") for problem in examine(folder.facts, folder.sources).problems
    ]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "paragraph: 1",
            f"paragraph: {10**19}",
            "facts/bridges.yaml:16:20: 'paragraph' of fact 'opening', disputes 1 is too large a number; "
            "at most 18 digits are read",
        ),
        (
            "source: herald",
            "source: herald.yaml",
            "facts/bridges.yaml:10:17: 'source' of fact 'opening', supports 1 is not an id: 'herald.yaml'; "
            "use lower-case letters, digits and single hyphens, like 'herald'",
        ),
        (
            "- How long is",
            "- Tell me: how long is",
            "facts/bridges.yaml:22:9: 'phrasings 1' of fact 'length' is read as 'key: value'; "
            "a text that holds ': ' needs quotes around it",
        ),
        (
            "  - id: opening",
            "  - It opened.\n  - id: opening",
            "facts/bridges.yaml:3:5: fact 1 must be a mapping of keys to values, not text; "
            "follow the shape that facts/README.md shows",
        ),
        (
            "id: length",
            f"id: {'l' * 3_000}",
            f"facts/bridges.yaml:19:9: 'id' of fact '{'l' * 60}…' is too long (3,000); at most 60 characters",
        ),
        (
            "tags: [bridge]",
            f"{'k' * 900}: [bridge]",
            f"facts/bridges.yaml:8:5: fact 'opening' has the unknown key '{'k' * 60}…'; "
            f"known are: {', '.join(KEYS[:12])}{', …' if len(KEYS) > 12 else ''}",
        ),
        (
            "paragraph: 1",
            "paragraph: 1, 2",
            "facts/bridges.yaml:16:20: 'paragraph' of fact 'opening', disputes 1 must be one whole number, not '1, 2'; "
            "write one number, and an entry of its own for each other",
        ),
        (
            "paragraph: 1",
            "paragraph: 01",
            "facts/bridges.yaml:16:20: 'paragraph' of fact 'opening', disputes 1 must be one whole number, not '01'; "
            "write 1, without leading zeros",
        ),
        (
            "paragraph: 1",
            'paragraph: "1"',
            "facts/bridges.yaml:16:20: 'paragraph' of fact 'opening', disputes 1 must be one whole number, not '1'; "
            "write it without quotes",
        ),
        (
            "tags: [bridge]",
            "tags:",
            "facts/bridges.yaml:8:10: 'tags' of fact 'opening' must be a list, not nothing; "
            "write it, or remove the key",
        ),
        (
            "- arn bridge opening year",
            "-",
            "facts/bridges.yaml:7:8: 'phrasings 2' of fact 'opening' must be text, not nothing; "
            "write it, or remove the entry",
        ),
        (
            "The Arn bridge is 210 metres long.",
            "'...'",
            "facts/bridges.yaml:20:12: 'claim' of fact 'length' has neither a word nor a figure; write a text",
        ),
        (
            "attributed_to: [the county engineer]",
            'attributed_to: ["—"]',
            "facts/bridges.yaml:28:25: 'attributed_to 1' of fact 'length', supports 1 has neither a word nor a figure; "
            "write a text",
        ),
        (
            'anchors: ["1932"]',
            'anchors: ["…"]',
            "facts/bridges.yaml:18:19: 'anchors 1' of fact 'opening', disputes 1 has neither a word nor a figure; "
            "write a text",
        ),
    ],
)
def test_a_slip_is_named_once_shortly_and_by_its_cause(folder: Folder, old: str, new: str, expected: str) -> None:
    folder.change("facts/bridges.yaml", old, new)

    assert told(folder) == [expected]


def test_a_kind_that_is_left_empty_is_told_to_be(folder: Folder) -> None:
    folder.change("sources/herald.yaml", "kind: news", "kind:")

    (problem,) = told(folder)
    assert "'kind' of the file is empty; use one of: 'news', " in problem


def test_a_file_of_the_other_folder_is_told_to_be_one_and_nothing_else_of_it(folder: Folder) -> None:
    folder.write("facts/herald.yaml", HERALD)
    folder.write("sources/bridges.yaml", FACTS)

    fix = "move it there, or correct FACTBOT_FACTS and FACTBOT_SOURCES"
    assert told(folder) == [
        f"facts/herald.yaml:1:1: this describes a source, which belongs in the folder of sources; {fix}",
        f"sources/bridges.yaml:1:1: this is a topic with facts, which belongs in the folder of facts; {fix}",
    ]


@pytest.mark.parametrize("name", ["facts/vocab.yaml", "facts/Vocabulary.yaml", "sources/vocabulary.yaml"])
def test_a_vocabulary_of_another_name_is_told_the_right_one_and_nothing_else(folder: Folder, name: str) -> None:
    folder.write(name, "names:\n  - {name: Arn, spellings: [Aarn]}\nsame: [[bridge, viaduct]]\n")

    assert told(folder) == [
        f"{name}:1:1: this is a vocabulary, which must be called vocabulary.yaml and lie in the folder of facts; "
        "rename or move it; if there is one already, move its entries there"
    ]


@pytest.mark.parametrize(
    ("group", "expected"),
    [
        ("[14, fourteen]", "2:6: 'same 2, entry 1' of the file must be text, not a number; put it in quotes"),
        ("[yes, true]", "2:11: 'same 2, entry 2' of the file must be text, not true or false; put it in quotes"),
        ("[alone]", "2:5: 'same 2' of the file has too few entries; write at least 2"),
    ],
)
def test_a_word_of_a_group_is_named_by_its_group_and_its_place_there(folder: Folder, group: str, expected: str) -> None:
    folder.write("facts/vocabulary.yaml", f"same: [[bridge, viaduct],\n    {group}]\n")

    assert told(folder) == [f"facts/vocabulary.yaml:{expected}"]


def test_a_topic_that_has_the_vocabularys_name_is_told_to(folder: Folder) -> None:
    (folder.facts / "bridges.yaml").rename(folder.facts / "vocabulary.yaml")
    folder.write("facts/roads.yaml", FACTS)

    assert told(folder) == [
        "facts/vocabulary.yaml:1:1: this is a topic with facts, and its name is that of the vocabulary; rename it"
    ]


def test_folders_that_were_exchanged_are_told_to_be_in_one_line_a_file(folder: Folder) -> None:
    problems = examine(folder.sources, folder.facts).problems

    assert len(problems) == 3
    assert all("correct FACTBOT_FACTS and FACTBOT_SOURCES" in str(problem) for problem in problems)


@pytest.mark.parametrize("amount", ["20,000 crowns at once", "20,000", "1,234,567 crowns"])
def test_a_number_that_its_comma_splits_is_told_whole_and_once(folder: Folder, amount: str) -> None:
    folder.change("facts/bridges.yaml", 'anchors: ["1932"]', f"anchors: [the, {amount}]")

    assert told(folder) == [
        f"facts/bridges.yaml:18:24: the comma in '{amount}' splits it into entries of the list; "
        "put the whole text in quotes"
    ]
