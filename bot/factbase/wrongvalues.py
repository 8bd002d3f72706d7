"""What is wrong with one value of a file, in an editor's words."""

import re

from pydantic_core import ErrorDetails

from bot.factbase.entries import id_like
from bot.factbase.problem import shown
from bot.factbase.reading import MAX_DIGITS
from bot.factbase.yamltree import Plain

_KINDS = {str: "text", int: "a number", float: "a number", bool: "true or false", list: "a list", dict: "a mapping"}


def wrong_value(where: str, key: str, detail: ErrorDetails) -> tuple[str, str]:
    """What is wrong with the value of ``key`` in ``where`` by pydantic's detail, and what would be right."""
    what = f"'{key}' of {where}" if key else where
    given, limits = detail["input"], detail.get("ctx", {})
    match detail["type"]:
        case "string_type" if isinstance(given, dict):
            return f"{what} is read as 'key: value'", "a text that holds ': ' needs quotes around it"
        case "date_from_datetime_parsing" | "date_parsing":
            return f"{what} is no date", "write it as YYYY-MM-DD, without quotes"
        case "int_type" if isinstance(given, str) and given.isdecimal() and len(given) > MAX_DIGITS:
            return f"{what} is too large a number", f"at most {MAX_DIGITS} digits are read"
        case "int_type" if isinstance(given, str | float):
            return f"{what} must be one whole number, not '{shown(str(given))}'", _as_a_number(str(given))
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
    like = id_like(_stem(given))
    example = f", like '{like}'" if like else ""
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
    if kind == "string_type" and not isinstance(given, list | dict):
        return "put it in quotes"
    if kind == "int_type":
        return "write one number by itself"
    if kind == "list_type":
        return "start each entry on its own line with '- ' (a dash and a space)"
    if kind == "date_type" and isinstance(given, str):
        return "write a day that exists as YYYY-MM-DD, without quotes"
    if kind == "date_type":
        return "write it as YYYY-MM-DD, without quotes"
    return "follow the shape that the README shows"


def _as_a_number(given: str) -> str:
    """How what stands where a whole number should stand becomes one."""
    if given.isdecimal():
        leading = given != "0" and given.startswith("0")
        return f"write {int(given)}, without leading zeros" if leading else "write it without quotes"
    if "." not in given and len(re.findall("[0-9]+", given)) > 1:
        return "write one number, and an entry of its own for each other"
    return "write digits alone"


def _kind(given: Plain) -> str:
    return "nothing" if given is None else _KINDS.get(type(given), "a date")
