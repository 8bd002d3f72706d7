"""The shipped fact base keeps its own rules, and is true to its articles where those are at hand."""

from pathlib import Path

import pytest

from bot.factbase.articles import check_against_articles
from bot.factbase.checks import check
from bot.factbase.loading import examine
from bot.factbase.model import FactBase
from bot.factbase.verdict import Verdict
from tests.conftest import PROJECT, WARBLER

FEWEST_PHRASINGS = 15


def test_no_problem_and_no_warning_is_left() -> None:
    loading = examine(PROJECT / "facts", PROJECT / "sources")

    assert [*loading.problems, *check(loading.documents)] == []


@pytest.mark.material
def test_nothing_is_left_to_say_beside_the_articles(articles: Path) -> None:
    documents = examine(PROJECT / "facts", PROJECT / "sources").documents

    assert list(check(documents, articles)) == []


def test_every_fact_has_phrasings_enough_to_be_found(shipped_base: FactBase) -> None:
    few = {fact.id: len(fact.phrasings) for fact in shipped_base.facts if len(fact.phrasings) < FEWEST_PHRASINGS}

    assert few == {}


def test_every_verdict_and_opinion_alone_are_there(shipped_base: FactBase) -> None:
    assert {fact.verdict for fact in shipped_base.facts} == set(Verdict)
    assert any(fact.opinion_only for fact in shipped_base.facts)


def test_every_source_is_silent_or_speaks(shipped_base: FactBase) -> None:
    for fact in shipped_base.facts:
        speaking = {entry.source for entry in (*fact.supports, *fact.qualifies, *fact.disputes)}

        assert speaking.isdisjoint(fact.silent), fact.id
        assert speaking | set(fact.silent) == set(shipped_base.sources), fact.id


def test_two_american_counts_are_in_accord(shipped_base: FactBase) -> None:
    troops, americans = shipped_base.fact("attack-deaths-us"), shipped_base.fact("attack-deaths-americans")

    assert troops
    assert americans
    assert [troops.verdict, americans.verdict] == [Verdict.AGREED, Verdict.SINGLE_ORIGIN]
    assert {"13"} < {entry.value for entry in troops.supports}
    assert "at least 12 U.S. military members" in {entry.value for entry in americans.qualifies}


def test_the_two_prints_of_one_wire_report_are_one_witness(shipped_base: FactBase) -> None:
    for fact in shipped_base.facts:
        unattributed = [entry for entry in fact.supports if not entry.attributed_to]
        if {entry.source for entry in fact.supports} == {"global-news", "ap-republished"} and len(unattributed) == len(
            fact.supports
        ):
            assert fact.independent_origins == 1, fact.id


def test_the_second_pack_is_true_to_its_articles_too() -> None:
    loading = examine(WARBLER / "facts", WARBLER / "sources")
    proven = check_against_articles(loading.documents, WARBLER / "articles")

    assert [*loading.problems, *check(loading.documents), *proven] == []
