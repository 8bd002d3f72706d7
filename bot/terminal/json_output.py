"""The JSON that other programs read: replies, facts and sources as plain dictionaries."""

from collections.abc import Sequence
from datetime import date
from itertools import combinations
from typing import Any

from bot.factbase.comparison import Comparison, Standing
from bot.factbase.model import Evidence, Fact, FactBase, Source
from bot.factbase.verdict import Side
from bot.reply import Answer, Reply


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
    standings = comparison.standings
    pairs = [comparison.pair(one, other) for one, other in combinations(standings, 2)]
    return {
        "version": comparison.base.version,
        "sources": [_standing_form(standing) for standing in standings.values()],
        "pairs": [
            {
                "sources": [pair.first, pair.second],
                "same": pair.same,
                "opposite": pair.opposite,
                "mixed": pair.mixed,
                "qualified": pair.qualified,
            }
            for pair in pairs
            if pair.shared
        ],
    }


def fact_form(fact: Fact) -> dict[str, Any]:
    """A fact with its evidence and what is derived from it; ``reviewed`` is an ISO 8601 date or None."""
    return {
        "id": fact.id,
        "topic": fact.topic,
        "claim": fact.claim,
        "phrasings": list(fact.phrasings),
        "tags": list(fact.tags),
        "value": fact.value,
        "verdict": fact.verdict.value,
        "independent_origins": fact.independent_origins,
        "opinion_only": fact.opinion_only,
        "sides": [_side_form(side) for side in fact.sides],
        "supports": [_evidence_form(evidence) for evidence in fact.supports],
        "qualifies": [_evidence_form(evidence) | {"how": evidence.how} for evidence in fact.qualifies],
        "disputes": [_evidence_form(evidence) for evidence in fact.disputes],
        "silent": list(fact.silent),
        "reviewed": _day(fact.reviewed),
    }


def _side_form(side: Side) -> dict[str, Any]:
    return {
        "relation": side.relation.value,
        "value": side.value,
        "origins": side.origins,
        "sources": list(side.sources),
        "opinion_only": side.opinion_only,
    }


def _evidence_form(evidence: Evidence) -> dict[str, Any]:
    return {
        "source": evidence.source,
        "paragraph": evidence.paragraph,
        "at": evidence.at,
        "speaker": evidence.speaker,
        "value": evidence.value,
        "says": evidence.says,
        "anchors": list(evidence.anchors),
        "attributed_to": list(evidence.attributed_to),
        "origins": list(evidence.origins),
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


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


def source_form(source: Source) -> dict[str, Any]:
    """A source; ``published`` and ``read`` are ISO 8601 dates or None."""
    return {
        "id": source.id,
        "name": source.name,
        "title": source.title,
        "publisher": source.publisher,
        "published": _day(source.published),
        "read": _day(source.read),
        "kind": source.kind.value,
        "origins": list(source.origins),
        "url": source.url,
        "sha256": source.sha256,
    }
