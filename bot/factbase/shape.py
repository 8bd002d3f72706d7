"""Holds a YAML tree against the model of its file and says what is wrong in an editor's words."""

from typing import TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails
from rapidfuzz import fuzz, process

from bot.factbase import yamltree
from bot.factbase.commas import QUOTE_IT, in_words, split_text
from bot.factbase.naming import key_of, owner_of
from bot.factbase.problem import MAX_PROBLEMS, Problem
from bot.factbase.wrongvalues import wrong_value
from bot.factbase.yamltree import Plain

Model = TypeVar("Model", bound=BaseModel)


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


def did_you_mean(word: str, known: list[str], meant: list[str] | None = None) -> str:
    """``did you mean 'x'?`` for the known word that is nearest to a mistyped one, else the known words.

    ``meant`` are those of them that it may be a slip of; without, all are.
    """
    if nearest := process.extractOne(word, known if meant is None else meant, scorer=fuzz.ratio, score_cutoff=60):
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
            wrong, fix = f"{where} lacks the key '{key}'", _meaning("add it", model, path)
        case "extra_forbidden":
            position = yamltree.key_position_at(root, path)
            known = list(_model_at(model, path[:-1]).model_fields)
            free = [name for name in known if name not in _siblings(root, path)]
            wrong, fix = f"{where} has the unknown key '{key}'", did_you_mean(key, known, free)
        case "string_type" if path and (split := split_text(root, path)):
            position, text = split
            wrong, fix = in_words(text), QUOTE_IT
        case _:
            position = yamltree.position_at(root, path)
            wrong, fix = wrong_value(where, key, detail)
            if path and detail["input"] is None and "type" in detail["type"]:
                fix = _filled(model, path)
    return Problem(file, position, wrong, fix)


def _filled(model: type[BaseModel], path: tuple[str | int, ...]) -> str:
    """What is to become of a key, or of an entry of a list, with nothing behind it."""
    if isinstance(path[-1], int):
        return "write it, or remove the entry"
    field = _model_at(model, path[:-1]).model_fields.get(path[-1])
    if field and field.is_required():
        return _meaning("write it", model, path)
    return "write it, or remove the key"


def _model_at(model: type[BaseModel], path: tuple[str | int, ...]) -> type[BaseModel]:
    """The model that describes what stands at ``path``."""
    for step in path:
        if isinstance(step, str) and step in model.model_fields:
            annotation = model.model_fields[step].annotation
            inner = [*getattr(annotation, "__args__", ()), annotation]
            model = next((a for a in inner if isinstance(a, type) and issubclass(a, BaseModel)), model)
    return model


def _meaning(mend: str, model: type[BaseModel], path: tuple[str | int, ...]) -> str:
    """How to mend what is missing, and what is to stand there; empty where the model does not say."""
    field = _model_at(model, path[:-1]).model_fields.get(str(path[-1]))
    return (
        f"{mend}: {field.description[0].lower()}{field.description[1:].rstrip('.')}"
        if field and field.description
        else ""
    )


def _siblings(root: yamltree.Node, path: tuple[str | int, ...]) -> set[str]:
    parent = yamltree.descend(root, path[:-1])
    return set(parent.entries) if isinstance(parent, yamltree.Entries) else set()
