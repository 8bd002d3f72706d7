"""What editors call the places in a file."""

from bot.factbase.problem import shown
from bot.factbase.yamltree import Plain


def owner_of(value: Plain, path: tuple[str | int, ...]) -> str:
    """What the last key of a path in a file's value belongs to, in an editor's words: ``fact 'x', supports 2``."""
    words: list[str] = []
    node, rest = value, list(path)
    while len(rest) >= 2 and isinstance(rest[0], str) and isinstance(rest[1], int):
        name, index = rest[0], rest[1]
        node = node.get(name, []) if isinstance(node, dict) else []
        node = node[index] if isinstance(node, list) and index < len(node) else None
        if name == "facts":
            named = isinstance(node, dict) and node.get("id")
            words.append(f"fact '{shown(str(named))}'" if named else f"fact {index + 1}")
        elif isinstance(node, dict) and len(rest) > 2:
            words.append(f"{name} {index + 1}")
        else:
            break
        rest = rest[2:]
    if len(rest) > 1 and isinstance(rest[0], str) and isinstance(rest[1], str):
        words.append(rest[0])
    return ", ".join(words) or "the file"


def key_of(path: tuple[str | int, ...]) -> str:
    """The last name in a path, with its number for an entry of a list; empty for a fact, which is its own owner.

    An entry of a list in a list is named by both: ``same 5, entry 1``.
    """
    if not path or (len(path) == 2 and path[0] == "facts"):
        return ""
    if isinstance(path[-1], int):
        if len(path) > 2 and isinstance(path[-2], int):
            return f"{key_of(path[:-1])}, entry {path[-1] + 1}"
        return f"{path[-2]} {path[-1] + 1}" if len(path) > 1 else str(path[-1] + 1)
    return shown(path[-1])
