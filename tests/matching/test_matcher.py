"""Matching: what people type finds its fact, what no fact covers finds none, and an editor can see why."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.factbase.loading import load
from bot.matching.confidence import ANSWER_FROM, SUGGEST_FROM, Band, band
from bot.matching.finder import Finder
from bot.matching.index import highest_first
from bot.matching.matcher import Matcher
from bot.matching.normalise import words
from bot.matching.query import Query, QueryTerm
from bot.snapshot import Snapshot
from tests.editing import Folder


def first(matcher: Matcher, text: str) -> str:
    return matcher.match(text).candidates[0].fact.id


@pytest.mark.parametrize(
    ("text", "fact_id"),
    [
        ("how deep is lake orrin", "depth"),
        ("orrin depth?", "depth"),
        ("HOW DEEP IS THE ORRIN", "depth"),
        ("depht of lake orin", "depth"),  # a swap and a drop
        ("wen did teh fery sink", "ferry"),
        ("when did the passenger boat sink", "ferry"),  # a synonym of several words
        ("fishermens reports of a monster", "monster"),  # other forms of the words
        ("wen did ppl see the monster", "monster"),  # as it is typed in a chat
        ("when did the Arn bridge open", "opening"),
        ("what's the length of the Arn bridge", "length"),
    ],
)
def test_other_words_spellings_and_slips_find_the_fact(matcher: Matcher, text: str, fact_id: str) -> None:
    assert first(matcher, text) == fact_id


@pytest.mark.parametrize("name", ["Lake Orrin", "Orrin Water", "orrin water", "L-O", "LO", "l o", "Lake Orin"])
def test_a_name_counts_the_same_in_each_of_its_spellings(matcher: Matcher, name: str) -> None:
    assert first(matcher, f"monster of {name}") == "monster"


def test_a_slip_in_the_first_letters_of_a_name_is_read_by_what_follows(folder: Folder) -> None:
    folder.write("facts/vocabulary.yaml", "names:\n  - {name: Lake Orrin, spellings: [Wave-O]}\n")
    finder = Finder(load(folder.facts, folder.sources))

    assert [term.name for term in finder.read("wae-o depth").terms] == [True, False]
    assert not any(term.name for term in finder.read("wae-x depth").terms)


@pytest.mark.parametrize(("typed", "meant"), [("bidn", "biden"), ("hve", "have"), ("nobrody", "nobody")])
def test_a_slip_is_read_as_the_word_that_begins_alike(shipped: Snapshot, typed: str, meant: str) -> None:
    finder = Finder(shipped.base)

    read = [term.terms for term in finder.read(f"airport {typed}").terms]

    assert read == [term.terms for term in finder.read(f"airport {meant}").terms]


def test_a_word_that_only_begins_like_others_is_strange_and_a_slip_is_not(folder: Folder) -> None:
    finder = Finder(load(folder.facts, folder.sources))

    terms = {term.surface: term for term in finder.read("reportolia fishermne zeppelin ferry").terms}

    assert {surface for surface, term in terms.items() if term.strange} == {"reportolia", "zeppelin"}
    assert terms["reportolia"].terms
    assert terms["reportolia"].weight == terms["zeppelin"].weight


def test_an_edited_base_is_read_as_a_new_one_is(shipped: Snapshot) -> None:
    one, second, *others = shipped.base.facts
    reworded = replace(second, claim="The A-B zeppelin of 1937 is quite unheard-of.", phrasings=second.phrasings[1:])
    edited = replace(shipped.base, facts=(*reversed(others), reworded, replace(one, id="copied")))

    after, anew = Finder(edited, Finder(shipped.base)).index, Finder(edited).index

    assert vars(after.entries).keys() == vars(anew.entries).keys()
    for name, value in vars(anew.entries).items():
        assert np.array_equal(getattr(after.entries, name), value), name
    assert np.array_equal(after.text_mass, anew.text_mass)


def test_a_figure_must_match_exactly(matcher: Matcher) -> None:
    assert first(matcher, "what happened in 1934") == "monster"
    assert first(matcher, "what happened in 1951") == "ferry"
    near = matcher.match("what happened in 1935")
    assert near.confidence < matcher.match("what happened in 1934").confidence


def test_a_word_that_the_base_does_not_know_lowers_the_confidence(matcher: Matcher) -> None:
    known = matcher.match("how deep is lake orrin").confidence
    stranger = matcher.match("how deep is lake orrin compared with baikal").confidence

    assert stranger < known


@pytest.mark.parametrize(
    "text", ["", "   ", "???", "🦜🦜", "the of and", "who won the 1998 world cup", "def f(x): return x"]
)
def test_what_no_fact_covers_is_not_answered(matcher: Matcher, text: str) -> None:
    match = matcher.match(text)

    assert match.band is not Band.ANSWER
    assert len(match.candidates) == 5


def test_a_script_without_blanks_between_words_is_matched_by_pairs_of_letters(folder: Folder) -> None:
    folder.change("facts/lakes.yaml", "ferry accident orrin", "大桥什么时候通车")
    matcher = Matcher.of(load(folder.facts, folder.sources))

    match = matcher.match("大桥什么时候通车?")

    assert (match.band, match.candidates[0].fact.id) == (Band.ANSWER, "ferry")


def test_one_word_is_never_an_answer(matcher: Matcher) -> None:
    assert matcher.match("monster").band is Band.SUGGESTIONS


def test_candidates_come_best_first_with_falling_confidence(matcher: Matcher) -> None:
    for text in ("ferry", "how deep is the lake", "bridge", "zzz"):
        confidences = [candidate.confidence for candidate in matcher.match(text).candidates]
        assert confidences == sorted(confidences, reverse=True)
        assert all(0 <= confidence <= 1 for confidence in confidences)


@pytest.mark.parametrize(
    ("confidence", "expected"),
    [
        (1.0, Band.ANSWER),
        (ANSWER_FROM, Band.ANSWER),
        (ANSWER_FROM - 0.001, Band.SUGGESTIONS),
        (SUGGEST_FROM, Band.SUGGESTIONS),
        (SUGGEST_FROM - 0.001, Band.NONE),
    ],
)
def test_the_bands_begin_where_they_should(confidence: float, expected: Band) -> None:
    term = QueryTerm("word", (), 1.0)

    assert band(confidence, Query("word word", ("word", "word"), ("word", "word"), (term, term))) is expected


def test_words_that_only_ask_have_no_answer(matcher: Matcher) -> None:
    assert matcher.match("what? who? how many? where?").band is Band.NONE


def test_the_same_question_always_gets_the_same_reply(matcher: Matcher) -> None:
    assert matcher.match("ferry orrin sank") == matcher.match("ferry orrin sank")


@pytest.mark.parametrize(
    ("typed", "fact_id"),
    [("how dee", "depth"), ("mons", "monster"), ("when did the fer", "ferry"), ("arn bridge op", "opening")],
)
def test_a_half_typed_question_completes_to_its_fact(matcher: Matcher, typed: str, fact_id: str) -> None:
    assert matcher.complete(typed, 3)[0].id == fact_id


def test_completion_keeps_its_limit_and_offers_nothing_for_nonsense(matcher: Matcher) -> None:
    assert len(matcher.complete("orrin", 2)) == 2
    assert matcher.complete("xqzt", 5) == []


def test_an_explanation_shows_what_met_what_and_what_was_not_known(matcher: Matcher) -> None:
    explanation = matcher.explain("how depe is lake orrin near baikal")

    best = explanation.facts[0]
    assert best.fact.id == "depth"
    met = {meeting.word: meeting for meeting in best.meetings}
    assert met["lake orrin"].by == "lake orrin"
    assert met["baikal"].by is None
    assert not met["baikal"].known
    assert met["depe"].by == "deep"
    assert 0 < met["depe"].quality < 1
    assert sum(meeting.share for meeting in best.meetings) == pytest.approx(1, abs=1e-5)
    assert best.confidence == pytest.approx(matcher.match("how depe is lake orrin near baikal").confidence)
    assert f"{best.confidence:.2f}" in explanation.why


def test_an_explanation_of_nothing_says_so(matcher: Matcher) -> None:
    assert matcher.explain("???").why == "no word of the question says what it is about"


@pytest.mark.parametrize(
    ("text", "band"),
    [
        ("commander", Band.SUGGESTIONS),
        ("tell me about biden", Band.SUGGESTIONS),
        ("pizza", Band.NONE),
        ("how do you cook a pizza", Band.NONE),
        ("thanks, that helped a lot!", Band.NONE),
    ],
)
def test_one_word_that_the_base_knows_is_a_theme_to_choose_from_unless_more_is_said(
    shipped: Snapshot, text: str, band: Band
) -> None:
    assert shipped.matcher.match(text).band is band


def test_a_verb_before_a_name_is_no_part_of_another_name(shipped: Snapshot) -> None:
    assert first(shipped.matcher, "where is khorasan") == "khorasan-area"


@pytest.mark.slow
def test_a_phrasing_or_a_claim_word_by_word_leaves_no_doubt(shipped: Snapshot) -> None:
    asked = [(fact.id, text) for fact in shipped.base.facts for text in (fact.claim, *fact.phrasings[:4])]

    doubted = {text for fact, text in asked if shipped.matcher.match(text).confidence < 0.99}
    missed = [text for fact, text in asked if shipped.matcher.match(text).candidates[0].fact.id != fact]

    assert doubted == set()
    assert missed == []


def test_of_an_endless_word_only_the_beginning_is_remembered() -> None:
    assert words("б" * 1_990) == ["б" * 40]


def test_facts_that_fit_alike_rank_by_their_place(folder: Folder) -> None:
    twins = ("first", "second", "third", "fourth")
    entry = "  - {id: %s, claim: Lake Aun freezes in January., supports: [%s]}\n"
    support = "{source: almanac, paragraph: 1, says: Says so., anchors: [January]}"
    folder.write("facts/ice.yaml", "topic: Ice\nfacts:\n" + "".join(entry % (twin, support) for twin in twins))

    match = Matcher.of(load(folder.facts, folder.sources)).match("does lake aun freeze")

    assert tuple(candidate.fact.id for candidate in match.candidates[:4]) == twins


@given(st.lists(st.floats(-1e-6, 1e-6), min_size=6, max_size=6))
def test_noise_of_a_processors_arithmetic_orders_nothing(noise: list[float]) -> None:
    values = np.array([0.5, 0.7, 0.5, 0.7, 0.0, 0.3], dtype=np.float32) + np.array(noise, dtype=np.float32)

    assert highest_first(values).tolist() == [1, 3, 0, 2, 5, 4]
    assert highest_first(values, 3).tolist() == [1, 3, 0]
