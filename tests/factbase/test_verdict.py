"""What evidence amounts to: origins, sides and verdict, on cases of the five articles."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.factbase.schema import How, Relation
from bot.factbase.verdict import Verdict, origin_id
from tests.factbase.cases import AP_COPY, EXPLAINER, GLOBAL_NEWS, GREEK_REPORTER, OPINION, SOURCES, Entry, fact, said


def origins(*supports: Entry, witnesses: list[list[str]] | None = None) -> int:
    return fact(supports=supports, witnesses=witnesses or []).independent_origins


def test_articles_of_their_own_are_independent() -> None:
    agreed = fact("enemies", supports=[said(EXPLAINER), said(GREEK_REPORTER)])

    assert (agreed.independent_origins, agreed.verdict) == (2, Verdict.AGREED)


def test_an_ap_report_printed_twice_is_one_origin() -> None:
    single = fact("2015", supports=[said(GLOBAL_NEWS, "2015"), said(AP_COPY, "six years ago")])

    assert (single.independent_origins, single.verdict) == (1, Verdict.SINGLE_ORIGIN)
    (group,) = single.groups(Relation.SUPPORTS)
    assert group.origins == ("ap",)
    assert [entry.source for entry in group.evidence] == ["global-news", "ap-copy"]


def test_one_think_tank_behind_two_paragraphs_is_one_origin() -> None:
    leans_on_it, quotes_it = (
        said(EXPLAINER, paragraph=12),
        said(EXPLAINER, paragraph=13, attributed_to=["a think tank"]),
    )

    assert origins(leans_on_it, quotes_it) == 1


def test_a_source_that_leans_on_two_people_never_counts_twice() -> None:
    assert origins(said(EXPLAINER, attributed_to=["Forbes"]), said(EXPLAINER, attributed_to=["Reuters"])) == 1


def test_two_articles_that_name_one_official_are_one_origin() -> None:
    assert (
        origins(said(EXPLAINER, attributed_to=["Reuters", "an official"]), said(AP_COPY, attributed_to=["An Official"]))
        == 1
    )


def test_people_of_one_institution_are_one_origin() -> None:
    evidence = said(AP_COPY, attributed_to=["Joe Biden"]), said(GREEK_REPORTER, attributed_to=["U.S. officials"])

    assert origins(*evidence) == 2
    assert origins(*evidence, witnesses=[["the U.S. government", "Joe Biden", "U.S. officials"]]) == 1


def test_a_wire_story_without_its_attribution_rests_on_whom_the_other_names() -> None:
    made = fact(supports=[said(AP_COPY, attributed_to=["a think tank"]), said(GLOBAL_NEWS)])

    assert made.independent_origins == 1
    assert made.supports[1].origins == ("global-news", "reuters", "ap", "a-think-tank")


def test_a_chain_of_shared_origins_is_one_origin() -> None:
    first, second = said(EXPLAINER, attributed_to=["a"]), said(GREEK_REPORTER, attributed_to=["b"])

    assert origins(first, second) == 2
    assert (
        origins(first, second, said(AP_COPY, attributed_to=["a"]), said(AP_COPY, attributed_to=["b"], paragraph=2)) == 1
    )


def test_bidens_vow_in_two_papers_has_the_papers_for_witnesses() -> None:
    heard = said(EXPLAINER, attributed_to=["Reuters", "Joe Biden"]), said(GLOBAL_NEWS, attributed_to=["Joe Biden"])

    assert fact(supports=heard).independent_origins == 1
    vow = fact(supports=heard, saying=True)
    assert (vow.independent_origins, vow.verdict) == (2, Verdict.AGREED)
    assert vow.supports[0].attributed_to == ("Reuters", "Joe Biden")


def test_an_opinion_piece_is_no_witness() -> None:
    made = fact("2015", supports=[said(GLOBAL_NEWS, "2015"), said(OPINION, "January 2015")])

    assert (made.independent_origins, made.verdict, made.opinion_only) == (1, Verdict.SINGLE_ORIGIN, False)
    assert [group.opinion for group in made.groups(Relation.SUPPORTS)] == [False, True]


def test_an_opinion_piece_links_nobody() -> None:
    both = said(OPINION, attributed_to=["a"]), said(OPINION, attributed_to=["b"], paragraph=2)

    assert origins(said(EXPLAINER, attributed_to=["a"]), said(GREEK_REPORTER, attributed_to=["b"]), *both) == 2


def test_what_only_opinion_pieces_support_has_no_origin() -> None:
    made = fact("3,000", supports=[said(OPINION, "3,000")])

    assert (made.verdict, made.independent_origins, made.opinion_only) == (Verdict.SINGLE_ORIGIN, 0, True)
    assert made.sides[0].opinion_only


def test_they_might_be_allies_disputes_and_is_only_an_opinion() -> None:
    enemies = [said(source, "enemies") for source in (EXPLAINER, GLOBAL_NEWS, GREEK_REPORTER, AP_COPY)]

    made = fact("enemies", supports=enemies, disputes=[said(OPINION, "might be allies")])

    assert made.verdict is Verdict.DISPUTED
    assert [(side.value, side.origins, side.opinion_only) for side in made.sides] == [
        ("enemies", 3, False),
        ("might be allies", 0, True),
    ]


def test_founded_in_2015_or_late_2014_has_two_sides_and_the_claims_first() -> None:
    supports = [said(GLOBAL_NEWS, "2015"), said(AP_COPY, "six years ago"), said(OPINION, "January 2015")]
    later = said(AP_COPY, "the months after summer 2014", paragraph=7, how="less exact")

    made = fact("2015", supports=supports, qualifies=[later], disputes=[said(EXPLAINER, "late 2014")])

    assert made.verdict is Verdict.DISPUTED
    claim, rival = made.sides
    assert (claim.relation, claim.value, claim.origins, claim.opinion_only) == (Relation.SUPPORTS, "2015", 1, False)
    assert claim.sources == ("global-news", "ap-copy", "opinion")
    assert (rival.relation, rival.value, rival.origins, rival.sources) == (
        Relation.DISPUTES,
        "late 2014",
        1,
        ("explainer",),
    )


def test_the_side_with_more_origins_comes_first() -> None:
    made = fact("2015", supports=[said(EXPLAINER)], disputes=[said(GLOBAL_NEWS, "2014"), said(GREEK_REPORTER, "2014")])

    assert [side.value for side in made.sides] == ["2014", "2015"]


def test_each_rival_value_is_a_side_however_it_is_written() -> None:
    disputes = [said(EXPLAINER, "a dozen"), said(GREEK_REPORTER, "12"), said(GLOBAL_NEWS, "14")]

    made = fact("13", supports=[said(AP_COPY, "13")], disputes=disputes)

    assert [(side.value, side.origins) for side in made.sides] == [("a dozen", 2), ("13", 1), ("14", 1)]


def test_at_least_12_and_13_troops_agree() -> None:
    supports = [said(GLOBAL_NEWS, "at least 12"), said(EXPLAINER, "at least a dozen"), said(OPINION, "13")]

    made = fact("at least 12", supports=supports)

    assert (made.verdict, made.independent_origins) == (Verdict.AGREED, 2)
    assert [(side.value, side.sources) for side in made.nearby] == [("13", ("opinion",))]


def test_over_70_qualifies_nearly_a_hundred_and_is_no_dispute() -> None:
    over_70 = said(GLOBAL_NEWS, "over 70", how="less exact")
    opinion = said(OPINION, "13 and 75", how="in part")

    made = fact("nearly a hundred", supports=[said(EXPLAINER)], qualifies=[over_70, opinion])

    assert made.verdict is Verdict.SINGLE_ORIGIN
    assert made.silent == ("ap-copy", "greek-reporter")
    assert [(side.relation, side.value) for side in made.nearby] == [
        ("qualifies", "over 70"),
        ("qualifies", "13 and 75"),
    ]
    assert [side.value for side in made.sides] == ["nearly a hundred"]
    assert [entry.how for entry in made.qualifies] == [How.LESS_EXACT, How.IN_PART]


def test_threatens_to_qualifies_has_as_less_certain() -> None:
    made = fact("has", supports=[said(GLOBAL_NEWS)], qualifies=[said(AP_COPY, "threatens to", how="less certain")])

    assert (made.verdict, made.independent_origins) == (Verdict.SINGLE_ORIGIN, 1)


def test_disaffected_taliban_qualifies_that_pakistani_taliban_founded_it() -> None:
    pakistani = [said(GREEK_REPORTER, "Pakistani Taliban"), said(AP_COPY, "Pakistani Taliban")]
    disaffected = said(OPINION, "disaffected Taliban", how="less exact")

    made = fact("Pakistani Taliban", supports=pakistani, qualifies=[disaffected], disputes=[said(EXPLAINER, "both")])

    assert [(side.value, side.origins) for side in made.sides] == [("Pakistani Taliban", 2), ("both", 1)]
    assert made.silent == ("global-news",)


NAMES = st.lists(st.sampled_from("abc"), max_size=1)


@given(st.lists(st.tuples(st.sampled_from(list(SOURCES)), NAMES), min_size=1, max_size=7), st.randoms())
def test_the_count_does_not_depend_on_the_order(evidence: list[tuple[str, list[str]]], random: object) -> None:
    entries = [said(SOURCES[source], attributed_to=list(names)) for source, names in evidence]
    shuffled = list(entries)
    random.shuffle(shuffled)  # type: ignore[attr-defined]

    count = origins(*entries)

    assert count == origins(*shuffled)
    assert count <= len({source for source, _ in evidence} - {"opinion"})


def test_names_become_ids_that_compare() -> None:
    assert origin_id("Amira Jadoon’s  report") == "amira-jadoons-report"
    assert origin_id("Reuters") == "reuters"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Amira Jadoon's", "Amira Jadoon’s"),
        ("Jadoons", "Jadoon's"),
        ("Café Müller", "Cafe Muller"),
        ("Ⓡeuters", "reuters"),
    ],
)
def test_a_name_is_one_origin_whatever_its_apostrophes_and_accents(one: str, other: str) -> None:
    assert origin_id(one) == origin_id(other)
