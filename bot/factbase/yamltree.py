"""A YAML document as a tree that knows where every key and value stands."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias

from bot.factbase.problem import Position

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
