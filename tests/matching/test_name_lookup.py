"""Which sources a typed name finds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.factbase.model import FactBase
from bot.matching.name_lookup import LIKELY, POSSIBLE, likeness, sources_named
from tests.pictures.generated import a_base


@pytest.mark.parametrize(
    ("typed", "source_id"),
    [
        ("Global News", "global-news"),
        ("globl nws", "global-news"),
        ("GREEK", "greek-reporter"),
        ("opinion-blog", "opinion-blog"),
        ("the group behind the deadly Kabul bombings", "global-news"),
        ("untitled explainer", "first-explainer"),
    ],
)
def test_a_source_is_found_by_publisher_title_or_id_also_mistyped(
    shipped_base: FactBase, typed: str, source_id: str
) -> None:
    assert sources_named(shipped_base, typed)[0].id == source_id


def test_an_id_finds_its_source_first_whatever_others_are_called() -> None:
    base = a_base(["s1", "zebra"], [])

    assert sources_named(base, "s1", LIKELY)[0].id == "s1"


def test_nothing_typed_finds_all_by_name(shipped_base: FactBase) -> None:
    names = [source.name for source in sources_named(shipped_base, " ")]

    assert len(names) == 5
    assert names == sorted(names, key=str.casefold)


@pytest.mark.parametrize("typed", ["zzzzqqq", "?!", "🦜", "The Guardian", "BBC News", "The White House", "news"])
def test_what_is_no_name_finds_nothing(shipped_base: FactBase, typed: str) -> None:
    assert sources_named(shipped_base, typed, LIKELY) == []


@given(st.text(max_size=7000) | st.sampled_from(["news", "explainer", "greek", "blog", "what is"]))
def test_whatever_is_typed_finds_what_is_like_it_likest_first(shipped_base: FactBase, typed: str) -> None:
    found = sources_named(shipped_base, typed)

    names = [[name for name in (source.name, source.publisher, source.title, source.id) if name] for source in found]
    scores = list(likeness(typed, names))
    assert scores == sorted(scores, reverse=True) or not typed.strip() or typed.strip() in shipped_base.sources
    assert all(score >= POSSIBLE for score in scores) or not typed.strip()
