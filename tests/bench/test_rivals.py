"""The rivals are put to work fairly: what they are given they find."""

import pytest

from bot.factbase.model import FactBase
from tests.bench.packs import PackName, load_pack
from tests.bench.rivals import DEPTH, RIVALS, Ranker


@pytest.fixture(scope="module")
def warbler_base() -> FactBase:
    """The smaller of the two bases."""
    return load_pack(PackName.WARBLER).base


@pytest.fixture(params=RIVALS, ids=lambda rival: str(rival.name))
def rival(request: pytest.FixtureRequest, warbler_base: FactBase) -> Ranker:
    """Each rival over it, where its library is there."""
    try:
        built: Ranker = request.param(warbler_base)
    except ModuleNotFoundError as missing:
        pytest.skip(f"{missing.name} is not installed")
    return built


def test_a_rival_finds_nearly_every_fact_by_its_own_claim(rival: Ranker, warbler_base: FactBase) -> None:
    found = [rival.rank(fact.claim)[0][0] == fact.id for fact in warbler_base.facts]

    assert sum(found) >= 0.9 * len(found)


def test_a_rival_ranks_no_more_than_asked_best_first(rival: Ranker, warbler_base: FactBase) -> None:
    ranked = rival.rank(warbler_base.facts[0].claim)
    scores = [score for _, score in ranked]

    assert 1 <= len(ranked) <= DEPTH
    assert scores == sorted(scores, reverse=True)
    assert len({fact for fact, _ in ranked}) == len(ranked)


@pytest.mark.parametrize("text", ["", "?!", '"', "\N{SNAKE}", "zzzz qqqq", "NOT AND OR (", "a" * 3000])
def test_a_rival_bears_any_text(rival: Ranker, text: str) -> None:
    assert len(rival.rank(text)) <= DEPTH
