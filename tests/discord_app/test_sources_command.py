"""``/sources`` as people use it: the pictures, the same in words, and everything that can be opened from there."""

import asyncio
import sys
from typing import Any

import discord
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from simcord.components import walk_components

from bot import wording
from bot.discord_app.sources.source_commands import Gallery
from bot.discord_app.sources.source_panels import sources_panel
from bot.discord_app.text import MAX_LABEL, shortened
from bot.factbase.comparison import compare
from bot.pictures import album as albums
from bot.pictures.album import Album, Picture, matrix_alt, pairs_alt
from bot.pictures.selection import Selection, Theme, select
from bot.snapshot import Snapshot
from tests.discord_app.conftest import World
from tests.discord_app.panel import buttons, menu, texts
from tests.discord_app.test_pages import FIRE, HARSH
from tests.discord_app.wire import refusals
from tests.pictures.generated import Side, a_base

PNG = b"\x89PNG\r\n\x1a\n"
pytestmark = pytest.mark.simcord(settle_timeout=60)  # on a busy machine the first drawing takes more than SimCord's 5 s


def galleries(message: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - SimCord's message
    """The pictures that a message shows."""
    return [item for part in walk_components(message.components) if part.get("type") == 12 for item in part["items"]]


def options(message: Any, custom_id: str) -> list[dict[str, Any]]:  # noqa: ANN401
    """The options of one of a message's menus."""
    menus = [part for part in walk_components(message.components) if part.get("custom_id") == custom_id]
    return [option for menu in menus for option in menu["options"]]


def first_answers(world: World) -> list[int]:
    """The kinds of answer that interactions got first."""
    return [request.body["type"] for request in world.sent() if request.path.endswith("/callback")]


@pytest.fixture
def wordy(monkeypatch: pytest.MonkeyPatch) -> None:
    """A bot without the extra: for what the pictures play no part in."""
    monkeypatch.setitem(sys.modules, "matplotlib", None)


async def test_both_pictures_are_shown_with_what_they_say_in_words(world: World) -> None:
    result = await world.alice.slash(world.channel, "sources")

    shown, files = galleries(result.response), result.response.attachments
    selection = select(compare(world.desk.base))
    assert [picture["description"] for picture in shown] == [matrix_alt(selection), pairs_alt(selection)]
    assert [file.filename for file in files] == ["facts-by-sources.png", "pairs-of-sources.png"]
    assert [picture["media"]["url"] for picture in shown] == [file.url for file in files]
    assert [(await file.read())[:8] for file in files] == [PNG, PNG]
    assert "each row is a fact: disputed ones first" in texts(result.response)


async def test_only_the_first_who_asks_waits_for_the_drawing(world: World) -> None:
    first = await world.alice.slash(world.channel, "sources", theme="light")
    second = await world.bob.slash(world.channel, "sources", theme="light", share=True)

    thinking, message = 5, 4
    assert first_answers(world) == [thinking, message]
    assert (first.ephemeral, second.ephemeral) == (True, False)
    assert [await file.read() for file in first.response.attachments] == [
        await file.read() for file in second.response.attachments
    ]


async def test_a_button_draws_on_the_other_ground_also_after_a_restart(world: World) -> None:
    result = await world.alice.slash(world.channel, "sources")
    (dark, _) = [await file.read() for file in result.response.attachments]
    await world.restart()

    await world.alice.click(result.response, label="Pictures on light")

    (light, _) = [await file.read() for file in result.response.attachments]
    assert light[:8] == PNG
    assert light != dark
    assert len(galleries(result.response)) == 2
    assert "Pictures on dark" in buttons(result.response)


async def test_pictures_for_the_channel_stay_and_whoever_wants_the_other_ground_gets_their_own(world: World) -> None:
    result = await world.alice.slash(world.channel, "sources", share=True)
    posted = [file.url for file in result.response.attachments]

    own = await world.bob.click(result.response, label="Pictures on light")

    assert own.ephemeral
    assert "Pictures on dark" in buttons(own.response)
    assert [file.url for file in result.response.attachments] == posted


async def test_many_who_ask_at_once_wait_for_one_drawing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = []

    def draw(selection: Selection, theme: Theme) -> Album:
        drawn.append(theme)
        return albums.draw(selection, theme)

    monkeypatch.setattr("bot.discord_app.sources.source_commands.draw", draw)
    gallery = Gallery(world.desk)

    found = await asyncio.gather(*(asyncio.shield(gallery.album(Theme.DARK)) for _ in range(5)))

    assert drawn == [Theme.DARK]
    assert all(album is found[0] for album in found)


async def test_a_changed_base_is_drawn_anew(world: World) -> None:
    gallery = Gallery(world.desk)
    before = await gallery.album(Theme.DARK)
    world.desk._snapshot = Snapshot.of(a_base(["One", "Other"], [("T", [0], [1])]))

    after = await gallery.album(Theme.DARK)

    assert (await gallery.selection()).facts == 1
    assert before is not None
    assert after is not None
    assert after.matrix.png != before.matrix.png


async def test_pictures_that_cannot_be_drawn_leave_the_words_and_a_line_in_the_log(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*what: object) -> Album:
        raise OSError("no place for fonts")

    monkeypatch.setattr("bot.discord_app.sources.source_commands.installed", lambda: True)
    monkeypatch.setattr("bot.discord_app.sources.source_commands.draw", fail)

    results = [await world.alice.slash(world.channel, "sources") for _ in range(2)]

    for result in results:
        assert galleries(result.response) == []
        assert f"5 sources on {len(world.desk.base.facts)} facts" in texts(result.response)
    assert caplog.text.count("the pictures cannot be drawn") == 1


async def test_without_the_extra_it_is_all_said_in_words_and_at_once(world: World, wordy: None) -> None:
    result = await world.alice.slash(world.channel, "sources")

    message = 4
    assert first_answers(world) == [message]
    assert result.ephemeral
    assert galleries(result.response) == []
    shown = texts(result.response)
    comparison = compare(world.desk.base)
    for standing in comparison.standings.values():
        assert standing.source.name in shown
        qualifies = f" · qualifies {len(standing.qualifies)}" if standing.qualifies else ""
        counts = f"{len(standing.supports)}{qualifies} · disagrees on {len(standing.disagrees)}"
        assert f"supports {counts} · alone on {len(standing.alone)}" in shown
        for other in comparison.standings:
            if other != standing.source.id:
                assert wording.pair_line(world.desk.base, comparison.pair(standing.source.id, other)) in shown


async def test_a_source_is_opened_beside_the_panel_also_after_a_restart(world: World, wordy: None) -> None:
    result = await world.alice.slash(world.channel, "sources", share=True)
    (chosen,) = [one for one in options(result.response, "open-source") if one["value"] == "global-news"]
    await world.restart()

    opened = await world.bob.select(result.response, [chosen["value"]], custom_id="open-source")

    assert opened.ephemeral
    alone = compare(world.desk.base).standings["global-news"].alone
    assert f"It alone speaks on {len(alone)} facts" in texts(opened.response)
    assert f"5 sources on {len(world.desk.base.facts)} facts" in texts(result.response)


async def test_disputed_facts_are_offered_by_the_numbers_of_the_picture(world: World, wordy: None) -> None:
    result = await world.alice.slash(world.channel, "sources", share=True)
    selection = select(compare(world.desk.base))
    offered = options(result.response, "said")
    await world.restart()

    opened = await world.bob.select(result.response, [offered[1]["value"]], custom_id="said")

    assert [int(one["label"].split(".")[0]) for one in offered] == list(selection.numbers.values())
    fact = world.desk.base.fact(offered[1]["value"])
    assert fact is not None
    assert opened.ephemeral
    assert fact.claim in texts(opened.response)


async def test_the_numbers_of_the_picture_stand_in_its_own_menu_alone_and_once(world: World, wordy: None) -> None:
    first, second = [(await world.alice.slash(world.channel, "sources")).response for _ in range(2)]
    others = menu((await world.alice.slash(world.channel, "disputes")).response)

    assert options(first, "said") == options(second, "said")
    facts = [world.desk.base.fact(option["value"]) for option in others]
    assert [option["label"] for option in others] == [fact and shortened(fact.claim, MAX_LABEL) for fact in facts]


async def test_what_is_gone_is_said_to_be(world: World, wordy: None) -> None:
    result = await world.alice.slash(world.channel, "sources")
    source, fact = (options(result.response, menu)[0]["value"] for menu in ("open-source", "said"))
    world.desk._snapshot = Snapshot.of(a_base(["Another"], [("T", [0], [])]))  # an editor put another base in place

    gone = await world.alice.select(result.response, [source], custom_id="open-source")
    no_fact = await world.alice.select(result.response, [fact], custom_id="said")

    assert "That source is no longer in the fact base" in texts(gone.response)
    assert "That fact is no longer in the fact base" in texts(no_fact.response)
    assert gone.ephemeral
    assert no_fact.ephemeral


@pytest.mark.parametrize(
    "snapshot", [Snapshot.of(a_base([f"Paper {n}" for n in range(60)], [("T", [*range(60)], []), ("T", [0], [1])]))]
)
async def test_all_of_many_sources_can_be_read_and_opened_page_by_page(world: World, wordy: None) -> None:
    result = await world.alice.slash(world.channel, "sources")
    read, offered = texts(result.response), options(result.response, "open-source")
    assert [one["value"] for one in options(result.response, "said")] == ["f1"]
    for turn in range(200):
        (following,) = [one for label, one in buttons(result.response).items() if label.startswith("Page ")]
        if following.get("disabled"):
            break
        if turn % 8 == 7:
            await world.env.advance_time(11)
        await world.alice.click(result.response, custom_id=following["custom_id"])
        read += texts(result.response)
        offered += options(result.response, "open-source")
        assert options(result.response, "said") == []

    assert {one["value"] for one in offered} == set(world.desk.base.sources)
    assert [n for n in range(60) if f"Paper {n}" not in read] == []
    assert read.count("with ") == 60 * 59 / 2


ALBUM = Album(*(Picture(name, PNG, "x" * 1024) for name in ("a.png", "b.png")))
SIDES = st.lists(st.tuples(st.just("T"), *[st.lists(st.integers(0, 59), max_size=20)] * 2), max_size=20)


@settings(max_examples=15)
@given(
    titles=st.lists(HARSH, min_size=60, max_size=60),
    sides=SIDES,
    theme=st.sampled_from(Theme),
    page=st.integers(-5, 999),
)
@example(["*" * 2000] * 60, [("T", [*range(60)], [*range(60)])] * 40, Theme.DARK, 1)
@example([FIRE * 2000] * 60, [("T", [*range(60)], [*range(60)])] * 40, Theme.DARK, 0)
@example([FIRE * 2000] * 60, [("T", [*range(60)], [*range(60)])] * 40, Theme.LIGHT, 2)
@example([], [], Theme.LIGHT, 0)
def test_the_worst_sources_fit_discord_on_every_page(
    titles: list[str], sides: list[Side], theme: Theme, page: int
) -> None:
    selection = select(compare(a_base(titles, sides)))

    for album in (ALBUM, None):
        panel, files = sources_panel(selection, album, theme, page)
        assert refusals(panel) == []
        shown = [part for part in panel.walk_children() if isinstance(part, discord.ui.MediaGallery)]
        assert len(files) == len(shown)
