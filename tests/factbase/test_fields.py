"""Every field of a fact and of its evidence is classified: who adds one says what it is for."""

from dataclasses import fields, replace
from typing import Any, cast

import pytest

from bot.factbase.fields import OF_EVIDENCE, OF_FACT, Words, entries, filed, shown, texts
from bot.factbase.model import Fact
from bot.factbase.schema import FactEntry, QualifierEntry
from bot.factbase.verdict import Evidence
from tests.factbase.cases import EXPLAINER, GLOBAL_NEWS, fact, said


def test_every_field_of_a_fact_is_classified() -> None:
    assert {field.name for field in fields(Fact)} | set(FactEntry.model_fields) == set(OF_FACT)


def test_every_field_of_evidence_is_classified() -> None:
    assert {field.name for field in fields(Evidence)} | set(QualifierEntry.model_fields) == set(OF_EVIDENCE)


def test_what_nobody_writes_is_derived() -> None:
    written = {*FactEntry.model_fields, "topic"}, set(QualifierEntry.model_fields)

    for table, names in zip((OF_FACT, OF_EVIDENCE), written, strict=True):
        assert {name for name, field in table.items() if field.derived} == set(table) - names


MADE = fact("12", supports=[said(EXPLAINER, "12", speaker="A")], qualifies=[said(GLOBAL_NEWS, "9", how="earlier")])


@pytest.mark.parametrize("name", [name for name, field in OF_EVIDENCE.items() if field.shown])
def test_a_change_of_what_evidence_shows_is_a_change(name: str) -> None:
    (evidence,) = MADE.qualifies

    changed = cast(Evidence, replace(cast(Any, evidence), **{name: "x"}))

    assert shown(replace(MADE, qualifies=(changed,))) != shown(MADE)


@pytest.mark.parametrize("name", [name for name, field in OF_FACT.items() if field.files])
def test_a_change_of_how_a_fact_is_filed_is_one_of_filing_alone(name: str) -> None:
    changed = cast(Fact, replace(cast(Any, MADE), **{name: ("x",)}))

    assert filed(changed) != filed(MADE)
    assert shown(changed) == shown(MADE)


def test_a_piece_of_evidence_less_is_an_entry_less() -> None:
    assert entries(replace(MADE, qualifies=())) < entries(MADE)


def test_every_text_of_a_fact_is_found_with_its_place() -> None:
    entry = FactEntry.model_validate(
        {
            "id": "a",
            "claim": "It is so.",
            "phrasings": ["is it"],
            "supports": [
                {"source": "s", "paragraph": 1, "says": "Says so.", "anchors": ["so", "it"], "speaker": "Ann"}
            ],
        }
    )

    assert dict(texts(entry, Words.OWN)) == {
        ("claim",): "It is so.",
        ("phrasings", 0): "is it",
        ("supports", 0, "says"): "Says so.",
    }
    assert [path for path, _ in texts(entry, Words.QUOTED)] == [
        ("supports", 0, "anchors", 0),
        ("supports", 0, "anchors", 1),
    ]
    assert "Ann" in dict(texts(entry)).values()
