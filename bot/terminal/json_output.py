"""The JSON that other programs read: replies, facts and sources as plain dictionaries, days in ISO 8601."""

from collections.abc import Sequence
from datetime import date
from enum import Enum
from itertools import combinations
from typing import Any

from bot.factbase.comparison import Comparison, Standing
from bot.factbase.fields import OF_EVIDENCE, OF_FACT, in_json
from bot.factbase.model import Fact, FactBase, Source
from bot.factbase.schema import Relation
from bot.factbase.verdict import Evidence
from bot.reply import Answer, Reply

SOURCE = ("id", "name", "title", "publisher", "published", "read", "kind", "origins", "url", "sha256")
SIDE = ("relation", "value", "origins", "sources", "opinion_only")


def reply_form(reply: Reply) -> dict[str, Any]:
    """A reply; ``confidence`` is 0..1 with four decimals, ``candidates`` the five best-ranked facts, best first."""
    return {
        "query": reply.query,
        "outcome": reply.outcome.value,
        "confidence": round(reply.confidence, 4),
        "fact": fact_form(reply.fact) if isinstance(reply, Answer) else None,
        "candidates": [
            {"id": one.fact.id, "claim": one.fact.claim, "confidence": round(one.confidence, 4)}
            for one in reply.candidates
        ],
        "unsupported_values": list(reply.unsupported_values) if isinstance(reply, Answer) else [],
    }


def base_form(base: FactBase) -> dict[str, Any]:
    """A whole fact base with its version."""
    return {
        "version": base.version,
        "facts": [fact_form(fact) for fact in base.facts],
        "sources": [source_form(source) for source in base.sources.values()],
    }


def comparison_form(comparison: Comparison) -> dict[str, Any]:
    """Every source with the ids of the facts it speaks on, and the counts of each pair that speaks on any fact."""
    pairs = [comparison.pair(one, other) for one, other in combinations(comparison.standings, 2)]
    return {
        "version": comparison.base.version,
        "sources": [_standing_form(standing) for standing in comparison.standings.values()],
        "pairs": [
            {"sources": [pair.first, pair.second], **_form(pair, "same", "opposite", "mixed", "qualified")}
            for pair in pairs
            if pair.shared
        ],
    }


def fact_form(fact: Fact) -> dict[str, Any]:
    """A fact with its evidence and what is derived from it."""
    sides = {relation.value: _evidence(getattr(fact, relation), relation) for relation in Relation}
    own = _form(fact, *(name for name in in_json(OF_FACT) if name not in sides), "opinion_only")
    return {**own, "sides": [_form(side, *SIDE) for side in fact.sides], **sides}


def source_form(source: Source) -> dict[str, Any]:
    """A source with all that is known of it."""
    return _form(source, *SOURCE)


def _evidence(entries: Sequence[Evidence], relation: Relation) -> list[dict[str, Any]]:
    how = ["how"] if relation is Relation.QUALIFIES else []
    return [_form(entry, *in_json(OF_EVIDENCE), *how) for entry in entries]


def _standing_form(standing: Standing) -> dict[str, Any]:
    return {
        **source_form(standing.source),
        "supports": _ids(standing.supports),
        "qualifies": _ids(standing.qualifies),
        "disputes": _ids(standing.disagrees),
        "both": _ids(standing.both),
        "alone": _ids(standing.alone),
        "contradicts": {other: _ids(facts) for other, facts in standing.contradicts.items()},
    }


def _ids(facts: Sequence[Fact]) -> list[str]:
    return [fact.id for fact in facts]


def _form(thing: object, *names: str) -> dict[str, Any]:
    return {name: _plain(getattr(thing, name)) for name in names}


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    return list(value) if isinstance(value, tuple) else value
