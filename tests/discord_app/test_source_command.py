"""``/source`` as people use it: found by any of its names, told in full, its facts opened, and none of it cut."""

from datetime import date
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot import wording
from bot.discord_app.sources.source_panels import source_pages, source_panel
from bot.factbase.comparison import compare
from bot.factbase.model import Fact, FactBase, Source
from bot.factbase.schema import Kind
from bot.snapshot import Snapshot
from tests.conftest import query_log_rows
from tests.discord_app.conftest import World
from tests.discord_app.panel import buttons, menu, texts
from tests.discord_app.test_pages import FIRE, HARSH
from tests.discord_app.wire import refusals
from tests.pictures.generated import Side, a_base


def pages(message: Any) -> list[str]:  # noqa: ANN401 - SimCord's message
    """The label of the button to the next page; empty for a single page."""
    return [label for label in buttons(message) if label.endswith(": next")]


def following(message: Any) -> str:  # noqa: ANN401
    """The label of the button to the next page."""
    (label,) = pages(message)
    return label


LONG = a_base(["Paper"], [("T", [0], [])] * 90)
long_source = pytest.mark.parametrize("snapshot", [Snapshot.of(LONG)], ids=["a source of several pages"])


async def test_a_source_is_told_with_what_it_is_and_what_it_rests_on(world: World) -> None:
    standing = compare(world.desk.base).standings["global-news"]

    result = await world.alice.slash(world.channel, "source", name="global-news")

    shown = texts(result.response)
    source = world.desk.base.sources["global-news"]
    assert shown.startswith(f"## {source.name}\n")
    assert "News · Global News · 26 August 2021" in shown
    assert f"Based on {wording.rests_on(world.desk.base, source)}, unless a paragraph credits someone else." in shown
    assert f"Supports **{len(standing.supports)} facts**" in shown
    assert result.ephemeral


async def test_what_it_alone_says_and_whom_it_contradicts_can_be_read_to_the_end(world: World) -> None:
    standing = compare(world.desk.base).standings["global-news"]

    result = await world.alice.slash(world.channel, "source", name="global-news")
    read = texts(result.response)
    while (turn := buttons(result.response).get(next(iter(pages(result.response)), ""))) and not turn.get("disabled"):
        await world.alice.click(result.response, custom_id=turn["custom_id"])
        read += "\n" + texts(result.response)

    assert f"It alone speaks on {len(standing.alone)} facts" in read
    assert [fact.claim for fact in standing.alone if f"- {fact.claim}" not in read] == []
    assert f"It contradicts {len(standing.contradicts)} sources" in read
    for other, facts in standing.contradicts.items():
        assert f"**{world.desk.base.sources[other].name}**, on {len(facts)} of the " in read
        assert [fact.claim for fact in facts if fact.claim not in read] == []
    assert read.index("It contradicts") < read.index("It alone speaks")


async def test_a_name_that_is_typed_out_finds_the_source_most_like_it(world: World) -> None:
    result = await world.alice.slash(world.channel, "source", name="greek reporter", share=True)

    assert f"## {world.desk.base.sources['greek-reporter'].name}" in texts(result.response)
    assert not result.ephemeral


@pytest.mark.parametrize("name", ["", " ", "zzzzqqq", "@everyone", "🔥" * 3000])
async def test_a_name_that_is_none_is_told_so(world: World, name: str) -> None:
    result = await world.alice.slash(world.channel, "source", name=name, share=True)

    assert "No source goes by that name" in texts(result.response)
    assert result.ephemeral


async def test_autocompletion_offers_sources_by_publisher_title_and_id(world: World) -> None:
    everything = await world.alice.autocomplete(world.channel, "source", "name", "")
    by_title = await world.alice.autocomplete(world.channel, "source", "name", "behind the deadly kabul bombings")

    assert {choice["value"] for choice in everything} == set(world.desk.base.sources)
    assert by_title[0]["value"] == "global-news"
    assert by_title[0]["name"].startswith(world.desk.base.sources["global-news"].name)
    assert all(1 <= len(choice["name"]) <= 100 for choice in everything)


@pytest.mark.parametrize("snapshot", [Snapshot.of(a_base(["Paper"] * 30, [("T", [0], [])]))], ids=["30 sources"])
async def test_autocompletion_offers_no_more_than_discord_takes(world: World) -> None:
    assert len(await world.alice.autocomplete(world.channel, "source", "name", "paper")) == 25


@pytest.mark.parametrize("typed", ["zzzzqqq", "?!", "🦜", "a" * 5000])
async def test_autocompletion_never_fails(world: World, typed: str, caplog: pytest.LogCaptureFixture) -> None:
    choices = await world.alice.autocomplete(world.channel, "source", "name", typed)

    assert len(choices) <= 25
    assert [record for record in caplog.records if record.levelname == "ERROR"] == []


@long_source
async def test_a_fact_is_opened_and_left_again_also_after_restarts(world: World) -> None:
    result = await world.alice.slash(world.channel, "source", name="paper")
    await world.alice.click(result.response, label=following(result.response))
    chosen = menu(result.response)[0]["value"]
    await world.restart()

    await world.alice.select(result.response, [chosen])
    opened = texts(result.response)
    await world.restart()
    await world.alice.click(result.response, label="Back to the source")

    fact = world.desk.base.fact(chosen)
    assert fact is not None
    assert fact.claim in opened
    assert "Continued: Paper" in texts(result.response)
    assert query_log_rows(world.log, "command, fact_id") == [("source pick", chosen)]


@long_source
async def test_a_panel_for_the_channel_stays_and_whoever_presses_gets_their_own(world: World) -> None:
    result = await world.alice.slash(world.channel, "source", name="paper", share=True)
    posted = texts(result.response)
    chosen = menu(result.response)[0]["value"]
    await world.restart()

    opened = await world.bob.select(result.response, [chosen])
    turned = await world.bob.click(result.response, label=following(result.response))
    await world.bob.click(opened.response, label="Back to the source")

    assert texts(result.response) == posted == texts(opened.response)
    assert "Continued: Paper" in texts(turned.response)
    assert opened.ephemeral
    assert turned.ephemeral


MUCH = a_base(["Paper", "Rival"], [("T", [0], [1] * 60)])


@pytest.mark.parametrize("snapshot", [Snapshot.of(MUCH)], ids=["much evidence"])
async def test_the_way_back_stays_while_a_facts_pages_are_turned(world: World) -> None:
    result = await world.alice.slash(world.channel, "source", name="paper")
    await world.alice.select(result.response, ["f0"])

    await world.alice.click(result.response, label=next(one for one in buttons(result.response) if "next" in one))
    await world.alice.click(result.response, label="Back to the source")

    assert "## Paper" in texts(result.response)


@long_source
async def test_a_source_and_a_fact_that_are_gone_are_said_to_be(world: World) -> None:
    result = await world.alice.slash(world.channel, "source", name="paper")
    chosen = menu(result.response)[0]["value"]
    world.desk._snapshot = Snapshot.of(a_base([], []))  # an editor put another base in place

    turned = await world.alice.click(result.response, label=following(result.response))
    opened = await world.alice.select(result.response, [chosen])

    assert "That source is no longer in the fact base" in texts(turned.response)
    assert "That fact is no longer in the fact base" in texts(opened.response)
    assert turned.ephemeral
    assert opened.ephemeral


@pytest.mark.parametrize("snapshot", [Snapshot.of(a_base(["Quiet", "Other"], [("T", [1], [])]))], ids=["quiet"])
async def test_a_source_with_nothing_of_its_own_is_told_as_that(world: World) -> None:
    result = await world.alice.slash(world.channel, "source", name="quiet")

    shown = texts(result.response)
    assert "None: no fact rests on it alone." in shown
    assert "None: no source disagrees with it." in shown
    assert menu(result.response) == []


ORIGINS = st.lists(st.text(st.sampled_from("ab-"), min_size=60, max_size=60), min_size=1, max_size=100)


def harsh_base(title: str, publisher: str | None, url: str, origins: list[str], sides: list[Side]) -> FactBase:
    """A base of 60 sources whose every text is that title."""
    base = a_base([title] * 60, sides)
    facts = tuple(
        Fact(fact.id, title[:100], title, (), (), fact.supports, fact.disputes, fact.silent, fact.verdict, 1)
        for fact in base.facts
    )
    source = Source(
        "s0", title, publisher, date(2021, 8, 26), Kind.NEWS, tuple(origins), url, "a.txt", "0" * 64, 9, title
    )
    return FactBase(facts, {**base.sources, "s0": source}, base.vocabulary, base.version)


SIDES = st.lists(st.tuples(st.just("T"), *[st.lists(st.integers(0, 59), max_size=20)] * 2), max_size=20)
EVERYONE: list[Side] = [("T", [*range(60)], [*range(60)])] * 40
ALONE: list[Side] = [("T", [0], [])] * 40


@settings(max_examples=15)
@given(
    title=HARSH,
    publisher=st.one_of(st.none(), HARSH.map(lambda text: text[:100])),
    url=st.sampled_from(["https://e.org/a", "https://e.org/" + "u" * 486]),
    origins=ORIGINS,
    sides=SIDES,
    page=st.integers(-5, 999),
)
@example("*" * 2000, "*" * 100, "https://e.org/" + "u" * 486, ["a" * 60] * 100, EVERYONE, 0)
@example(FIRE * 2000, FIRE * 100, "https://e.org/" + "u" * 486, ["a" * 60] * 100, ALONE, 0)
@example(FIRE * 2000, None, "https://e.org/" + "u" * 486, ["a" * 60] * 100, EVERYONE, 2)
def test_the_worst_source_fits_discord_on_every_page(
    title: str, publisher: str | None, url: str, origins: list[str], sides: list[Side], page: int
) -> None:
    comparison = compare(harsh_base(title, publisher, url, origins, sides))

    panel = source_panel(comparison.base.sources["s0"], source_pages(comparison, "s0"), page)

    assert refusals(panel) == []
