"""What each field of a fact and of a piece of evidence is for, and what an edit changed for the people who ask.

Whoever adds a field to the schema and the model says here who reads it; a test fails until that is done. The check for
copied text, the changes that editors are told and the search for missing entries read this table. A base's version
covers every field of the schema.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from pydantic import BaseModel

from bot.factbase.model import Fact, FactBase
from bot.factbase.problem import Steps
from bot.factbase.schema import FactEntry, Relation
from bot.factbase.verdict import Evidence


class Words(Enum):
    """Whose words a text is made of."""

    OWN = auto()
    """The editor's: no sentence of an article may stand in it."""
    QUOTED = auto()
    """The article's: they must stand in it."""
    NAMES = auto()
    """Labels and names, which are nobody's sentences."""


@dataclass(frozen=True, slots=True)
class Field:
    """What a field is for.

    ``shown``: an answer shows it, so that editors are told when it changes. ``files``: the fact is found or filed by
    it. ``words``: whose words it holds, None if it holds no text. ``derived``: it follows from other fields. ``json``:
    other programs get it.
    """

    shown: bool = False
    files: bool = False
    words: Words | None = None
    derived: bool = False
    json: bool = True


SHOWN, DERIVED = Field(shown=True), Field(derived=True)

OF_FACT = {
    "id": Field(),
    "topic": Field(files=True, words=Words.NAMES),
    "claim": Field(shown=True, words=Words.OWN),
    "value": Field(shown=True, words=Words.NAMES),
    "saying": Field(shown=True, json=False),
    "reviewed": SHOWN,
    "phrasings": Field(files=True, words=Words.OWN),
    "tags": Field(files=True, words=Words.NAMES),
    "supports": SHOWN,
    "qualifies": SHOWN,
    "disputes": SHOWN,
    "silent": DERIVED,
    "verdict": DERIVED,
    "independent_origins": DERIVED,
    "accepted": Field(json=False),
}
OF_EVIDENCE = {
    "source": SHOWN,
    "paragraph": SHOWN,
    "at": Field(shown=True, words=Words.NAMES),
    "speaker": Field(shown=True, words=Words.NAMES),
    "value": Field(shown=True, words=Words.NAMES),
    "how": Field(shown=True, json=False),  # but for what qualifies
    "says": Field(shown=True, words=Words.OWN),
    "anchors": Field(shown=True, words=Words.QUOTED),
    "attributed_to": Field(shown=True, words=Words.NAMES),
    "origins": DERIVED,
    "opinion": Field(derived=True, json=False),
}


def shown(fact: Fact) -> tuple[object, ...]:
    """All of a fact that an answer shows, to be compared with that of another version of the fact."""
    own = (getattr(fact, name) for name, field in OF_FACT.items() if field.shown and name not in list(Relation))
    return (*own, *(tuple(map(_shown_of_evidence, getattr(fact, relation))) for relation in Relation))


def _shown_of_evidence(evidence: Evidence) -> tuple[object, ...]:
    return tuple(getattr(evidence, name) for name, field in OF_EVIDENCE.items() if field.shown)


def in_json(fields: dict[str, Field]) -> list[str]:
    """The names of the fields that other programs get."""
    return [name for name, field in fields.items() if field.json]


def filed(fact: Fact) -> tuple[object, ...]:
    """All by which a fact is found or filed."""
    return tuple(getattr(fact, name) for name, field in OF_FACT.items() if field.files)


def entries(fact: Fact) -> int:
    """The number of entries in all lists of a fact that editors write."""
    owners = ((fact, OF_FACT), *((evidence, OF_EVIDENCE) for evidence in fact.evidence))
    written = (getattr(owner, name, None) for owner, of in owners for name, field in of.items() if not field.derived)
    return sum(len(value) for value in written if isinstance(value, tuple))


def texts(entry: FactEntry, *of: Words) -> Iterator[tuple[Steps, str]]:
    """Every text that an editor wrote on a fact, with the steps to it; ``of`` leaves only such words."""
    owners: list[tuple[Steps, BaseModel, dict[str, Field]]] = [((), entry, OF_FACT)]
    owners += [(steps, evidence, OF_EVIDENCE) for steps, evidence in entry.evidence()]
    for steps, owner, fields in owners:
        for name, field in fields.items():
            value: Any = getattr(owner, name, None) if field.words in (of or tuple(Words)) else None
            if isinstance(value, str):
                yield (*steps, name), value
            elif value:
                yield from (((*steps, name, index), text) for index, text in enumerate(value))


@dataclass(frozen=True, slots=True)
class Change:
    """One fact, of the same id, before and after."""

    before: Fact
    after: Fact


@dataclass(frozen=True, slots=True)
class Changes:
    """What an edit changed, each in the order of the base that has it.

    ``changed`` are the facts whose claim or evidence reads otherwise, ``turned`` those whose verdict is another, be it
    by their own evidence or by what a source rests on; a fact may be both. ``refiled`` are the facts that are asked for
    or filed otherwise and say the same. ``reordered`` is whether the facts of both bases have another order.
    ``version`` is that of the base after the edit.
    """

    version: str
    added: tuple[Fact, ...] = ()
    removed: tuple[Fact, ...] = ()
    changed: tuple[Change, ...] = ()
    turned: tuple[Change, ...] = ()
    refiled: tuple[Fact, ...] = ()
    reordered: bool = False


def changes_between(before: FactBase, after: FactBase) -> Changes:
    """What became of ``before`` in ``after``."""
    pairs = [Change(old, fact) for fact in after.facts if (old := before.fact(fact.id)) not in (None, fact)]
    changed = tuple(pair for pair in pairs if shown(pair.before) != shown(pair.after))
    told = {pair.after.id for pair in changed}
    others = (pair for pair in pairs if pair.after.id not in told)
    return Changes(
        version=after.version,
        added=tuple(fact for fact in after.facts if before.fact(fact.id) is None),
        removed=tuple(fact for fact in before.facts if after.fact(fact.id) is None),
        changed=changed,
        turned=tuple(pair for pair in pairs if pair.before.verdict != pair.after.verdict),
        refiled=tuple(pair.after for pair in others if filed(pair.before) != filed(pair.after)),
        reordered=_order(before, after) != _order(after, before),
    )


def _order(base: FactBase, other: FactBase) -> list[str]:
    """The ids of the facts that both have, in the order of the first."""
    return [fact.id for fact in base.facts if other.fact(fact.id)]


def lacks(before: FactBase, after: FactBase) -> bool:
    """Whether a fact of ``before`` is gone in ``after``, or has less in it, as if a file is half written."""
    pairs = ((fact, after.fact(fact.id)) for fact in before.facts)
    return any(now is None or (now is not fact and entries(now) < entries(fact)) for fact, now in pairs)
