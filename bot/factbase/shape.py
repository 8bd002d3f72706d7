"""Holds a YAML tree against the model of its file and says what is wrong in an editor's words."""

from typing import TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails
from rapidfuzz import fuzz, process

from bot.factbase import yamltree
from bot.factbase.entries import MAX_ID
from bot.factbase.naming import key_of, owner_of
from bot.factbase.problem import MAX_PROBLEMS, Problem, shown
from bot.factbase.reading import MAX_DIGITS
from bot.factbase.yamltree import Plain

Model = TypeVar("Model", bound=BaseModel)

_KINDS = {str: "text", int: "a number", float: "a number", bool: "true or false", list: "a list", dict: "a mapping"}


def valid(value: Plain, model: type[Model]) -> Model | None:
    """The file of that value as its model, or None where it has another shape."""
    try:
        return model.model_validate(value)
    except ValidationError:
        return None


def validate(root: yamltree.Node, model: type[Model], file: str) -> tuple[Model | None, list[Problem]]:
    """The file as its model, or None and every problem of its shape, each with its line and column."""
    value = yamltree.plain(root)
    try:
        return model.model_validate(value), []
    except ValidationError as error:
        details = error.errors(include_url=False)[:MAX_PROBLEMS]
        return None, [_problem(root, value, model, file, detail) for detail in details]


def valid_entries(root: yamltree.Node, key: str, model: type[Model]) -> list[tuple[int, Model]]:
    """The entries of the list at ``key`` that are valid by themselves, each with its place in the list."""
    listed = yamltree.descend(root, (key,))
    entries = enumerate(listed.items) if isinstance(listed, yamltree.Items) else ()
    kept = []
    for place, entry in entries:
        try:
            kept.append((place, model.model_validate(yamltree.plain(entry))))
        except ValidationError:
            continue
    return kept


def did_you_mean(word: str, known: list[str]) -> str:
    """``did you mean 'x'?`` for the known word that is nearest to a mistyped one, else the known words."""
    if nearest := process.extractOne(word, known, scorer=fuzz.ratio, score_cutoff=60):
        return f"did you mean '{nearest[0]}'?"
    listed = ", ".join(known[:12]) + (", …" if len(known) > 12 else "")
    return f"known are: {listed}" if known else "none is known yet"


def _problem(root: yamltree.Node, value: Plain, model: type[BaseModel], file: str, detail: ErrorDetails) -> Problem:
    path = detail["loc"]
    where = owner_of(value, path)
    key = key_of(path)
    match detail["type"]:
        case "missing":
            position = yamltree.position_at(root, path[:-1])
            wrong, fix = f"{where} lacks the key '{key}'", _meaning(model, path)
        case "extra_forbidden":
            position = yamltree.key_position_at(root, path)
            known = [name for name in _keys(model, path[:-1]) if name not in _siblings(root, path)]
            wrong, fix = f"{where} has the unknown key '{key}'", did_you_mean(key, known) if known else "remove it"
        case _:
            position = yamltree.position_at(root, path)
            wrong, fix = _wrong_value(where, key, detail)
    return Problem(file, position, wrong, fix)


def _wrong_value(where: str, key: str, detail: ErrorDetails) -> tuple[str, str]:
    what = f"'{key}' of {where}" if key else where
    given, limits = detail["input"], detail.get("ctx", {})
    match detail["type"]:
        case "string_type" if isinstance(given, dict):
            return f"{what} is read as 'key: value'", "a text that holds ': ' needs quotes around it"
        case "date_from_datetime_parsing" | "date_parsing":
            return f"{what} is no date", "write it as YYYY-MM-DD, without quotes"
        case "int_type" if isinstance(given, str) and given.isdecimal() and len(given) > MAX_DIGITS:
            return f"{what} is too large a number", f"at most {MAX_DIGITS} digits are read"
        case "enum" if given is None:
            return f"{what} is empty", f"use one of: {limits.get('expected', '')}"
        case "string_type" | "int_type" | "list_type" | "model_type" | "date_type" | "model_attributes_type":
            return f"{what} must be {_expected(detail['type'])}, not {_kind(given)}", _retyped(detail["type"], given)
        case "enum":
            return f"{what} cannot be '{shown(str(given))}'", f"use one of: {limits.get('expected', '')}"
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
            return f"{what}: {detail['msg']}", "the README shows what stands here"


def _wrong_pattern(what: str, given: str, pattern: str) -> tuple[str, str]:
    if "http" in pattern:
        return f"{what} is not a web address", "it starts with https://"
    if "{64}" in pattern:
        return f"{what} is not a SHA-256 checksum", "it has 64 characters of 0-9 and a-f, as 'sha256sum FILE' prints it"
    slug = "-".join("".join(c if c.isascii() and c.isalnum() else " " for c in _stem(given).lower()).split())
    example = f", like '{slug}'" if 0 < len(slug) <= MAX_ID else ""
    return f"{what} is not an id: '{shown(given)}'", f"use lower-case letters, digits and single hyphens{example}"


def _stem(given: str) -> str:
    """The id of a source that is named by its file."""
    return given.removesuffix(".yaml").removesuffix(".yml")


def _expected(kind: str) -> str:
    return {
        "string_type": "text",
        "int_type": "a whole number",
        "list_type": "a list",
        "date_type": "a date",
    }.get(kind, "a mapping of keys to values")


def _retyped(kind: str, given: Plain) -> str:
    if given is None:
        return "write it, or remove the key"
    if kind == "string_type" and not isinstance(given, list | dict):
        return "put it in quotes"
    if kind == "int_type":
        return "write digits, without quotes"
    if kind == "list_type":
        return "start each entry on its own line with '- '"
    if kind == "date_type" and isinstance(given, str):
        return "write a day that exists as YYYY-MM-DD, without quotes"
    if kind == "date_type":
        return "write it as YYYY-MM-DD, without quotes"
    return "follow the shape that the README shows"


def _kind(given: Plain) -> str:
    return "nothing" if given is None else _KINDS.get(type(given), "a date")


def _model_at(model: type[BaseModel], path: tuple[str | int, ...]) -> type[BaseModel]:
    """The model that describes what stands at ``path``."""
    for step in path:
        if isinstance(step, str) and step in model.model_fields:
            annotation = model.model_fields[step].annotation
            inner = [*getattr(annotation, "__args__", ()), annotation]
            model = next((a for a in inner if isinstance(a, type) and issubclass(a, BaseModel)), model)
    return model


def _keys(model: type[BaseModel], path: tuple[str | int, ...]) -> list[str]:
    return list(_model_at(model, path).model_fields)


def _meaning(model: type[BaseModel], path: tuple[str | int, ...]) -> str:
    field = _model_at(model, path[:-1]).model_fields.get(str(path[-1]))
    return (
        f"add it: {field.description[0].lower()}{field.description[1:].rstrip('.')}"
        if field and field.description
        else ""
    )


def _siblings(root: yamltree.Node, path: tuple[str | int, ...]) -> set[str]:
    parent = yamltree.descend(root, path[:-1])
    return set(parent.entries) if isinstance(parent, yamltree.Entries) else set()
