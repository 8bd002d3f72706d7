"""Reads YAML text into PyYAML's nodes, each with its place, and refuses what the fact base never needs.

Nodes and not objects, because an editor is told the line of every value and every duplicate key, and because plain
scalars follow YAML 1.2's core schema: ``no``, ``on``, ``012`` and ``12:30`` stay what the editor typed. The composer in
Python and not libyaml's, which nests as deep as a text asks for and so overflows the stack before PyYAML 6.0.4.
"""

import re
from codecs import BOM_UTF8
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice
from typing import Any, TypeAlias

import yaml
from yaml.composer import Composer

from bot.factbase.plain_text import other_than_text, text_of
from bot.factbase.problem import MAX_PROBLEMS, Code, Position, Problem, Severity, shown
from bot.factbase.yaml_errors import MAX_DEPTH, place, problem_of, too_deep

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
    return {key.value: (key, value) for key, value in node.value} if isinstance(node, yaml.MappingNode) else {}


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


MAX_BYTES = 4 * 1024 * 1024
"""The largest file that is read; a larger one is refused unread, for reading holds up whoever asks meanwhile."""

MAX_NODES = 1_200_000
"""The most keys and values of a file that are read; a fact with twenty phrasings has some fifty."""

MAX_DIGITS = 18
"""The most digits of a number; with more it stays the text that the editor typed."""

_INTEGER = re.compile(rf"[-+]?(0|[1-9][0-9]{{0,{MAX_DIGITS - 1}}})")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+\.[0-9]*)([eE][-+]?[0-9]+)?")
_MAY_BE_CUT = re.compile(r"[ \t]#\S")
_CUT = re.compile(r"[ \t]+(#\S.{0,80})")
_KEEP_OR_BEGIN = "keep one; where an entry of a list begins here, put '- ' (a dash and a space) before it"
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WORDS: dict[str, Scalar] = {"": None, "~": None, "null": None, "Null": None, "NULL": None}
_WORDS |= {word: word.lower() == "true" for word in ("true", "True", "TRUE", "false", "False", "FALSE")}


def read(data: bytes, file: str) -> tuple[Node | None, list[Problem]]:
    """The root of one YAML document, and every problem found on the way.

    The root is None if the text cannot be read as YAML at all; of duplicate keys it holds the first. ``file`` is only
    the name that problems carry. Nothing is executed or expanded, whatever the text holds.
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
    return _composed(text, file)


def _composed(text: str, file: str) -> tuple[Node | None, list[Problem]]:
    reader: _Reader | None = None
    try:
        reader = _Reader(text, file)
        root = reader.get_single_node()
        if root is None or (isinstance(root, yaml.ScalarNode) and plain(root) is None):
            return None, [Problem(file, Position(), "the file is empty", "write the keys that facts/README.md shows")]
        return root, [
            *_without_duplicates(root, file),
            *(_cut_texts(text, root, file) if _MAY_BE_CUT.search(text) else ()),
        ]
    except _Refused as refusal:
        return None, [refusal.problem]
    except yaml.YAMLError as error:
        return None, [problem_of(error, text, file, reader.last if reader else None)]


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


_BASES: tuple[type, ...] = (Composer, yaml.CSafeLoader) if hasattr(yaml, "CSafeLoader") else (yaml.SafeLoader,)


_scalar: Any = yaml.ScalarNode  # whose types know but one of PyYAML's two classes of marks


class _Reader(*_BASES):  # type: ignore[misc] # which of PyYAML's parsers it has is known when it is imported
    """PyYAML's composer, over libyaml's parser if there is one, that takes no aliases, no tags and no deep nesting."""

    def __init__(self, text: str, file: str) -> None:
        parser: Any = _BASES[-1]
        parser.__init__(self, text)
        self.anchors: dict[str, Node] = {}
        self.last: yaml.Event | None = None
        self._file = file
        self._depth = self._nodes = 0

    def compose_node(self, parent: Node | None, index: Any) -> Any:  # noqa: ANN401 - as PyYAML has it
        """The next node. Raises :exc:`_Refused`, or :exc:`yaml.YAMLError` as PyYAML does."""
        event: Any = self.peek_event()  # of which PyYAML's types say too little
        self.last = event
        self._nodes += 1
        self._refuse_what_is_never_needed(event)
        if isinstance(event, yaml.ScalarEvent):
            self.get_event()
            style = event.style if not event.implicit[0] else None
            return _scalar("", event.value, event.start_mark, event.end_mark, style=style)
        self._depth += 1
        node = super().compose_node(parent, index)
        self._depth -= 1
        return node

    def _refuse_what_is_never_needed(self, event: Any) -> None:  # noqa: ANN401 - as above
        position = place(event.start_mark)
        if isinstance(event, yaml.AliasEvent) or event.anchor:
            wrong, fix = "YAML anchors (&) and aliases (*) are not used here", "write it out, or put it in quotes"
        elif event.tag:
            wrong, fix = f"the YAML tag {event.tag!r} is not used here", "remove it, or put the text in quotes"
        elif self._depth > MAX_DEPTH:
            raise _Refused(too_deep(self._file, position))
        elif self._nodes > MAX_NODES:
            wrong, fix = f"the file has more than {MAX_NODES:,} keys and values", "split it into several topics"
        else:
            return
        raise _Refused(Problem(self._file, position, wrong, fix))


def _without_duplicates(root: Node, file: str) -> list[Problem]:
    """The problems of keys that are no words or stand twice; all but the first are taken out of the nodes."""
    problems: list[Problem] = []
    for node in _all_nodes(root):
        if not isinstance(node, yaml.MappingNode):
            continue
        kept: dict[str, tuple[Node, Node]] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                position = place(key.start_mark)
                problems.append(Problem(file, position, "a list or mapping cannot be a key", "use a word"))
            elif key.value in kept:
                first = place(kept[key.value][0].start_mark).line
                wrong = f"the key '{shown(key.value)}' stands here twice (first in line {first})"
                fix = _KEEP_OR_BEGIN if key.value == next(iter(kept)) else "keep one"
                problems.append(Problem(file, place(key.start_mark), wrong, fix))
            else:
                kept[key.value] = key, value
        node.value = list(kept.values())
    if len(problems) > MAX_PROBLEMS:
        last = problems[MAX_PROBLEMS - 1].position
        raise _Refused(Problem(file, last, "the file has too many problems to go on", "mend these first"))
    return problems


def _cut_texts(text: str, root: Node, file: str) -> Iterator[Problem]:
    """A warning if ``#1`` after a blank ended a text, which the editor hardly meant for a comment."""
    lines = text.splitlines()
    cuts = (
        (node.end_mark, cut)
        for node in _all_nodes(root)
        if isinstance(node, yaml.ScalarNode) and not node.style and node.end_mark and node.end_mark.line < len(lines)
        if (cut := _CUT.match(lines[node.end_mark.line], node.end_mark.column))
    )
    for end, cut in islice(cuts, MAX_PROBLEMS):
        wrong = f"the text ends before ' {shown(cut[1])}', which YAML takes for a comment"
        fix = "put the whole text in quotes, or a blank after the #"
        yield Problem(file, place(end), wrong, fix, Severity.WARNING, Code.CUT_TEXT)


def _all_nodes(node: Node) -> Iterator[Node]:
    """The node and all below it, in the order of the text."""
    yield node
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _all_nodes(key)
            yield from _all_nodes(value)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _all_nodes(item)


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
