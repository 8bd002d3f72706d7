"""Reads YAML text into PyYAML's nodes, each with its place, and refuses what the fact base never needs.

Nodes and not objects, because an editor is told the line of every value and every duplicate key, and because plain
scalars follow YAML 1.2's core schema: ``no``, ``on``, ``012`` and ``12:30`` stay what the editor typed. Made of
PyYAML's events and not by its composer, which nests as deep as a text asks for: before PyYAML 6.0.4, that overflows the
stack.
"""

import re
from codecs import BOM_UTF8
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date
from typing import Any, TypeAlias

import yaml

from bot.factbase.problem import MAX_PROBLEMS, Code, Position, Problem, Severity, of_file, place, shown
from bot.factbase.texts import other_than_text, text_of
from bot.factbase.yaml_errors import MAX_DEPTH, problem_of, too_deep

Scalar: TypeAlias = str | int | float | bool | date | None
Plain: TypeAlias = Scalar | list["Plain"] | dict[str, "Plain"]
Path: TypeAlias = Sequence[str | int]
Node: TypeAlias = yaml.Node


def plain(node: Node) -> Plain:
    """The node as dicts, lists and scalars."""
    if isinstance(node, yaml.ScalarNode):
        return node.value if node.style else resolve(node.value)
    if isinstance(node, yaml.SequenceNode):
        return [plain(item) for item in node.value]
    return {key.value: plain(value) for key, value in node.value}


def entries(node: Node | None) -> dict[str, tuple[Node, Node]]:
    """The keys of a mapping, each with its own node and that of its value; empty for any other node."""
    known: dict[str, tuple[Node, Node]] = node.__dict__.get("entries", {}) if node else {}
    return known


def items(node: Node | None) -> list[Node]:
    """The entries of a list; empty for any other node."""
    return node.value if isinstance(node, yaml.SequenceNode) else []


def descend(root: Node, path: Path) -> Node | None:
    """The node at ``path``, or None if there is none."""
    nodes = list(_nodes_on(root, path))
    return nodes[-1][1] if len(nodes) == len(path) + 1 else None


def position_at(root: Node, path: Path) -> Position:
    """Where the value at ``path`` stands, or the nearest thing above it that exists.

    For a mapping or list that is its key's position, since that is where a reader looks for it.
    """
    *_, (key, node) = _nodes_on(root, path)
    return place((node if isinstance(node, yaml.ScalarNode) or key is None else key).start_mark)


def key_position_at(root: Node, path: Path) -> Position:
    """Where the last key of ``path`` itself stands; as :func:`position_at` if there is no such key."""
    known = entries(descend(root, path[:-1]))
    return place(known[str(path[-1])][0].start_mark) if path[-1] in known else position_at(root, path)


def _nodes_on(root: Node, path: Path) -> Iterator[tuple[Node | None, Node]]:
    """The nodes on the way to ``path``, as far as they exist, each with the node of its key in a mapping."""
    node = root
    yield None, root
    for step in path:
        if isinstance(step, str) and step in (known := entries(node)):
            key, node = known[step]
            yield key, node
        elif isinstance(step, int) and step < len(listed := items(node)):
            node = listed[step]
            yield None, node
        else:
            return


MAX_BYTES = 1024 * 1024
"""The largest file that is read; a larger one is refused unread, for reading holds up whoever asks meanwhile."""

MAX_NODES = 1_200_000
"""The most keys and values of a file that are read; a fact with twenty phrasings has some fifty."""

MAX_DIGITS = 18
"""The most digits of a number; with more it stays the text that the editor typed."""

_INTEGER = re.compile(rf"[-+]?(0|[1-9][0-9]{{0,{MAX_DIGITS - 1}}})")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+\.[0-9]*)([eE][-+]?[0-9]+)?")
_MAY_BE_CUT = re.compile(r"[ \t]#\S")
_CUT = re.compile(r"[ \t]+(#\S.{0,80})")
_KEEP_OR_BEGIN = "keep one; if an entry of a list begins here, put '- ' (a dash and a space) before it"
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WORDS: dict[str, Scalar] = {"": None, "~": None, "null": None, "Null": None, "NULL": None}
_WORDS |= {word: word.lower() == "true" for word in ("true", "True", "TRUE", "false", "False", "FALSE")}


def read(data: bytes, file: str) -> tuple[Node | None, list[Problem]]:
    """The root of one YAML document, and every problem found on the way.

    The root is None if the text cannot be read as YAML at all; of duplicate keys it holds the first. ``file`` is only
    the name that problems carry. Nothing is executed or expanded, whatever the text holds.
    """
    if len(data) > MAX_BYTES:
        wrong = f"the file is larger than {MAX_BYTES // 1024**2} MiB"
        return None, [of_file(file, wrong, "split it into several topics")]
    if other := other_than_text(data):
        return None, [of_file(file, f"this is {other[0]}", other[1])]
    data = data.removeprefix(BOM_UTF8)  # which is no part of the first line
    try:
        text = text_of(data)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = len(data[data.rfind(b"\n", 0, error.start) + 1 : error.start].decode()) + 1
        return None, [Problem(file, Position(line, column), "this is not UTF-8 text", "save the file as UTF-8")]
    composer, root = _Composer(text, file), None
    try:
        root = composer.document()
    except _Refused as refusal:
        composer.problems.append(refusal.problem)
    except yaml.YAMLError as error:
        composer.problems.append(problem_of(error, text, file, composer.last))
    return root, composer.problems + composer.warnings


class _Refused(Exception):
    """Reading stops here: the text asks for something that the fact base never needs."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""Whose events are read: libyaml's if PyYAML was built with it."""


class _Composer:
    """Makes nodes of the events of one document, and finds what is wrong with its keys."""

    def __init__(self, text: str, file: str) -> None:
        self.problems: list[Problem] = []
        self.warnings: list[Problem] = []
        self.last: yaml.Event | None = None
        self._text, self._file, self._nodes = text, file, 0
        self._lines = text.splitlines() if _MAY_BE_CUT.search(text) else []

    def document(self) -> Node | None:
        """The root of the document. Raises :exc:`_Refused` and, for a text that is no YAML, :exc:`yaml.YAMLError`."""
        self._next = _LOADER(self._text).get_event
        self._next()  # the stream's start
        root: Node | None = None
        if isinstance(self._next(), yaml.DocumentStartEvent):
            root = self._node(self._next(), 0)
            self._next()  # the document's end
            if isinstance(event := self._next(), yaml.DocumentStartEvent):
                self._wrong(place(event.start_mark), "a second document starts here", "remove the '---'")
        if root is None or (isinstance(root, yaml.ScalarNode) and plain(root) is None):
            self._wrong(Position(), "the file is empty", "write the keys that facts/README.md shows")
            return None
        return root

    def _node(self, event: Any, depth: int) -> Any:  # noqa: ANN401 - of PyYAML's events and nodes its types say too little
        self.last = event
        self._nodes += 1
        kind = event.__class__
        if kind is yaml.AliasEvent or event.anchor or event.tag or depth > MAX_DEPTH or self._nodes > MAX_NODES:
            raise _Refused(self._never_needed(event, depth))
        if kind is yaml.ScalarEvent:
            style = None if event.implicit[0] else event.style or "tagged"
            if self._lines and not style:
                self._warn_of_a_cut(event.end_mark)
            return _new_scalar("", event.value, event.start_mark, event.end_mark, style=style)
        if kind is yaml.SequenceStartEvent:
            items = []
            while (item := self._next()).__class__ is not yaml.SequenceEndEvent:
                items.append(self._node(item, depth + 1))
            return _new_list("", items, event.start_mark, item.end_mark, flow_style=event.flow_style)
        entries: dict[str, tuple[Node, Node]] = {}
        while (key := self._next()).__class__ is not yaml.MappingEndEvent:
            self._entry(entries, self._node(key, depth + 1), self._node(self._next(), depth + 1))
        pairs = list(entries.values())
        node = _new_mapping("", pairs, event.start_mark, key.end_mark, flow_style=event.flow_style)
        node.__dict__["entries"] = entries
        return node

    def _entry(self, entries: dict[str, tuple[Node, Node]], key: Node, value: Node) -> None:
        if not isinstance(key, yaml.ScalarNode):
            self._wrong(place(key.start_mark), "a list or mapping cannot be a key", "use a word")
        elif key.value in entries:
            first = place(entries[key.value][0].start_mark).line
            wrong = f"the key '{shown(key.value)}' stands here twice (first in line {first})"
            fix = _KEEP_OR_BEGIN if key.value == next(iter(entries)) else "keep one"
            self._wrong(place(key.start_mark), wrong, fix)
        else:
            entries[key.value] = key, value

    def _wrong(self, position: Position, wrong: str, fix: str) -> None:
        self.problems.append(Problem(self._file, position, wrong, fix))
        if len(self.problems) >= MAX_PROBLEMS:
            raise _Refused(Problem(self._file, position, "the file has too many problems to go on", "fix these first"))

    def _warn_of_a_cut(self, end: Any) -> None:  # noqa: ANN401 - one of PyYAML's two classes of marks
        """Warns if ``#1`` after a blank ended a text, which the editor hardly meant for a comment."""
        line = self._lines[end.line] if end and end.line < len(self._lines) else ""
        if (cut := _CUT.match(line, end.column if end else 0)) and len(self.warnings) < MAX_PROBLEMS:
            wrong = f"the text ends before ' {shown(cut[1])}', which YAML takes for a comment"
            fix = "put the whole text in quotes, or a blank after the #"
            self.warnings.append(Problem(self._file, place(end), wrong, fix, Severity.WARNING, Code.CUT_TEXT))

    def _never_needed(self, event: Any, depth: int) -> Problem:  # noqa: ANN401 - as above
        wrong, fix = f"the file has more than {MAX_NODES:,} keys and values", "split it into several topics"
        if isinstance(event, yaml.AliasEvent) or event.anchor:
            wrong, fix = "YAML anchors (&) and aliases (*) are not used here", "write it out, or put it in quotes"
        elif event.tag:
            wrong, fix = f"the YAML tag {event.tag!r} is not used here", "remove it, or put the text in quotes"
        elif depth > MAX_DEPTH:
            return too_deep(self._file, place(event.start_mark))
        return Problem(self._file, place(event.start_mark), wrong, fix)


_new_scalar: Any = yaml.ScalarNode  # whose types know but one of PyYAML's two classes of marks
_new_list: Any = yaml.SequenceNode
_new_mapping: Any = yaml.MappingNode


def resolve(text: str) -> Scalar:
    """The value of an unquoted scalar by YAML 1.2's core schema, and dates."""
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text):
        return float(text)
    if _DATE.fullmatch(text):
        with suppress(ValueError):  # a day that does not exist
            return date.fromisoformat(text)
    return text
