"""A matcher made from the one before it is the matcher that is made from nothing."""

import gc
from array import array
from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.factbase.model import Fact, FactBase, Name, Vocabulary
from bot.matching.entries import texts
from bot.matching.index import Index
from bot.matching.matcher import Matcher
from bot.matching.normalise import words
from bot.matching.terms import Terms
from bot.snapshot import Snapshot

pytestmark = pytest.mark.slow

QUESTIONS = ("when was isis-k formed", "who foundd iskp", "how many us soldiers died", "zyxxwy", "are they frends", "")


def with_facts(base: FactBase, facts: tuple[Fact, ...]) -> FactBase:
    return replace(base, facts=facts, version="another")


def differing(one: object, other: object, kind: type[Index] | type[Terms]) -> list[str]:
    """The names of the values in which two indexes, or the words of two, differ."""
    return [
        field.name
        for field in fields(kind)
        if field.name not in {"entries", "spoken"}
        and not np.array_equal(np.asarray(getattr(one, field.name)), np.asarray(getattr(other, field.name)))
    ]


def assert_same(renewed: Matcher, fresh: Matcher) -> None:
    assert differing(renewed._index, fresh._index, Index) == []
    assert differing(renewed._index.spoken, fresh._index.spoken, Terms) == []
    for question in QUESTIONS:
        assert renewed.match(question) == fresh.match(question)
        assert renewed.complete(question + " tal", 25) == fresh.complete(question + " tal", 25)
        (read, marked), (read_anew, marked_anew) = renewed.marked(question), fresh.marked(question)
        assert read == read_anew
        assert np.array_equal(marked.facts, marked_anew.facts)
        assert np.array_equal(marked.marks, marked_anew.marks)


@given(st.data())
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_after_any_edits_every_value_is_as_if_made_anew(shipped: Snapshot, data: st.DataObject) -> None:
    base, matcher = shipped.base, shipped.matcher
    for _ in range(2):
        facts = list(base.facts)
        for _ in range(data.draw(st.integers(0, 4))):
            place = data.draw(st.integers(0, len(facts) - 1))
            match data.draw(st.sampled_from(["remove", "reword", "add", "move"])):
                case "remove":
                    facts.pop(place)
                case "reword":
                    said = data.draw(st.text("abcdefghijkl ", max_size=30))
                    facts[place] = replace(facts[place], claim=f"{said} {facts[place].claim}", phrasings=(said,))
                case "add":
                    facts.insert(place, replace(facts[place], id=f"new-{len(facts)}", phrasings=("a zyxxwy thing",)))
                case "move":
                    facts.append(facts.pop(place))
        base = with_facts(base, tuple(facts))
        matcher = Matcher(base, matcher)

    assert_same(matcher, Matcher(base))


def test_another_vocabulary_is_heeded(shipped: Snapshot) -> None:
    other = replace(shipped.base, vocabulary=Vocabulary((Name("Taliban", ("the students",)),)))

    assert_same(Matcher(other, shipped.matcher), Matcher(other))


@pytest.mark.parametrize("count", [0, 1])
def test_a_base_may_shrink_to_nothing_and_grow_again(shipped: Snapshot, count: int) -> None:
    small = with_facts(shipped.base, shipped.base.facts[:count])

    shrunk = Matcher(small, shipped.matcher)

    assert_same(shrunk, Matcher(small))
    assert_same(Matcher(shipped.base, shrunk), shipped.matcher)


def test_only_what_changed_is_taken_apart(shipped: Snapshot, monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[str] = []

    def noted(text: str) -> list[str]:
        taken.append(text)
        return words(text)

    monkeypatch.setattr("bot.matching.entries.words", noted)
    first, *rest = shipped.base.facts
    edited = replace(first, claim="It was otherwise.")

    Matcher(with_facts(shipped.base, (edited, *rest)), shipped.matcher)

    assert set(taken) == {text for _, text in texts(edited)}


def test_a_garbage_collection_walks_through_nothing_long_of_it(shipped: Snapshot) -> None:
    gc.collect()
    before = array("Q", (id(thing) for thing in gc.get_objects()))

    matcher = Matcher(with_facts(shipped.base, shipped.base.facts[1:]), shipped.matcher)
    gc.collect()  # which takes what holds but plain values from its list

    new = {id(thing): thing for thing in gc.get_objects() if len(gc.get_referents(thing)) > 999}
    long = [type(thing) for number, thing in new.items() if number not in before]
    assert len(matcher._index.terms) > 999
    assert long == []
