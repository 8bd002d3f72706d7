"""Writes facts: new ones, evidence, phrasings and reviews."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

from bot.editing import NotEditable
from bot.editing.workspace import Workspace, open_file
from bot.editing.yaml_edit import Steps, YamlFile, new_text, schema_line
from bot.factbase.schema import FactEntry, Relation
from bot.factbase.texts import words

_SHORT_WORDS = frozenset(words("a an and are as at by for from in is it its of on or that the their to was were with"))
LONGEST_ID = 40
"""Characters of an id that is made of a claim."""


def evidence_entry(
    source: str, paragraph: int, anchors: Sequence[str], says: str | None = None, **more: str | None
) -> dict[str, Any]:
    """A piece of evidence as it is written; without ``says`` there is a gap, which ``factbot check`` names."""
    told = {key: value for key, value in more.items() if value}
    return {"source": source, "paragraph": paragraph, **told, "says": says or "", "anchors": list(anchors)}


def add_evidence(workspace: Workspace, fact_id: str, relation: Relation, entry: Mapping[str, Any]) -> Path:
    """Write a piece of evidence into a fact; return the changed file. Raises :exc:`NotEditable`."""
    file, fact = _opened(workspace, fact_id)
    file.append_under(fact, relation.value, entry, after=_before(relation.value))
    file.save()
    return file.path


def new_fact(
    workspace: Workspace,
    topic: str,
    claim: str,
    evidence: Sequence[Mapping[str, Any]],
    fact_id: str | None = None,
    value: str | None = None,
    phrasings: Sequence[str] = (),
) -> tuple[str, Path]:
    """Write a fact at the end of a topic, which is its name or its file's; return the fact's id and the file.

    A topic that does not exist begins a new file. Raises :exc:`NotEditable`.
    """
    taken = {placed.entry.id for placed in workspace.documents.facts()}
    chosen = fact_id or _id_of(claim, taken)
    if chosen in taken:
        raise NotEditable(f"there is a fact '{chosen}' already; choose another id with --id")
    entry: dict[str, Any] = {"id": chosen, "claim": claim}
    entry |= {"value": value} if value else {}
    entry |= {"phrasings": list(phrasings), Relation.SUPPORTS.value: list(evidence)}
    named = {topic.casefold(), _slug(topic)}
    for document in workspace.documents.topics:
        if {document.content.topic.casefold(), Path(document.file).stem.casefold()} & named:
            file = YamlFile(Path(document.file))
            file.append(("facts",), entry)
            file.save()
            return chosen, file.path
    path = workspace.facts / f"{_slug(topic) or 'topic'}.yaml"
    if path.exists():
        raise NotEditable(f"{path} exists and cannot be read; 'factbot check' says why")
    path.write_text(new_text({"topic": topic, "facts": [entry]}, schema_line(workspace.facts, "topic")), "utf-8")
    return chosen, path


def add_phrasings(workspace: Workspace, fact_id: str, phrasings: Sequence[str]) -> tuple[Path, list[str]]:
    """Write phrasings into a fact; return the changed file and the phrasings that are new.

    One that the fact has already is left out. Raises :exc:`NotEditable` for one that another fact has.
    """
    file, fact = _opened(workspace, fact_id)
    owners = {key: other.entry.id for other in workspace.documents.facts() for key in map(_key, other.entry.phrasings)}
    new: dict[str, str] = {}
    for phrasing in (" ".join(text.split()) for text in phrasings):
        owner = owners.get(_key(phrasing))
        if owner and owner != fact_id:
            raise NotEditable(f"'{phrasing}' is a phrasing of fact '{owner}' already; two facts cannot share it")
        if not owner and phrasing:
            new.setdefault(_key(phrasing), phrasing)
    for phrasing in new.values():
        file.append_under(fact, "phrasings", phrasing, after=_before("phrasings"))
    file.save()
    return file.path, list(new.values())


def review(workspace: Workspace, fact_id: str, day: date) -> Path:
    """Note that a fact was held against its sources on that day; return the changed file."""
    file, fact = _opened(workspace, fact_id)
    if file.get(*fact, "reviewed") is None:
        file.add(fact, "reviewed", day, after=_before("reviewed"))
    else:
        file.replace((*fact, "reviewed"), day)
    file.save()
    return file.path


def _opened(workspace: Workspace, fact_id: str) -> tuple[YamlFile, Steps]:
    """The file of a fact, and the way to the fact in it."""
    placed = workspace.fact(fact_id)
    return open_file(placed), ("facts", placed.index)


def _before(key: str) -> list[str]:
    """The keys of a fact that stand before this one."""
    keys = list(FactEntry.model_fields)
    return keys[: keys.index(key)]


def _key(phrasing: str) -> str:
    return " ".join(words(phrasing)) or phrasing


def _id_of(claim: str, taken: set[str]) -> str:
    """An id of a claim's first telling words that no other fact has."""
    telling = "-".join(word for word in _slug(claim).split("-") if word not in _SHORT_WORDS) or "fact"
    base = telling[: LONGEST_ID + 1].rpartition("-")[0] if len(telling) > LONGEST_ID else telling
    base = base or telling[:LONGEST_ID]
    return next(name for number in count(1) if (name := base if number == 1 else f"{base}-{number}") not in taken)


def _slug(text: str) -> str:
    return "-".join(re.findall(r"[a-z0-9]+", text.casefold()))
