"""Reads YAML text into a tree, and refuses what the fact base never needs.

Built from PyYAML's events, not its objects, because four things are needed that loading does not give: the line of
every value, duplicate keys as problems, all of them at once, and a refusal of aliases, tags and deep nesting *before*
anything is built from them. Plain scalars follow YAML 1.2's core schema, so that ``no``, ``on``, ``012`` and ``12:30``
stay what the editor typed.
"""

import re
from codecs import BOM_UTF8
from collections.abc import Iterator
from datetime import date
from typing import Any

import yaml

from bot.factbase.complaints import place, problem_of
from bot.factbase.filetext import other_than_text, text_of
from bot.factbase.problem import MAX_PROBLEMS, Position, Problem, Severity, shown
from bot.factbase.yamltree import Entries, Items, Leaf, Node, Scalar

MAX_BYTES = 4 * 1024 * 1024
"""The largest file that is read; a larger one is refused unread, for reading holds up whoever asks meanwhile."""

MAX_NODES = 1_200_000
"""The most keys and values of a file that are read; a fact with twenty phrasings has some fifty."""

MAX_DEPTH = 12
"""The deepest nesting that is read; the fact base's own shape needs 6."""

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
            self._problem(Position(), "the file is empty", "write the keys that the README shows")
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
            self._warnings.append(Problem(self._file, place(end), wrong, fix, Severity.WARNING))

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
            wrong, fix = f"nested more than {MAX_DEPTH} deep", "follow the shape that the README shows"
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
