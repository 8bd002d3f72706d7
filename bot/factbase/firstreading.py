"""Reads YAML text that asks for no second look: its value alone, in half the time of the tree with its places.

Nearly every file of a fact base is such a text. Of any other :mod:`bot.factbase.reading` has the word.
"""

import re
from typing import Any

import yaml

from bot.factbase.filetext import text_of
from bot.factbase.reading import LOADER, MAX_DEPTH, MAX_NODES, resolve
from bot.factbase.yamltree import Plain

LONGEST = MAX_NODES // 2
"""The bytes of the longest text that is read so: it cannot hold too many nodes, nor be long in being read twice."""

_PERHAPS_CUT = re.compile(r"[ \t]#\S")


def value(data: bytes) -> Plain:
    """The value of one YAML document, as :func:`bot.factbase.yamltree.plain` gives it of the tree.

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
