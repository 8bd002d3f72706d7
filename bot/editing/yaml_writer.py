"""Changes YAML files that people write by hand, and leaves every byte that need not change."""

import json
import os
import tempfile
from codecs import BOM_UTF8
from collections.abc import Callable, Sequence
from pathlib import Path

import yaml

from bot.factbase.yaml_reader import Node, Plain, descend, entries, items, plain, read
from bot.regularfile import read_regular

Place = Sequence[str | int]


class CannotEdit(Exception):
    """The file has no such place, or not in a form that can be added to; nothing was changed."""


class ChangedMeanwhile(Exception):
    """Somebody else changed the file since it was read; nothing was written."""


def set_values(data: bytes, values: Sequence[tuple[Place, Plain]]) -> bytes:
    """The file with another value at each place, where one stands already. Raises :exc:`CannotEdit`."""
    edited = data
    for path, value in values:
        text, root = _text(edited), _root(edited)
        node = descend(root, path)
        if not isinstance(node, yaml.ScalarNode):
            raise CannotEdit(f"no value stands at {_told(path)}")
        start, end = _offsets(node)
        edited = _bytes(edited, text[:start] + written(value) + text[end:])

    def change(base: Plain) -> None:
        for path, value in values:
            _assign(base, path, value)

    return _checked(data, edited, change)


def append_to(data: bytes, path: Place, texts: Sequence[str]) -> bytes:
    """The file with these texts at the end of the list at ``path``, in the style that the list has.

    A list that is missing in its mapping is added there. Raises :exc:`CannotEdit`.
    """
    text, root = _text(data), _root(data)
    listed = descend(root, path)
    if listed is None:
        lines = ["- " + written(one) for one in texts]
        return add_key(data, path[:-1], str(path[-1]), "\n".join(lines))
    if not isinstance(listed, yaml.SequenceNode):
        raise CannotEdit(f"no list stands at {_told(path)}")
    if listed.flow_style:
        end = _offsets(listed)[1] - 1
        at = len(text[:end].rstrip()) if items(listed) else end
        comma = ", " if items(listed) else ""
        changed = text[:at] + comma + ", ".join(map(written, texts)) + text[at:]
    else:
        column = listed.start_mark.column
        changed = _after_line_of(text, listed, [" " * column + "- " + written(one) for one in texts])
    return _checked(data, _bytes(data, changed), lambda base: _list_at(base, path).extend(texts))


def add_key(data: bytes, path: Place, key: str, value: str) -> bytes:
    """The file with a key, which it lacks, at the end of the mapping at ``path``.

    ``value`` is YAML as it stands behind the key: a scalar, or lines that are indented below it if it has several or
    begins a list. Raises :exc:`CannotEdit`.
    """
    text, root = _text(data), _root(data)
    mapping = descend(root, path)
    if not isinstance(mapping, yaml.MappingNode) or mapping.flow_style or key in entries(mapping):
        raise CannotEdit(f"'{key}' cannot be added at {_told(path)}")
    indent = " " * mapping.start_mark.column
    block = "\n" in value or value.startswith("- ")
    lines = (
        [f"{indent}{key}:", *(f"{indent}  {line}" for line in value.split("\n"))]
        if block
        else [f"{indent}{key}: {value}"]
    )
    parsed = plain(_root(f"{key}:\n{chr(10).join('  ' + line for line in value.split(chr(10)))}\n".encode()))
    new = parsed[key] if isinstance(parsed, dict) else None
    changed = _after_line_of(text, mapping, lines)
    return _checked(data, _bytes(data, changed), lambda base: _assign(base, (*path, key), new))


def save(file: Path, before: bytes, after: bytes) -> None:
    """Writes a file whole or not at all. Raises :exc:`ChangedMeanwhile` if it no longer holds ``before``."""
    descriptor, name = tempfile.mkstemp(prefix=f".{file.name}.", dir=file.parent)
    try:
        with os.fdopen(descriptor, "wb") as new:
            new.write(after)
            new.flush()
            os.fsync(new.fileno())
        os.chmod(name, file.stat().st_mode)
        if read_regular(file) != before:
            raise ChangedMeanwhile(str(file))
        os.replace(name, file.resolve())
    except BaseException:
        os.unlink(name)
        raise


def written(value: Plain) -> str:
    """A value as YAML: a text without quotes if it reads as itself there, else in double quotes."""
    if not isinstance(value, str):
        return plain_text if (plain_text := str(value)) and not isinstance(value, bool) else plain_text.lower()
    root, problems = read(f"a: {value}\nb: [{value}]\n".encode(), "")
    alone = root is not None and not problems and plain(root) == {"a": value, "b": [value]}
    return value if alone and value.isprintable() else json.dumps(value, ensure_ascii=False)


def _text(data: bytes) -> str:
    return data.removeprefix(BOM_UTF8).decode()


def _bytes(like: bytes, text: str) -> bytes:
    return (BOM_UTF8 if like.startswith(BOM_UTF8) else b"") + text.encode()


def _root(data: bytes) -> Node:
    root, problems = read(data, "")
    if root is None or any(problem.code is None for problem in problems):
        raise CannotEdit(str(problems[0]))
    return root


def _offsets(node: Node) -> tuple[int, int]:
    """Where a node begins and ends in its text, in characters."""
    return node.start_mark.index, node.end_mark.index


def _after_line_of(text: str, node: Node, lines: Sequence[str]) -> str:
    """The text with these lines below the last line of a node."""
    end = text.find("\n", _end(node))
    line_end = "\r\n" if "\r\n" in text else "\n"
    block = line_end.join(lines)
    if end < 0:
        return text + line_end + block + line_end
    return text[: end + 1] + block + line_end + text[end + 1 :]


def _end(node: Node) -> int:
    """Where the last word of a node ends: blank lines and comments below it are not its own."""
    if isinstance(node, yaml.ScalarNode) or getattr(node, "flow_style", False):
        return _offsets(node)[1] - (getattr(node, "style", None) in {"|", ">"})
    last = node.value[-1]
    return _end(last[1] if isinstance(last, tuple) else last)


def _checked(before: bytes, after: bytes, change: Callable[[Plain], object]) -> bytes:
    """The file after an edit that changed just what it should. Raises :exc:`CannotEdit` for any other."""
    expected = plain(_root(before))
    change(expected)
    if plain(_root(after)) != expected:
        raise CannotEdit("the file is written in a way that cannot be added to")
    return after


def _assign(base: Plain, path: Place, value: Plain) -> None:
    owner = base
    for step in path[:-1]:
        owner = owner[step]  # type: ignore[index] # the path exists
    owner[path[-1]] = value  # type: ignore[index]


def _list_at(base: Plain, path: Place) -> list[Plain]:
    for step in path:
        base = base[step]  # type: ignore[index] # the path exists
    assert isinstance(base, list)  # noqa: S101 - as the node is a list
    return base


def _told(path: Place) -> str:
    return ".".join(map(str, path)) or "the top"
