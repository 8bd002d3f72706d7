"""What PyYAML complains of in a text that is no YAML, in an editor's words."""

import re
import unicodedata

import yaml

from bot.factbase.problem import Position, Problem, place

_BEGAN_EARLIER = ("while scanning a simple key", "while parsing a flow", "while scanning a quoted scalar")
"""Contexts of an error whose own place is where the fault began; the problem's place is only where it was noticed."""

MAX_DEPTH = 12
"""The deepest nesting that is read; the fact base's own shape needs 6."""

_INDENTATION = "check the indentation and the quotes of this line and the one above"
_SYNTAX = [
    (
        "mapping values are not allowed",
        "': ' stands where no value can begin",
        "a text that holds ': ' needs quotes around it; if none does, look at how far this line and the one above are "
        "indented",
    ),
    (
        "cannot start any token",
        "no text can start with this character",
        "indent with spaces, not tabs, and put quotes around a text that starts with @, ` or %",
    ),
    (
        "expected '-' indicator",
        "no entry begins here",
        "every entry of a list starts with '- ' at the same indentation; quotes or brackets that begin an entry must "
        "also end it",
    ),
    (
        "expected ',' or",
        "a comma or the closing bracket is missing",
        "the bracket that opens here is not closed, or a comma is missing",
    ),
    ("expected key", "no key begins here", _INDENTATION),
    ("expected <block end>", "neither a key nor an entry begins here", _INDENTATION),
    ("expected ':'", "this key has no ':'", "a key is followed by ': ' (with the blank)"),
    ("unexpected end of stream", "the file ends too early", "a quote or bracket above is not closed"),
    ("(control|special) characters are not", "an invisible character", "remove the invisible character"),
    ("character escape", "an escape that stands for no character", "type the character itself"),
    ("found a tab character", "a tab", "indent with spaces, not tabs"),
    *(
        (complaint, wrong, f"put quotes around a text that starts with {starts}")
        for complaint, wrong, starts in (
            ("expected alphabetic or numeric character", "a text cannot start with * or &", "* or &"),
            ("sequence entries are not allowed", "'- ' stands where no entry can begin", "'- '"),
            ("mapping keys are not allowed", "'? ' stands where no key can begin", "'? '"),
            ("expected (comment or line|chomping)", "a text cannot start with | or >", "| or >"),
        )
    ),
]
"""What is wrong and what would be right, by a pattern in what PyYAML says, with libyaml or without."""

_NESTED = re.compile(rf"(?:[\[{{]\s*+){{{MAX_DEPTH}}}[\[{{]")
"""So many brackets in a row that no reader needs to count further; some refuse before they tell of the first."""
_OTHER_BLANK = re.compile(
    r"^ *+(?:- *+)*+(?:[\w-]++:)? *+([\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000])", re.MULTILINE
)
"""A blank that YAML does not take for one: in an indentation, or after what begins an entry.

Nothing is given back (``*+``): on a line of blanks, trying that would take time by the square of its length.
"""
_NO_DASH = re.compile(r" *(?:(-)(?=[^\W\d]|[\"'“‘])|([–—−•·*]) )")
"""A line that should begin with a dash and a space: with a dash alone, or with what passes for a dash."""
_ENTRY = re.compile(r" *[a-z_]+:(?: |$)")
"""A line that begins with a key."""
_DASH = "'- ' (a dash and a space)"
_WIDE_COLON = re.compile(r"^ *(?:- )?[a-z_]+(：)", re.MULTILINE)
_CONTROL = re.compile(r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""A character that YAML does not allow."""
_CONFLICT = re.compile(r"^<{7}(?= |$)", re.MULTILINE)


def problem_of(error: yaml.YAMLError, text: str, file: str, last: yaml.Event | None = None) -> Problem:
    """The problem of a text for which PyYAML raised the error; what git left in it is the cause of any.

    ``last`` is the last event before the error, by which one sees whether a text in quotes ended there.
    """
    if conflict := _CONFLICT.search(text):
        wrong = "git left an unresolved merge conflict here"
        fix = "keep what should stand, and remove the lines that start with <<<<<<<, ======= and >>>>>>>"
        return Problem(file, _place_in(text, conflict.start()), wrong, fix)
    if nested := _NESTED.search(text):
        return too_deep(file, _place_in(text, nested.end() - 1))
    if blank := _OTHER_BLANK.search(text):
        name = unicodedata.name(blank[1], "special blank").lower()
        wrong = f"this line contains a '{name}' (U+{ord(blank[1]):04X}), as web pages and word processors write it"
        return Problem(file, _place_in(text, blank.start(1)), wrong, "replace it with an ordinary blank")
    if wide := _WIDE_COLON.search(text):
        return Problem(file, _place_in(text, wide.start(1)), "this colon is a full-width one", "type ': ' in its place")
    if not isinstance(error, yaml.MarkedYAMLError):
        found = _CONTROL.search(text)
        position = _place_in(text, found.start()) if found else Position()
        return Problem(file, position, *_in_words(str(error).splitlines()[0]))
    if about_quotes := _about_quotes(error, last):
        return Problem(file, *about_quotes)
    began = (error.context or "").startswith(_BEGAN_EARLIER)
    mark = error.context_mark if began and error.context_mark else error.problem_mark
    about_dashes = _about_a_missing_dash(place(error.problem_mark), text)
    about_dashes = about_dashes or _about_dashes(error.problem or "", place(mark), text)
    return Problem(file, *(about_dashes or (place(mark), *_in_words(error.problem or str(error)))))


def too_deep(file: str, position: Position) -> Problem:
    """The problem of what is nested more than :data:`MAX_DEPTH` deep."""
    return Problem(file, position, f"nested more than {MAX_DEPTH} deep", "follow the shape that facts/README.md shows")


def _about_quotes(error: yaml.MarkedYAMLError, last: yaml.Event | None) -> tuple[Position, str, str] | None:
    """Where a quote was opened that is not closed where the editor meant it, or None for another fault."""
    noticed, close = error.problem_mark, "close the quote where the text ends"
    if error.context == "while scanning a quoted scalar" and "end of stream" in (error.problem or ""):
        return place(error.context_mark), "the quote that opens here is never closed", close
    if not isinstance(last, yaml.ScalarEvent) or last.style not in {"'", '"'}:
        return None
    if not (noticed and last.start_mark and last.end_mark and last.end_mark.line == noticed.line):
        return None
    if last.start_mark.line == noticed.line:
        fix = "put the whole text in quotes; in '…' an apostrophe is written twice ('')"
        return place(noticed), "more follows the quote that closes this text", fix
    wrong = f"the text in quotes that begins here ends only in line {noticed.line + 1}, where more follows"
    return place(last.start_mark), wrong, close


def _about_dashes(complaint: str, noticed: Position, text: str) -> tuple[Position, str, str] | None:
    """Where an entry of a list lacks what begins it, or None for another fault."""
    fix = f"an entry of a list begins with {_DASH}"
    lines = text.splitlines()
    for line in (noticed.line, noticed.line - 1):
        mistaken = _NO_DASH.match(lines[line - 1]) if 0 < line <= len(lines) else None
        if mistaken and mistaken[1]:
            return Position(line, mistaken.start(1) + 1), "the dash that begins this line has no space behind it", fix
        if mistaken:
            wrong = f"this line begins with '{mistaken[2]}', which is no dash"
            return Position(line, mistaken.start(2) + 1), wrong, fix
    if "could not find expected ':'" in complaint and _stands_among_entries(lines[: noticed.line]):
        return noticed, "this line begins no entry of the list that it stands in", fix
    if "mapping values are not allowed" in complaint and 1 < noticed.line <= len(lines):
        above, here = lines[noticed.line - 2 : noticed.line]
        if here.lstrip().startswith("- ") and _ENTRY.match(above) and not above.rstrip().endswith(":"):
            fix = "write the key that it belongs to in the line above, such as 'facts:'"
            return noticed._replace(column=_depth(here) + 1), "a list begins here that belongs to no key", fix
        if _ENTRY.match(above) and _ENTRY.match(here) and _depth(above) < _depth(here):
            fix = f"indent both alike; if the one above begins an entry of a list, put {_DASH} before it"
            return noticed, "this line is indented deeper than the one above, which has its value already", fix
    return None


def _about_a_missing_dash(noticed: Position, text: str) -> tuple[Position, str, str] | None:
    """Where the first entry of a list lacks its dash and the one that was noticed has it, or None for another fault."""
    lines = text.splitlines()
    later = lines[noticed.line - 1] if noticed.line <= len(lines) else ""
    if not later.lstrip().startswith("- "):
        return None
    shallower = (n for n in range(noticed.line - 2, -1, -1) if lines[n].strip() and _depth(lines[n]) < _depth(later))
    first = next(shallower, len(lines)) + 1
    if first >= noticed.line - 1 or not lines[first - 1].rstrip().endswith(":") or lines[first].lstrip()[:2] == "- ":
        return None
    wrong = f"this entry has no dash, and the one in line {noticed.line} has"
    return Position(first + 1, _depth(lines[first]) + 1), wrong, f"put {_DASH} before it"


def _stands_among_entries(lines: list[str]) -> bool:
    """Whether the last line is indented as an entry of a list that began before it."""
    depth = _depth(lines[-1]) if lines else 0
    above = next((line for line in reversed(lines[:-1]) if line.strip() and _depth(line) <= depth), "")
    return _depth(above) == depth and above.lstrip().startswith("- ")


def _depth(line: str) -> int:
    """By how many spaces a line is indented."""
    return len(line) - len(line.lstrip(" "))


def _place_in(text: str, offset: int) -> Position:
    before = text[:offset]
    return Position(before.count("\n") + 1, offset - before.rfind("\n"))


def _in_words(complaint: str) -> tuple[str, str]:
    known = ((wrong, fix) for theirs, wrong, fix in _SYNTAX if re.search(theirs, complaint))
    wrong, fix = next(known, (complaint, "check this line and the one above it"))
    return f"this is not valid YAML ({wrong})", fix
