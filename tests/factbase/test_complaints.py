"""What is told of a text that is no YAML, or no text, says where the fault began and what would be right."""

import unicodedata

import pytest

from bot.factbase.loading import examine, load
from tests.editing import FACTS, Folder, uncoded


def told(folder: Folder) -> list[str]:
    """Every problem of the folder, without the path to it."""
    return [
        uncoded(problem).replace(f"{folder.root}/", "") for problem in examine(folder.facts, folder.sources).problems
    ]


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
            "claim: The Arn bridge opened",
            'claim: "The Arn bridge opened',
            "4:12: the text in quotes that begins here ends only in line 13, where more follows; "
            "close the quote where the text ends",
        ),
        (
            "- How long is the Arn bridge?",
            "- 'How long is the Arn bridge?",
            "22:9: the quote that opens here is never closed; close the quote where the text ends",
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
            "27:18: this is not valid YAML (a comma or the closing bracket is missing); "
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
            "if the one above begins an entry of a list, put '- ' (a dash and a space) before it",
        ),
        (
            "    tags: [bridge]",
            "    tags [bridge]",
            "8:5: this is not valid YAML (this key has no ':'); a key is followed by ': ' (with the blank)",
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
        "keep one; if an entry of a list begins here, put '- ' (a dash and a space) before it"
    )


@pytest.mark.parametrize("break_", ["\x85", "\u2028", "\u2029"])
def test_what_breaks_lines_in_no_editor_is_a_blank_and_moves_no_place(folder: Folder, break_: str) -> None:
    folder.change("facts/bridges.yaml", "The Arn bridge is", f"The Arn{break_}bridge is")
    assert [fact.claim for fact in load(folder.facts, folder.sources).facts][1] == "The Arn bridge is 210 metres long."

    folder.change("facts/bridges.yaml", "Gives its length.", "''")

    assert told(folder) == ["facts/bridges.yaml:26:15: 'says' of fact 'length', supports 1 is empty; write a text"]


def test_what_git_left_of_a_conflict_is_told_to_be_that(folder: Folder) -> None:
    claim = "    claim: The Arn bridge is 210 metres long.\n"
    other = claim.replace("210", "211")
    folder.change("facts/bridges.yaml", claim, f"<<<<<<< HEAD\n{claim}=======\n{other}>>>>>>> branch\n")

    assert told(folder) == [
        "facts/bridges.yaml:20:1: git left an unresolved merge conflict here; "
        "keep what should stand, and remove the lines that start with <<<<<<<, ======= and >>>>>>>"
    ]


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
        f"facts/bridges.yaml:{place}: this line contains a '{unicodedata.name(blank).lower()}' "
        f"(U+{ord(blank):04X}), as web pages and word processors write it; replace it with an ordinary blank"
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
