"""Holds a YAML tree against the model of its file and says what is wrong in an editor's words."""

import re
from datetime import date
from typing import TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails
from rapidfuzz import fuzz, process
from yaml import ScalarNode

from bot.factbase.problem import MAX_PROBLEMS, Position, Problem, Steps, place, shown
from bot.factbase.schema import id_like
from bot.factbase.yaml_reader import (
    MAX_DIGITS,
    Node,
    Path,
    Plain,
    descend,
    entries,
    items,
    key_position_at,
    plain,
    position_at,
)

_KINDS = {str: "text", int: "a number", float: "a number", bool: "true or false", list: "a list", dict: "a mapping"}
_KINDS |= {type(None): "nothing", date: "a date"}
_EXPECTED = {
    "string_type": ("text", "put it in quotes"),
    "int_type": ("a whole number", "write one number by itself"),
    "list_type": ("a list", "start each entry on its own line with '- ' (a dash and a space)"),
    "bool_type": ("true or false", "write true, or leave it out"),
    "bool_parsing": ("true or false", "write true, or leave it out"),
    "date_type": ("a date", "write it as YYYY-MM-DD, without quotes"),
    "model_type": ("a mapping of keys to values", "follow the shape that facts/README.md shows"),
}
"""What is to stand there and how to write it, by pydantic's type of error."""
_A_DAY = "write a day that exists as YYYY-MM-DD, without quotes, or leave it out if the day is not known"


def wrong_value(where: str, key: str, detail: ErrorDetails) -> tuple[str, str]:
    """What is wrong with the value of ``key`` in ``where`` by pydantic's detail, and what would be right."""
    what = f"'{key}' of {where}" if key else where
    given, limits = detail["input"], detail.get("ctx", {})
    match detail["type"]:
        case "string_type" if isinstance(given, dict):
            return f"{what} is read as 'key: value'", "a text that holds ': ' needs quotes around it"
        case "date_from_datetime_parsing" | "date_parsing":
            return f"{what} is not a date", _A_DAY
        case "int_type" if isinstance(given, str) and given.isdecimal() and len(given) > MAX_DIGITS:
            return f"{what} is too large a number", f"at most {MAX_DIGITS} digits are read"
        case "int_type" if isinstance(given, str | float):
            return f"{what} must be one whole number, not '{shown(str(given))}'", _as_a_number(str(given))
        case kind if kind in _EXPECTED:
            expected, fix = _EXPECTED[kind]
            if kind == "string_type" and isinstance(given, list):
                fix = _EXPECTED["model_type"][1]
            elif kind == "date_type" and isinstance(given, str):
                fix = _A_DAY
            return f"{what} must be {expected}, not {_KINDS[type(given)]}", fix
        case "enum":
            wrong = "is empty" if given is None else f"cannot be '{shown(str(given))}'"
            return f"{what} {wrong}", f"use one of: {limits.get('expected', '')}"
        case "too_short" | "string_too_short":
            least = limits.get("min_length", 1)
            if isinstance(given, list) and given:
                return f"{what} has too few entries", f"write at least {least}"
            more = f"write at least {'one' if least == 1 else least}"
            return f"{what} is empty", more if detail["type"] == "too_short" else "write a text"
        case "too_long" | "string_too_long":
            units = "entries" if isinstance(given, list) else "characters"
            return f"{what} is too long ({len(given):,})", f"at most {limits['max_length']:,} {units}"
        case "greater_than_equal":
            return f"{what} is {given}", f"it counts from {limits['ge']}"
        case "string_pattern_mismatch":
            return _wrong_pattern(what, str(given), str(limits["pattern"]))
        case "value_error":
            wrong, _, fix = str(limits["error"]).partition("; ")
            return f"{what} {wrong}", fix
        case _:
            return f"{what}: {detail['msg']}", "facts/README.md shows what stands here"


def _wrong_pattern(what: str, given: str, pattern: str) -> tuple[str, str]:
    if "http" in pattern:
        return f"{what} is not a web address", "it starts with https://; copy it from the browser's address bar"
    if "{64}" in pattern:
        return f"{what} is not a SHA-256 checksum", "it has 64 characters of 0-9 and a-f, as 'sha256sum FILE' prints it"
    like = id_like(given.removesuffix(".yaml").removesuffix(".yml"))  # a source that is named by its file
    example = f", like '{like}'" if like else ""
    return f"{what} is not an id: '{shown(given)}'", f"use lower-case letters, digits and single hyphens{example}"


def _as_a_number(given: str) -> str:
    """How to write a whole number in place of what is given."""
    if given.isdecimal():
        leading = given != "0" and given.startswith("0")
        return f"write {int(given)}, without leading zeros" if leading else "write it without quotes"
    if "." not in given and len(re.findall("[0-9]+", given)) > 1:
        return "write one number, and an entry of its own for each other"
    return "write digits alone"


def owner_of(value: Plain, path: Steps) -> str:
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


def key_of(path: Steps) -> str:
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


_THOUSANDS = re.compile(r"[0-9]{3}(?![0-9])")
QUOTE_IT = "put the whole text in quotes"


def split_text(root: Node, path: Path) -> tuple[Position, str] | None:
    """Where the text begins that commas split and of which the entry at ``path`` is a part, and the text as typed.

    None if the entry is whole.
    """
    listed = items(descend(root, path[:-1]))
    if not listed:
        return None
    first = last = int(path[-1])
    while first > 0 and _parted(listed[first - 1], listed[first]):
        first -= 1
    while last + 1 < len(listed) and _parted(listed[last], listed[last + 1]):
        last += 1
    parts = [part for part in listed[first : last + 1] if isinstance(part, ScalarNode)]
    return (place(parts[0].start_mark), ",".join(part.value for part in parts)) if len(parts) > 1 else None


def in_words(text: str) -> str:
    """What is wrong with a text that commas split."""
    return f"the comma in '{shown(text)}' splits it into entries of the list"


def may_be_parted(one: str, other: str) -> bool:
    """Whether two entries read as one number with a separator of thousands between them."""
    return one[-1:].isdecimal() and bool(_THOUSANDS.match(other))


def _parted(one: Node, other: Node) -> bool:
    """Whether nothing but a comma, without a blank, stands between two entries that are not in quotes."""
    line, column = place(one.start_mark)
    scalars = isinstance(one, ScalarNode) and isinstance(other, ScalarNode)
    end = column + len(one.value) + 1
    return scalars and may_be_parted(one.value, other.value) and place(other.start_mark) == (line, end)


Model = TypeVar("Model", bound=BaseModel)


def validate(root: Node, model: type[Model], file: str) -> tuple[Model | None, list[Problem]]:
    """The file as its model, or None and every problem of its shape, each with its line and column."""
    value = plain(root)
    try:
        return model.model_validate(value), []
    except ValidationError as error:
        details = error.errors(include_url=False)[:MAX_PROBLEMS]
        return None, [_problem(root, value, model, file, detail) for detail in details]


def valid_entries(root: Node, key: str, model: type[Model]) -> list[tuple[int, Model]]:
    """The entries of the list at ``key`` that are valid by themselves, each with its place in the list."""
    kept = []
    for number, entry in enumerate(items(descend(root, (key,)))):
        try:
            kept.append((number, model.model_validate(plain(entry))))
        except ValidationError:
            continue
    return kept


def did_you_mean(word: str, known: list[str], meant: list[str] | None = None) -> str:
    """``did you mean 'x'?`` for the known word that is nearest to a mistyped one, else the known words.

    ``meant`` are those of them that it may be a slip of; without, all are.
    """
    if nearest := process.extractOne(word, known if meant is None else meant, scorer=fuzz.ratio, score_cutoff=60):
        return f"did you mean '{nearest[0]}'?"
    listed = ", ".join(known[:12]) + (", …" if len(known) > 12 else "")
    return f"known are: {listed}" if known else "none is known yet"


def _problem(root: Node, value: Plain, model: type[BaseModel], file: str, detail: ErrorDetails) -> Problem:
    path = detail["loc"]
    where = owner_of(value, path)
    key = key_of(path)
    match detail["type"]:
        case "missing":
            position = position_at(root, path[:-1])
            wrong, fix = f"{where} lacks the key '{key}'", _meaning("add it", model, path)
        case "extra_forbidden":
            position = key_position_at(root, path)
            known = list(_model_at(model, path[:-1]).model_fields)
            free = [name for name in known if name not in entries(descend(root, path[:-1]))]
            wrong, fix = f"{where} has the unknown key '{key}'", did_you_mean(key, known, free)
        case "string_type" if path and (split := split_text(root, path)):
            position, text = split
            wrong, fix = in_words(text), QUOTE_IT
        case _:
            position = position_at(root, path)
            wrong, fix = wrong_value(where, key, detail)
            if path and detail["input"] is None and "type" in detail["type"]:
                fix = _filled(model, path)
    return Problem(file, position, wrong, fix)


def _filled(model: type[BaseModel], path: Steps) -> str:
    """What is to become of a key, or of an entry of a list, with nothing behind it."""
    if isinstance(path[-1], int):
        return "write it, or remove the entry"
    field = _model_at(model, path[:-1]).model_fields.get(path[-1])
    return _meaning("write it", model, path) if field and field.is_required() else "write it, or remove the key"


def _model_at(model: type[BaseModel], path: Steps) -> type[BaseModel]:
    """The model that describes what stands at ``path``."""
    for step in path:
        if isinstance(step, str) and step in model.model_fields:
            annotation = model.model_fields[step].annotation
            inner = [*getattr(annotation, "__args__", ()), annotation]
            model = next((a for a in inner if isinstance(a, type) and issubclass(a, BaseModel)), model)
    return model


def _meaning(mend: str, model: type[BaseModel], path: Steps) -> str:
    """How to mend what is missing, and what is to stand there; empty if the model does not say."""
    field = _model_at(model, path[:-1]).model_fields.get(str(path[-1]))
    said = (field.description or "") if field else ""
    return f"{mend}: {said[0].lower()}{said[1:].rstrip('.')}" if said else ""
