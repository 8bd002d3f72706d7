"""Panels that are put together from parts laid out before: nobody gets another's question, and no old text."""

from typing import Any

from simcord.components import walk_components

from bot.discord_app.panels.answer import answer_panel
from bot.discord_app.panels.asked import Asked, Audience
from bot.discord_app.panels.prepared import Kept
from bot.factbase.model import FactBase
from tests.discord_app.test_pages import LONG, a_base


def shown(base: FactBase, asked: Asked) -> list[dict[str, Any]]:
    """Every component of the second page of the answer that the first fact gives."""
    components = answer_panel(base, base.facts[0], asked, page=1).to_components()  # type: ignore[no-untyped-call]
    return list(walk_components(components))


async def test_every_button_under_an_answer_carries_the_id_of_its_own_question() -> None:
    base = a_base("A claim.", LONG)

    found = {
        number: [part["custom_id"] for part in shown(base, Asked(number, audience=Audience.ONE)) if "custom_id" in part]
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


async def test_the_same_fact_of_another_base_is_laid_out_anew() -> None:
    before, after = (a_base("A claim.", [f"{year}: {entry}" for entry in LONG]) for year in (1931, 1932))

    texts = [str(shown(base, Asked(1))) for base in (before, after, before)]

    assert ["1931: " in text for text in texts] == [True, False, True]
    assert ["1932: " in text for text in texts] == [False, True, False]


def test_no_more_is_kept_than_fits_and_what_was_asked_for_last_stays() -> None:
    made: list[str] = []
    kept: Kept[int] = Kept(2)

    def make(key: str) -> int:
        made.append(key)
        return ord(key)

    assert [kept.of(key, lambda key=key: make(key)) for key in "abacab"] == [97, 98, 97, 99, 97, 98]  # type: ignore[misc]
    assert made == ["a", "b", "c", "b"]
