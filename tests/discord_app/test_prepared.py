"""Panels that are put together from parts laid out before: nobody gets another's question, and no old text."""

from dataclasses import replace
from typing import Any

import pytest
from simcord.components import walk_components

from bot.discord_app.ask import answer_panel as answer
from bot.discord_app.ask.answer_panel import Page, answer_panel
from bot.discord_app.ask.question_context import Asked, Audience
from bot.discord_app.ask.suggestions import choices_panel, nothing_panel
from bot.factbase.model import Fact, FactBase
from tests.discord_app.test_pages import LONG, a_base


def shown(base: FactBase, asked: Asked) -> list[dict[str, Any]]:
    """Every component of the second page of the answer that the first fact gives."""
    components = answer_panel(base, base.facts[0], asked, page=1).to_components()  # type: ignore[no-untyped-call]
    return list(walk_components(components))


async def test_every_button_under_an_answer_carries_the_id_of_its_own_question() -> None:
    base = a_base("A claim.", LONG)

    found = {
        number: [
            part["custom_id"]
            for part in shown(base, Asked(number, "-# Asked: what?", audience=Audience.ONE))
            if "custom_id" in part
        ]
        for number in (111, 222)
    }

    fact = base.facts[0].id
    assert found[222] == [
        f"page:222:{fact}:0",
        f"page:222:{fact}:2",
        f"judge:answers:222:{fact}",
        f"judge:not-asked:222:{fact}",
        f"share:222:{fact}:1",
    ]
    assert found[111] == [custom_id.replace("222", "111") for custom_id in found[222]]


async def test_everything_under_what_is_offered_carries_the_id_of_its_own_question() -> None:
    facts = a_base("A claim.", LONG).facts[:1]

    def ids(number: int) -> list[str]:
        asked = Asked(number, "-# Asked: what?")
        panels = choices_panel("Unsure", facts, asked, none_of_these=True), nothing_panel("Nothing", facts, asked)
        parts = [part for panel in panels for part in walk_components(panel.to_components())]  # type: ignore[no-untyped-call]
        assert [part["options"][0]["value"] for part in parts if "options" in part] == [facts[0].id] * 2
        return [part["custom_id"] for part in parts if "custom_id" in part]

    assert ids(111) == ["pick:111", "none:111", "request:111", "request:111", "pick:111"]
    assert ids(222) == ["pick:222", "none:222", "request:222", "request:222", "pick:222"]


async def test_the_same_fact_of_another_base_is_laid_out_anew() -> None:
    before, after = (a_base("A claim.", [f"{year}: {entry}" for entry in LONG]) for year in (1931, 1932))

    texts = [str(shown(base, Asked(1))) for base in (before, after, before)]

    assert ["1931: " in text for text in texts] == [True, False, True]
    assert ["1932: " in text for text in texts] == [False, True, False]


async def test_no_more_is_kept_than_fits_and_what_was_asked_for_last_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answer, "MOST_KEPT", 2)
    laid_out: list[str] = []
    lay_out = answer._laid_out

    def counted(base: FactBase, fact: Fact) -> list[Page]:
        laid_out.append(fact.claim)
        return lay_out(base, fact)

    monkeypatch.setattr(answer, "_laid_out", counted)
    base = a_base("A claim.", LONG)
    facts = {claim: replace(base.facts[0], id=claim, claim=claim) for claim in "abc"}

    for claim in "abacab":
        assert f"## {claim}" in str(answer_panel(base, facts[claim], Asked(1)).to_components())  # type: ignore[no-untyped-call]

    assert laid_out == ["a", "b", "c", "b"]


async def test_a_fact_of_the_same_id_in_other_words_is_laid_out_anew() -> None:
    base = a_base("A claim.", LONG)
    edited = replace(base.facts[0], claim="Another claim.")

    texts = [str(answer_panel(base, fact, Asked(1)).to_components()) for fact in (base.facts[0], edited)]  # type: ignore[no-untyped-call]

    assert ["Another claim." in text for text in texts] == [False, True]
