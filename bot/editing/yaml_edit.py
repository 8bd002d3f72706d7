"""Changes values in a YAML file and leaves every other byte: comments, blank lines, quotes, order and line ends."""

import json
import os
import re
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TypeAlias

import yaml

from bot.editing import NotEditable
from bot.environment import read_regular
from bot.factbase.problem import Severity
from bot.factbase.yaml_reader import descend, plain, read

Steps: TypeAlias = tuple[str | int, ...]
"""The way to a node: keys of mappings and indices of lists."""

_BOM = "\ufeff"


class YamlFile:
    """One file and the changes made to it so far; :meth:`save` writes them."""

    def __init__(self, path: Path) -> None:
        """Read the file. Raises :exc:`NotEditable` if it is not valid YAML, and :exc:`OSError`."""
        self.path = path
        self._data = read_regular(path)
        _, problems = read(self._data, str(path))
        if errors := [problem for problem in problems if problem.severity is Severity.ERROR]:
            raise NotEditable(str(errors[0]))
        self.text = self._data.decode("utf-8")

    def get(self, *steps: str | int) -> object:
        """The value at this place, None if there is none."""
        node = self._found(steps)
        return None if node is None else plain(node)

    def replace(self, steps: Steps, value: object) -> None:
        """Write another scalar in place of the one that is there, in its quotes if it has any."""
        node = self._node(steps)
        if not isinstance(node, yaml.ScalarNode) or node.style in ("|", ">"):
            raise NotEditable(f"{self.path}: {_name(steps)} is not a value in one line")
        new = _quoted(str(value)) if node.style else _scalar(value, flow=True)
        if node.style == "'":
            new = "'" + str(value).replace("'", "''") + "'"
        self._put(node.start_mark.index, node.end_mark.index, new)

    def append(self, steps: Steps, value: object) -> None:
        """Add an item (a scalar, or a mapping of scalars and lists of texts) at the end of a list."""
        node = self._node(steps)
        if not isinstance(node, yaml.SequenceNode):
            raise NotEditable(f"{self.path}: {_name(steps)} is not a list")
        if not node.flow_style:
            self._insert_lines(self._end(node), _item(value, node.start_mark.column))
        elif node.value:
            self._put(self._end(node.value[-1]), None, f", {_flow(value)}")
        else:
            key: yaml.Node = next(key for key, _ in self._node(steps[:-1]).value if key.value == steps[-1])
            start = key.end_mark.index + self.text[key.end_mark.index :].index(":") + 1
            self._put(start, node.end_mark.index, "")
            self._insert_lines(start, _item(value, key.start_mark.column + 2))

    def append_under(self, steps: Steps, key: str, value: object, after: Sequence[str] = ()) -> None:
        """Add an item to the list at a key of a mapping, which is added if it is not there, as :meth:`add` does."""
        if self.get(*steps, key) is None:
            self.add(steps, key, [value], after)
        else:
            self.append((*steps, key), value)

    def add(self, steps: Steps, key: str, value: object, after: Sequence[str] = ()) -> None:
        """Add a key to a mapping, behind the last of the keys ``after`` that it has, else at its end."""
        node = self._node(steps)
        if not isinstance(node, yaml.MappingNode):
            raise NotEditable(f"{self.path}: {_name(steps)} does not consist of keys and values")
        before = [entry for name, entry in node.value if name.value in after] or [entry for _, entry in node.value]
        if node.flow_style:
            self._put(self._end(before[-1]), None, f", {key}: {_flow(value)}")
        else:
            self._insert_lines(self._end(before[-1]), _entry(key, value, node.start_mark.column))

    def save(self) -> None:
        """Write the changes in one step.

        Raises :exc:`NotEditable` if somebody else changed the file since it was read, and :exc:`OSError`.
        """
        data = self.text.encode()
        if data == self._data:
            return
        if any(problem.severity is Severity.ERROR for problem in read(data, "")[1]):
            raise NotEditable(f"{self.path} cannot be changed by a command; change it by hand")
        path = self.path.resolve()
        descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        try:
            with os.fdopen(descriptor, "wb") as draft:
                draft.write(data)
                draft.flush()
                os.fsync(draft.fileno())
            os.chmod(name, path.stat().st_mode & 0o7777)
            if read_regular(path) != self._data:
                raise NotEditable(f"{self.path} was changed by somebody else meanwhile; nothing is written, try again")
            os.replace(name, path)
        finally:
            with suppress(FileNotFoundError):
                os.unlink(name)
        self._data = data

    def _found(self, steps: Steps) -> yaml.Node | None:
        root, _ = read(self.text.encode(), str(self.path))
        return descend(root, steps) if root else None

    def _node(self, steps: Steps) -> yaml.Node:
        node = self._found(steps)
        if node is None:
            raise NotEditable(f"{self.path}: there is no {_name(steps)}")
        return node

    def _end(self, node: yaml.Node) -> int:
        """Where a node's last value ends; the parser ends a block only where the next thing begins."""
        if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
            last = node.value[-1]
            return self._end(last[1] if isinstance(last, tuple) else last)
        start, end = node.start_mark.index, node.end_mark.index
        return start + len(self.text.removeprefix(_BOM)[start:end].rstrip())

    def _put(self, start: int, end: int | None, new: str) -> None:
        """Replace a part of the text; ``end`` None inserts. Positions do not count a byte-order mark."""
        shift = len(_BOM) if self.text.startswith(_BOM) else 0
        begin, behind = start + shift, (start if end is None else end) + shift
        self.text = self.text[:begin] + new + self.text[behind:]

    def _insert_lines(self, end: int, lines: Sequence[str]) -> None:
        """Insert lines below the line on which something ends."""
        text = self.text.removeprefix(_BOM)
        newline = "\r\n" if "\r\n" in text else "\n"
        self._put(end + len(re.split("[\r\n]", text[end:], maxsplit=1)[0]), None, newline.join(["", *lines]))


def new_text(entries: Mapping[str, object], schema: str | None = None) -> str:
    """The text of a new file with these keys; ``schema`` is the path of its JSON Schema."""
    head = [f"# yaml-language-server: $schema={schema}"] if schema else []
    return "\n".join([*head, *(line for key, value in entries.items() for line in _entry(key, value, 0)), ""])


def schema_line(folder: Path, kind: str) -> str | None:
    """The path of a schema from a folder's files: as the files there name it, or from ``.schema`` beside the folder."""
    for file in sorted(folder.glob("*.yaml")):
        first = file.read_text(encoding="utf-8", errors="replace").partition("\n")[0]
        if found := re.match(rf"# yaml-language-server: \$schema=(.*{kind}\.json)\s*$", first):
            return found[1]
    return f"../.schema/{kind}.json" if (folder.parent / ".schema" / f"{kind}.json").exists() else None


def listed_item(value: object) -> str:
    """An item as it stands in a fact's list of evidence, to be pasted there."""
    return "\n".join(_item(value, 6))


def _name(steps: Steps) -> str:
    return " ".join(f"'{step}'" if isinstance(step, str) else str(step + 1) for step in steps) or "content"


def _entry(key: str, value: object, column: int) -> list[str]:
    blank = " " * column
    if isinstance(value, Mapping):
        return [f"{blank}{key}:", *(line for name, one in value.items() for line in _entry(name, one, column + 2))]
    if isinstance(value, Sequence) and not isinstance(value, str):
        if key in _IN_LINE or not value:
            return [f"{blank}{key}: {_flow(value, quoted=key == 'anchors')}"]
        return [f"{blank}{key}:", *(line for one in value for line in _item(one, column + 2))]
    return [f"{blank}{key}: {_scalar(value, flow=False)}"]


_IN_LINE = frozenset({"anchors", "attributed_to", "tags", "origins"})
"""The lists that stand in one line."""


def _item(value: object, column: int) -> list[str]:
    """The lines of an item of a list whose dash stands in that column."""
    blank = " " * column
    if not isinstance(value, Mapping):
        return [f"{blank}- {_scalar(value, flow=False)}"]
    first, *rest = [line for key, one in value.items() for line in _entry(key, one, column + 2)]
    return [f"{blank}- {first.lstrip()}", *rest]


def _flow(value: object, quoted: bool = False) -> str:
    """A value in one line, as it stands inside brackets."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_flow(one, key == 'anchors')}" for key, one in value.items()) + "}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[" + ", ".join(_flow(one, quoted) for one in value) + "]"
    return _quoted(value) if quoted and isinstance(value, str) else _scalar(value, flow=True)


def _scalar(value: object, flow: bool) -> str:
    """A value as plain YAML if it is read back as itself, otherwise in quotes."""
    if isinstance(value, bool):
        return str(value).lower()
    if not isinstance(value, str):
        return str(value)
    ways = [("- {}\n", (0,)), ("- [{}]\n", (0, 0))] if flow else [("- {}\n", (0,))]
    return value if not value.isdecimal() and all(_reads(value, *way) for way in ways) else _quoted(value)


def _reads(value: str, around: str, steps: Steps) -> bool:
    root, problems = read(around.format(value).encode(), "")
    node = descend(root, steps) if root else None
    return isinstance(node, yaml.ScalarNode) and plain(node) == value and not problems


def _quoted(text: str) -> str:
    """The text in double quotes, whose escapes YAML and JSON share."""
    return json.dumps(text, ensure_ascii=False)
