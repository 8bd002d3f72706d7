"""Slips of evidence that a careful editor would mend: false disputes, silent sources, double witnesses."""

from pathlib import Path

import pytest

from bot.factbase.articles import open_articles
from bot.factbase.checks import check
from bot.factbase.evidence_checks import check_evidence
from bot.factbase.loading import examine
from bot.factbase.problem import Code, Severity
from tests.conftest import PROJECT
from tests.editing import Folder

SOURCE = """\
name: {name}
title: {name}
kind: news
origins: [{origins}]
article: {{file: {name}.txt, sha256: "{sha}", paragraphs: 9}}
"""
NOTES = "Eleven people were killed, says Ann Lee.\nThe Orn council met.\nThe Orn bridge opened in 1931.\n"


@pytest.fixture
def town(folder: Folder) -> Folder:
    """A base to write facts into, with three sources that share no origin."""
    for number, name in enumerate(("herald", "almanac", "gazette")):
        folder.write(f"sources/{name}.yaml", SOURCE.format(name=name, origins=name, sha=str(number) * 64))
    return folder


def codes(folder: Folder, facts: str, articles: Path | None = None) -> list[Code | None]:
    """The codes of what is said of the evidence of these facts."""
    folder.write("facts/bridges.yaml", f"topic: Bridges\nfacts:\n{facts}")
    documents = examine(folder.facts, folder.sources).documents
    texts = open_articles(documents, articles)[0] if articles else {}
    return [problem.code for problem in check_evidence(documents, texts)]


def entry(source: str, anchor: str, more: str = "", paragraph: int = 1) -> str:
    return f'{{source: {source}, paragraph: {paragraph}, says: Says so., anchors: ["{anchor}"]{more}}}'


def a_fact(claim: str, *supports: str, disputes: str = "", more: str = "", fact_id: str = "a") -> str:
    lines = [f"  - id: {fact_id}", f"    claim: {claim}", *([f"    {more}"] if more else []), "    supports:"]
    lines += [f"      - {one}" for one in supports]
    lines += ["    disputes:", f"      - {disputes}"] if disputes else []
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("anchor", ["at least a dozen soldiers", "over 12 soldiers", "12 to 15 soldiers"])
def test_a_dispute_whose_bound_the_claim_satisfies_is_none(town: Folder, anchor: str) -> None:
    found = codes(
        town, a_fact("13 soldiers were killed.", entry("herald", "13 soldiers"), disputes=entry("almanac", anchor))
    )

    assert found == [Code.NO_DISPUTE]


@pytest.mark.parametrize("anchor", ["14 soldiers", "at least 14 soldiers", "fewer than 10", "no soldiers"])
def test_a_dispute_that_cannot_be_true_beside_the_claim_is_one(town: Folder, anchor: str) -> None:
    found = codes(
        town, a_fact("13 soldiers were killed.", entry("herald", "13 soldiers"), disputes=entry("almanac", anchor))
    )

    assert found == []


def test_a_value_may_be_written_as_a_number(town: Folder) -> None:
    rival = entry("almanac", "14 soldiers", ", value: 14")

    assert (
        codes(
            town, a_fact("13 soldiers were killed.", entry("herald", "13 soldiers"), disputes=rival, more="value: 13")
        )
        == []
    )


@pytest.mark.parametrize(
    ("anchor", "said"), [("Ash, Orn and Elm", [Code.NO_DISPUTE]), ("Elm alone", []), ("not Ash and Orn", [])]
)
def test_a_list_disputes_no_other_list(town: Folder, anchor: str, said: list[Code]) -> None:
    claim = a_fact("The council rules Ash and Orn.", entry("herald", "rules"), disputes=entry("almanac", anchor))

    assert codes(town, claim) == said


def test_a_value_says_what_cannot_be_true_beside_the_claim(town: Folder) -> None:
    rival = entry("almanac", "might be friends", ", value: might be friends")

    assert codes(town, a_fact("Ash and Orn are enemies.", entry("herald", "are enemies"), disputes=rival)) == []


def test_a_supporter_whose_anchors_lack_the_claims_figure_is_weak(town: Folder) -> None:
    claim, dated = "The bridge opened in 1931.", entry("almanac", "in 1931")

    assert codes(town, a_fact(claim, dated, entry("herald", "opened it"))) == [Code.WEAK_ANCHOR]
    assert codes(town, a_fact(claim, dated, entry("herald", "opened in May 1931"))) == []
    assert codes(town, a_fact(claim, dated, entry("herald", "six years ago", ", value: six years ago"))) == []


def test_an_anchor_without_the_name_that_its_paragraph_has_is_weak(town: Folder, tmp_path: Path) -> None:
    town.write("facts/vocabulary.yaml", "names: [{name: Ann Lee, spellings: [A. Lee]}]\n")
    (tmp_path / "herald.txt").write_text(NOTES, encoding="utf-8")
    claim, named = "Ann Lee counted the dead.", entry("almanac", "Ann Lee counted")

    assert codes(town, a_fact(claim, named, entry("herald", "people were killed")), tmp_path) == [Code.WEAK_ANCHOR]
    assert codes(town, a_fact(claim, named, entry("herald", "says Ann Lee")), tmp_path) == []
    assert codes(town, a_fact(claim, named, entry("herald", "The Orn council", paragraph=2)), tmp_path) == []


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("eleven", []),
        ("11", []),
        ("eleven people", []),
        ("at least 11", []),
        ("Ann Lee", []),
        ("12", [Code.VALUE_NOWHERE]),
        ("Ann Orn", [Code.VALUE_NOWHERE]),
    ],
)
def test_a_value_stands_in_the_paragraph(town: Folder, tmp_path: Path, value: str, said: list[Code]) -> None:
    (tmp_path / "herald.txt").write_text(NOTES, encoding="utf-8")

    assert codes(town, a_fact("People were killed.", entry("herald", "killed", f", value: {value}")), tmp_path) == said


def test_a_source_with_the_figure_of_a_fact_elsewhere_is_not_silent(town: Folder) -> None:
    troops = a_fact("13 soldiers were killed in the Orn attack.", entry("herald", "13 soldiers"))
    people = a_fact("13 men were killed in the Orn attack.", entry("almanac", "13 men"), fact_id="b")
    longer = a_fact("The bridge is 13 metres long.", entry("gazette", "13 metres"), fact_id="c")

    assert codes(town, troops + people) == [Code.SILENT_SOURCE, Code.SILENT_SOURCE]
    assert codes(town, troops + longer) == []


def test_facts_on_the_same_words_are_near(town: Folder) -> None:
    one = a_fact("The council of Orn rules the town.", entry("herald", "rules the town"), entry("almanac", "council"))
    other = a_fact("The council rules in Orn.", entry("herald", "rules the town"), fact_id="b")
    apart = a_fact("The council rules in Orn.", entry("herald", "rules the town", paragraph=2), fact_id="b")

    assert codes(town, one + other) == [Code.NEAR_FACT]
    assert codes(town, one + apart) == []


def test_one_origin_on_both_sides_is_told(town: Folder) -> None:
    town.change("sources/herald.yaml", "origins: [herald]", "origins: [herald, ap]")
    town.change("sources/almanac.yaml", "origins: [almanac]", "origins: [ap]")
    claim = "The town is called Orn."

    told = codes(town, a_fact(claim, entry("herald", "called Orn"), disputes=entry("almanac", "not Orn")))

    assert told == [Code.ORIGIN_ON_BOTH_SIDES]
    voices = entry("almanac", "not Orn", ", speaker: Bob"), entry("almanac", "not Orn", ", attributed_to: [Bob]")
    assert [codes(town, a_fact(claim, entry("herald", "called Orn"), disputes=one)) for one in voices] == [[], []]


def test_two_offices_are_told_until_they_are_one_witness(town: Folder) -> None:
    said = ", attributed_to: [{}]".format
    offices = a_fact(
        "The dam is safe.",
        entry("herald", "x", said("the mayor's office")),
        entry("almanac", "y", said("President Orn")),
    )

    assert codes(town, offices) == [Code.ONE_INSTITUTION]
    town.write("facts/vocabulary.yaml", 'witnesses: [[the town, "the mayor\'s office", President Orn]]\n')
    assert codes(town, offices) == []


def test_a_saying_of_several_articles_is_to_be_marked(town: Folder) -> None:
    heard = entry("herald", "vowed"), entry("almanac", "vowed")

    assert codes(town, a_fact("The mayor vowed to stay.", *heard)) == [Code.UNMARKED_SAYING]
    assert codes(town, a_fact("The mayor vowed to stay.", *heard, more="saying: true")) == []
    assert codes(town, a_fact("The mayor is said to stay.", *heard)) == []


def test_a_warning_that_is_accepted_is_not_told(town: Folder) -> None:
    supports = entry("almanac", "in 1931"), entry("herald", "opened it")
    weak = a_fact("The bridge opened in 1931.", *supports, more="accepted: [weak-anchor]")

    assert codes(town, weak) == []


def test_a_source_accepts_a_warning_too(town: Folder) -> None:
    town.change("sources/herald.yaml", "kind: news", "kind: news\npublished: 2999-01-01")
    documents = examine(town.facts, town.sources).documents
    assert Code.FUTURE_DAY in [problem.code for problem in check(documents)]

    town.change("sources/herald.yaml", "kind: news", "kind: news\naccepted: [future-day]")

    documents = examine(town.facts, town.sources).documents
    assert Code.FUTURE_DAY not in [problem.code for problem in check(documents)]


def test_a_code_that_no_warning_has_is_an_error(folder: Folder) -> None:
    folder.change("facts/bridges.yaml", "tags: [bridge]", "accepted: [weak-anchors]")

    (problem,) = examine(folder.facts, folder.sources).problems

    assert "'accepted 1' of fact 'opening' cannot be 'weak-anchors'; use one of: 'no-sentence'" in str(problem)


def test_every_warning_of_the_shipped_base_has_a_code() -> None:
    documents = examine(PROJECT / "facts", PROJECT / "sources").documents

    assert all(problem.code for problem in check(documents) if problem.severity is Severity.WARNING)
