"""Reads YAML text into a tree, and refuses what the fact base never needs.

Built from PyYAML's events, not its objects, because four things are needed that loading does not give: the line of
every value, duplicate keys as problems, all of them at once, and a refusal of aliases, tags and deep nesting *before*
anything is built from them. Plain scalars follow YAML 1.2's core schema, so that ``no``, ``on``, ``012`` and ``12:30``
stay what the editor typed.
"""

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeAlias

import yaml

from bot.factbase.problem import MAX_PROBLEMS, Code, Position, Problem, Severity, shown
from bot.factbase.yaml_errors import MAX_DEPTH, place, problem_of, too_deep

Scalar: TypeAlias = str | int | float | bool | date | None
Plain: TypeAlias = Scalar | list["Plain"] | dict[str, "Plain"]
Path: TypeAlias = Sequence[str | int]


@dataclass(slots=True)
class Leaf:
    """One scalar: its value as YAML reads it, the text as typed, and where it starts."""

    value: Scalar
    text: str
    position: Position


@dataclass(slots=True)
class Items:
    """One sequence."""

    position: Position
    items: list["Node"] = field(default_factory=list)


@dataclass(slots=True)
class Entries:
    """One mapping: each key once, with the key's own position beside its value."""

    position: Position
    entries: dict[str, tuple[Position, "Node"]] = field(default_factory=dict)


Node: TypeAlias = Leaf | Items | Entries


def plain(node: Node) -> Plain:
    """The node as dicts, lists and scalars."""
    if isinstance(node, Leaf):
        return node.value
    if isinstance(node, Items):
        return [plain(item) for item in node.items]
    return {key: plain(value) for key, (_, value) in node.entries.items()}


def position_at(root: Node, path: Path) -> Position:
    """Where the value at ``path`` stands, or the nearest thing above it that exists.

    For a mapping or sequence that is its key's position, since that is where a reader looks for it.
    """
    node, position = root, root.position
    for step in path:
        if isinstance(node, Entries) and isinstance(step, str) and step in node.entries:
            key_position, node = node.entries[step]
            position = node.position if isinstance(node, Leaf) else key_position
        elif isinstance(node, Items) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
            position = node.position
        else:
            break
    return position


def key_position_at(root: Node, path: Path) -> Position:
    """Where the last key of ``path`` itself stands; as :func:`position_at` where there is no such key."""
    parent = descend(root, path[:-1])
    if isinstance(parent, Entries) and path[-1] in parent.entries:
        return parent.entries[str(path[-1])][0]
    return position_at(root, path)


def descend(root: Node, path: Path) -> Node | None:
    """The node at ``path``, or None where there is none."""
    node: Node | None = root
    for step in path:
        if isinstance(node, Entries) and isinstance(step, str):
            node = node.entries[step][1] if step in node.entries else None
        elif isinstance(node, Items) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
        else:
            return None
    return node


_FORMER_BREAK = re.compile("[\x85\u2028\u2029]")
_AS_TEXT = "save what it says as plain text in UTF-8"
_BEGINNINGS = {
    BOM_UTF16_LE: ("UTF-16 text", "save the file as UTF-8"),
    BOM_UTF16_BE: ("UTF-16 text", "save the file as UTF-8"),
    b"PK\x03\x04": ("a zip or an office document (such as .docx), not text", _AS_TEXT),
    b"\xd0\xcf\x11\xe0": ("an office document (such as .doc), not text", _AS_TEXT),
    b"{\\rtf": ("an RTF document, not plain text", _AS_TEXT),
    b"%PDF-": ("a PDF, not text", _AS_TEXT),
    b"\x1f\x8b": ("a compressed file (gzip), not text", "unpack it"),
    b"<!doctype html": ("a web page", "fetch the file itself, which most Git hosts call raw"),
    b"<html": ("a web page", "fetch the file itself, which most Git hosts call raw"),
}
_LOOKED_AT = 1000
"""The first bytes of a file, in which one sees what it is."""


def text_of(data: bytes) -> str:
    """The text of a file, with blanks for what breaks lines in YAML 1.1 but neither in 1.2 nor in an editor's eyes.

    Raises :exc:`UnicodeDecodeError` where it is not UTF-8.
    """
    text = data.removeprefix(BOM_UTF8).decode()
    return text if text.isascii() else _FORMER_BREAK.sub(" ", text)


def is_blank(data: bytes) -> bool:
    """Whether a file holds nothing but comments."""
    lines = data.removeprefix(BOM_UTF8).splitlines()
    return all(not line.strip() or line.lstrip().startswith(b"#") for line in lines)


def other_than_text(data: bytes) -> tuple[str, str] | None:
    """What a file is instead of plain UTF-8 text and what to do with it, as far as its first bytes tell; else None."""
    first = data[:_LOOKED_AT].lstrip().lower()
    for beginning, what_and_fix in _BEGINNINGS.items():
        if first.startswith(beginning.lower()):
            return what_and_fix
    pairs = min(len(data), _LOOKED_AT) // 2
    zeros = max(data[start : 2 * pairs : 2].count(0) for start in (0, 1))
    return _BEGINNINGS[BOM_UTF16_LE] if pairs and zeros > pairs / 2 else None


MAX_BYTES = 4 * 1024 * 1024
"""The largest file that is read; a larger one is refused unread, for reading holds up whoever asks meanwhile."""

MAX_NODES = 1_200_000
"""The most keys and values of a file that are read; a fact with twenty phrasings has some fifty."""

MAX_DIGITS = 18
"""The most digits of a number; with more it stays the text that the editor typed."""

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""Whose events are read: libyaml's, where PyYAML was built with it."""

_INTEGER = re.compile(rf"[-+]?(0|[1-9][0-9]{{0,{MAX_DIGITS - 1}}})")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+\.[0-9]*)([eE][-+]?[0-9]+)?")
_CUT = re.compile(r"[ \t]+(#\S.{0,80})")
_KEEP_OR_BEGIN = "keep one; where an entry of a list begins here, put '- ' (a dash and a space) before it"
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WORDS: dict[str, Scalar] = {"": None, "~": None, "null": None, "Null": None, "NULL": None}
_WORDS |= {word: word.lower() == "true" for word in ("true", "True", "TRUE", "false", "False", "FALSE")}


def read(data: bytes, file: str) -> tuple[Node | None, list[Problem]]:
    """The tree of one YAML document, and every problem found on the way.

    The tree is None where the text cannot be read as YAML at all; with duplicate keys it holds the first of each.
    ``file`` is only the name that problems carry. Nothing is executed or expanded, whatever the text holds.
    """
    if len(data) > MAX_BYTES:
        return None, [too_large(file)]
    if other := other_than_text(data):
        return None, [Problem(file, Position(), f"this is {other[0]}", other[1])]
    data = data.removeprefix(BOM_UTF8)  # which is no part of the first line
    try:
        text = text_of(data)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = len(data[data.rfind(b"\n", 0, error.start) + 1 : error.start].decode()) + 1
        return None, [Problem(file, Position(line, column), "this is not UTF-8 text", "save the file as UTF-8")]
    return _Composer(file).compose(text)


def too_large(file: str) -> Problem:
    """The problem of a file above :data:`MAX_BYTES`."""
    return Problem(
        file, Position(), f"the file is larger than {MAX_BYTES // 1024**2} MiB", "split it into several topics"
    )


class _Refused(Exception):
    """Reading stops here: the text asks for something that the fact base never needs."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


class _Composer:
    """Turns the events of one document into a tree."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._problems: list[Problem] = []
        self._warnings: list[Problem] = []
        self._nodes = 0
        self._lines: list[str] = []
        self._last: yaml.Event | None = None

    def compose(self, text: str) -> tuple[Node | None, list[Problem]]:
        root = self._root(text)
        return root, self._problems + self._warnings

    def _root(self, text: str) -> Node | None:
        try:
            self._lines = text.splitlines()
            return self._document(yaml.parse(text, Loader=LOADER))
        except _Refused as refusal:
            self._problems.append(refusal.problem)
        except yaml.YAMLError as error:
            self._problems.append(problem_of(error, text, self._file, self._last))
        return None

    def _problem(self, position: Position, wrong: str, fix: str) -> None:
        self._problems.append(Problem(self._file, position, wrong, fix))
        if len(self._problems) >= MAX_PROBLEMS:
            raise _Refused(Problem(self._file, position, "the file has too many problems to go on", "mend these first"))

    def _document(self, events: Iterator[yaml.Event]) -> Node | None:
        root: Node | None = None
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                if root is not None:
                    self._problem(place(event.start_mark), "a second document starts here", "remove the '---'")
                    return root
            elif not isinstance(event, yaml.StreamStartEvent | yaml.StreamEndEvent | yaml.DocumentEndEvent):
                root = self._node(event, events, depth=0)
        if root is None or (isinstance(root, Leaf) and root.value is None):
            self._problem(Position(), "the file is empty", "write the keys that facts/README.md shows")
            return None
        return root

    def _node(self, event: yaml.Event, events: Iterator[yaml.Event], depth: int) -> Node:
        self._last, position = event, place(event.start_mark)
        self._nodes += 1
        self._refuse_what_is_never_needed(event, position, depth)
        if isinstance(event, yaml.ScalarEvent):
            plain_style = event.implicit[0]
            if plain_style:
                self._warn_of_a_cut(event.end_mark)
            return Leaf(resolve(event.value) if plain_style else event.value, event.value, position)
        if isinstance(event, yaml.SequenceStartEvent):
            sequence = Items(position)
            while not isinstance(item := next(events), yaml.SequenceEndEvent):
                sequence.items.append(self._node(item, events, depth + 1))
            return sequence
        mapping = Entries(position)
        while not isinstance(key := next(events), yaml.MappingEndEvent):
            self._entry(mapping, self._node(key, events, depth + 1), self._node(next(events), events, depth + 1))
        return mapping

    def _warn_of_a_cut(self, end: Any) -> None:  # noqa: ANN401 - one of PyYAML's two classes of marks
        """Warns where ``#1`` after a blank ended a text, which the editor hardly meant for a comment."""
        line = self._lines[end.line] if end and end.line < len(self._lines) else ""
        if (cut := _CUT.match(line, end.column if end else 0)) and len(self._warnings) < MAX_PROBLEMS:
            wrong = f"the text ends before ' {shown(cut[1])}', which YAML takes for a comment"
            fix = "put the whole text in quotes, or a blank after the #"
            self._warnings.append(Problem(self._file, place(end), wrong, fix, Severity.WARNING, Code.CUT_TEXT))

    def _entry(self, mapping: Entries, key: Node, value: Node) -> None:
        if not isinstance(key, Leaf):
            self._problem(key.position, "a list or mapping cannot be a key", "use a word")
        elif key.text in mapping.entries:
            first = mapping.entries[key.text][0].line
            wrong = f"the key '{shown(key.text)}' stands here twice (first in line {first})"
            begins = key.text == next(iter(mapping.entries))
            self._problem(key.position, wrong, _KEEP_OR_BEGIN if begins else "keep one")
        else:
            mapping.entries[key.text] = (key.position, value)

    def _refuse_what_is_never_needed(self, event: yaml.Event, position: Position, depth: int) -> None:
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            wrong, fix = "YAML anchors (&) and aliases (*) are not used here", "write it out, or put it in quotes"
        elif tag := getattr(event, "tag", None):
            wrong, fix = f"the YAML tag {tag!r} is not used here", "remove it, or put the text in quotes"
        elif depth > MAX_DEPTH:
            raise _Refused(too_deep(self._file, position))
        elif self._nodes > MAX_NODES:
            wrong, fix = f"the file has more than {MAX_NODES:,} keys and values", "split it into several topics"
        else:
            return
        raise _Refused(Problem(self._file, position, wrong, fix))


def resolve(text: str) -> Scalar:
    """The value of an unquoted scalar by YAML 1.2's core schema, and dates."""
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text):
        return float(text)
    if _DATE.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            return text
    return text


LONGEST = MAX_NODES // 2
"""The bytes of the longest text that is read so: it cannot hold too many nodes, nor be long in being read twice."""

_PERHAPS_CUT = re.compile(r"[ \t]#\S")


def value(data: bytes) -> Plain:
    """The value of one YAML document, as :func:`bot.factbase.yaml_reader.plain` gives it of the tree.

    None where the text may have a problem that reading it as a tree would tell, be it a warning.
    """
    if len(data) > LONGEST:
        return None
    try:
        text = text_of(data)
        return None if _PERHAPS_CUT.search(text) else _Values(text).document()
    except (UnicodeDecodeError, yaml.YAMLError, _Unsure):
        return None


class _Unsure(Exception):
    """The text has something in it that asks for a second look."""


class _Values:
    """Turns the events of one document into its value."""

    def __init__(self, text: str) -> None:
        self._next = LOADER(text).get_event

    def document(self) -> Plain:
        self._next()  # the stream's start
        if not isinstance(self._next(), yaml.DocumentStartEvent):
            return None
        found = self._value(self._next(), 0)
        self._next()  # the document's end
        if not isinstance(self._next(), yaml.StreamEndEvent):
            raise _Unsure
        return found

    def _value(self, event: Any, depth: int) -> Plain:  # noqa: ANN401 - PyYAML's events have no types
        if event.anchor or event.tag or depth > MAX_DEPTH:
            raise _Unsure
        if isinstance(event, yaml.ScalarEvent):
            return resolve(event.value) if event.implicit[0] else event.value
        if isinstance(event, yaml.SequenceStartEvent):
            items = []
            while not isinstance(item := self._next(), yaml.SequenceEndEvent):
                items.append(self._value(item, depth + 1))
            return items
        entries: dict[str, Plain] = {}
        while not isinstance(key := self._next(), yaml.MappingEndEvent):
            if not isinstance(key, yaml.ScalarEvent) or key.anchor or key.tag or key.value in entries:
                raise _Unsure
            entries[key.value] = self._value(self._next(), depth + 1)
        return entries
