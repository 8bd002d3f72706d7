"""What is told of a slip says what is wrong and what would be right, in an editor's words."""

import pytest

from bot.factbase.loading import examine, load
from tests.editing import FACTS, HERALD, Folder


def told(folder: Folder) -> list[str]:
    """Every problem of the folder, without the path to it."""
    return [str(problem).replace(f"{folder.root}/", "") for problem in examine(folder.facts, folder.sources).problems]


@pytest.mark.parametrize(
    ("claim", "hint"),
    [
        ("*The* bridge is long.", "starts with * or &"),
        ("& the bridge is long.", "starts with * or &"),
        ("|the bridge is long.", "starts with | or >"),
        ("- the bridge is long.", "starts with '- '"),
        ("? the bridge is long.", "starts with '? '"),
        ("@the bridge", "starts with @, ` or %"),
    ],
)
def test_a_text_that_needs_quotes_is_told_to(folder: Folder, claim: str, hint: str) -> None:
    folder.change("facts/bridges.yaml", "claim: The Arn bridge is 210 metres long.", f"claim: {claim}")

    (problem,) = told(folder)
    assert problem.startswith("facts/bridges.yaml:20:")
    assert problem.endswith(f"put quotes around a text that {hint}")


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
            "follow the shape that the README shows",
        ),
        (
            "id: length",
            f"id: {'l' * 3_000}",
            f"facts/bridges.yaml:19:9: 'id' of fact '{'l' * 60}…' is too long (3,000); at most 60 characters",
        ),
        (
            "tags: [bridge]",
            f"{'k' * 900}: [bridge]",
            f"facts/bridges.yaml:8:5: fact 'opening' has the unknown key '{'k' * 60}…'; known are: id, claim, "
            "phrasings, tags, supports, disputes",
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
    ],
)
def test_a_slip_is_named_once_shortly_and_by_its_cause(folder: Folder, old: str, new: str, expected: str) -> None:
    folder.change("facts/bridges.yaml", old, new)

    assert told(folder) == [expected]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "claim: The Arn bridge opened",
            'claim: "The Arn bridge opened',
            "4:12: the text in quotes that begins here ends only in line 13, where more follows; "
            "close the quote where the text ends",
        ),
        (
            "- How long is the Arn bridge?",
            "- 'How long is the Arn bridge?",
            "22:9: the text in quotes that begins here never ends; close the quote where the text ends",
        ),
        (
            "- How long is the Arn bridge?",
            "- 'What's the length?'",
            "22:15: more follows the quote that closes this text; put the whole text in quotes; "
            "in '…' an apostrophe is written twice ('')",
        ),
        (
            '["210 metres"]',
            '["210 metres"',
            "27:18: this is not valid YAML (did not find expected ',' or ']'); "
            "the bracket that opens here is not closed, or a comma is missing",
        ),
    ],
)
def test_a_quote_or_bracket_that_is_not_closed_is_told_where_it_opens(
    folder: Folder, old: str, new: str, expected: str
) -> None:
    folder.change("facts/bridges.yaml", old, new)

    assert told(folder) == [f"facts/bridges.yaml:{expected}"]


NO_ENTRY = "this line begins no entry of the list that it stands in"
NO_SPACE = "the dash that begins this line has no space behind it"
DASHES = "an entry of a list begins with '- ' (a dash and a space)"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("- arn bridge opening year", "arn bridge opening year", f"7:7: {NO_ENTRY}; {DASHES}"),
        ("- arn bridge opening year", '"arn bridge opening year"', f"7:7: {NO_ENTRY}; {DASHES}"),
        ("- arn bridge opening year", "-arn bridge opening year", f"7:7: {NO_SPACE}; {DASHES}"),
        ("- arn bridge opening year", '-"arn bridge opening year"', f"7:7: {NO_SPACE}; {DASHES}"),
        ("- id: opening", "-id: opening", f"3:3: {NO_SPACE}; {DASHES}"),
        ("- id: length", "-id: length", f"19:3: {NO_SPACE}; {DASHES}"),
        (
            "- arn bridge opening year",
            "– arn bridge opening year",
            f"7:7: this line begins with '–', which is no dash; {DASHES}",
        ),
        (
            "- arn bridge opening year",
            "* arn bridge opening year",
            f"7:7: this line begins with '*', which is no dash; {DASHES}",
        ),
        (
            "- source: almanac\n        paragraph: 2",
            "source: almanac\n        paragraph: 2",
            "25:18: this line is indented deeper than the one above, which has its value already; indent both alike; "
            "where the one above begins an entry of a list, put '- ' (a dash and a space) before it",
        ),
        (
            "    tags: [bridge]",
            "    tags [bridge]",
            "8:5: this is not valid YAML (could not find expected ':'); a key is followed by ': ' (with the blank)",
        ),
    ],
)
def test_an_entry_that_lacks_what_begins_it_is_told_what_that_is(
    folder: Folder, old: str, new: str, expected: str
) -> None:
    folder.change("facts/bridges.yaml", old, new)

    assert told(folder) == [f"facts/bridges.yaml:{expected}"]


def test_a_key_that_comes_again_where_an_entry_should_begin_is_told_of_the_dash(folder: Folder) -> None:
    folder.change("facts/bridges.yaml", "  - id: length", "    id: length")

    assert told(folder)[0] == (
        "facts/bridges.yaml:19:5: the key 'id' stands here twice (first in line 3); "
        "keep one; where an entry of a list begins here, put '- ' (a dash and a space) before it"
    )


@pytest.mark.parametrize("break_", ["\x85", "\u2028", "\u2029"])
def test_what_breaks_lines_in_no_editor_is_a_blank_and_moves_no_place(folder: Folder, break_: str) -> None:
    folder.change("facts/bridges.yaml", "The Arn bridge is", f"The Arn{break_}bridge is")
    assert [fact.claim for fact in load(folder.facts, folder.sources).facts][1] == "The Arn bridge is 210 metres long."

    folder.change("facts/bridges.yaml", "Gives its length.", "''")

    assert told(folder) == ["facts/bridges.yaml:26:15: 'says' of fact 'length', supports 1 is empty; write a text"]


def test_a_kind_that_is_left_empty_is_told_to_be(folder: Folder) -> None:
    folder.change("sources/herald.yaml", "kind: news", "kind:")

    (problem,) = told(folder)
    assert "'kind' of the file is empty; use one of: 'news', " in problem


def test_what_git_left_of_a_conflict_is_told_to_be_that(folder: Folder) -> None:
    claim = "    claim: The Arn bridge is 210 metres long.\n"
    other = claim.replace("210", "211")
    folder.change("facts/bridges.yaml", claim, f"<<<<<<< HEAD\n{claim}=======\n{other}>>>>>>> branch\n")

    assert told(folder) == [
        "facts/bridges.yaml:20:1: git left two versions here, of which one is to be kept; "
        "keep what should stand, and remove the lines that start with <<<<<<<, ======= and >>>>>>>"
    ]


def test_a_file_of_the_other_folder_is_told_to_be_one_and_nothing_else_of_it(folder: Folder) -> None:
    folder.write("facts/herald.yaml", HERALD)
    folder.write("sources/bridges.yaml", FACTS)

    fix = "move it there, or mend FACTBOT_FACTS and FACTBOT_SOURCES"
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
    assert all("mend FACTBOT_FACTS and FACTBOT_SOURCES" in str(problem) for problem in problems)


@pytest.mark.parametrize("blank", ["\u00a0", "\u2009", "\u3000"])
@pytest.mark.parametrize(
    ("right", "wrong", "place"),
    [
        ("    claim: The Arn bridge opened", "   _claim: The Arn bridge opened", "4:4"),
        ("    claim: The Arn bridge opened", "    claim:_The Arn bridge opened", "4:11"),
        ("      - arn bridge opening year", "      -_arn bridge opening year", "7:8"),
    ],
)
def test_a_blank_that_yaml_takes_for_a_letter_is_named(
    folder: Folder, right: str, wrong: str, place: str, blank: str
) -> None:
    folder.change("facts/bridges.yaml", right, wrong.replace("_", blank))

    assert told(folder) == [
        f"facts/bridges.yaml:{place}: a blank that is none stands here (U+{ord(blank):04X}), as web pages and word "
        "processors have it; delete it and type a blank in its place"
    ]


@pytest.mark.parametrize("amount", ["20,000 crowns at once", "20,000", "1,234,567 crowns"])
def test_a_number_that_its_comma_splits_is_told_whole_and_once(folder: Folder, amount: str) -> None:
    folder.change("facts/bridges.yaml", 'anchors: ["1932"]', f"anchors: [the, {amount}]")

    assert told(folder) == [
        f"facts/bridges.yaml:18:24: the comma in '{amount}' splits it into entries of the list; "
        "put the whole text in quotes"
    ]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (FACTS.encode("utf-16"), "this is UTF-16 text; save the file as UTF-8"),
        (FACTS.encode("utf-16-le"), "this is UTF-16 text; save the file as UTF-8"),
        (FACTS.encode("utf-16-be"), "this is UTF-16 text; save the file as UTF-8"),
        (
            b"PK\x03\x04\x14\x00\x06\x00\x08\x00\x8f\xe1",
            "this is a zip or an office document (such as .docx), not text; save what it says as plain text in UTF-8",
        ),
        (
            b"{\\rtf1\\ansi topic: Bridges}",
            "this is an RTF document, not plain text; save what it says as plain text in UTF-8",
        ),
        (
            b"\n<!DOCTYPE html>\n<html>topic: Bridges</html>\n",
            "this is a web page; fetch the file itself, which most Git hosts call raw",
        ),
    ],
)
def test_a_file_that_is_no_plain_text_is_told_what_it_is(folder: Folder, data: bytes, said: str) -> None:
    folder.write("facts/bridges.yaml", data)

    assert told(folder) == [f"facts/bridges.yaml:1:1: {said}"]


def test_a_second_document_behind_an_empty_one_is_told(folder: Folder) -> None:
    folder.write("facts/bridges.yaml", f"---\n---\n{FACTS}")

    assert told(folder)[0].startswith("facts/bridges.yaml:")
    assert "facts/bridges.yaml:2:1: a second document starts here; remove the '---'" in told(folder)
