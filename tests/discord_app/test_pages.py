"""Long evidence is paged, never cut, and every page fits Discord's limits, whatever editors write."""

from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.discord_app.ask.question_context import QuestionContext, question_line
from bot.discord_app.ask.reply_panels import answer_panel
from bot.discord_app.text import PIECE_BYTES, PIECE_CHARACTERS, literal, pieces, plain, shortened
from bot.factbase.model import Fact, FactBase, Source
from bot.factbase.schema import Kind, Vocabulary
from bot.factbase.verdict import Evidence, judge
from bot.snapshot import Snapshot
from tests.discord_app.conftest import World
from tests.discord_app.panel import buttons, texts
from tests.discord_app.wire import Sent

FIRE = "\U0001f525"
HARSH = st.text(st.sampled_from("ab *_`<>@#[]|\\~é日🔥-1."), min_size=1, max_size=2000).map(str.strip).filter(bool)


def a_base(
    claim: str,
    says: list[str],
    attributed_to: tuple[str, ...] = (),
    title: str = "A title",
    url: str = "https://e.org/a",
) -> FactBase:
    """A base of one fact with that much evidence on both sides."""
    source = Source("src", title, None, None, Kind.NEWS, ("src",), url, "a.txt", "0" * 64, 99, title)
    sides = [
        tuple(Evidence("src", n, text, ("x",), attributed_to, ("src",)) for n, text in enumerate(says[start::2], 1))
        for start in (0, 1)
    ]
    fact = Fact("f" * 60, "T", claim, (), (), sides[0], sides[1], (), judge(1, bool(sides[1])), 1)
    return FactBase((fact,), {"src": source}, Vocabulary(), "0" * 12)


LONG = [f"Entry {n}: " + " ".join(f"word{n}x{i}" for i in range(60)) for n in range(40)]


@pytest.fixture
def snapshot() -> Snapshot:
    """A base in which one fact has far more evidence than a message holds."""
    base = a_base("A claim with much evidence.", LONG)
    return Snapshot.of(base)


def following(message: Any) -> str:  # noqa: ANN401 - SimCord's message
    """The label of the button to the next page."""
    (label,) = [label for label in buttons(message) if label.startswith("Page")]
    return label


async def test_all_of_long_evidence_can_be_read_page_by_page(world: World) -> None:
    result = await world.alice.slash(world.channel, "fact", query="fact:" + "f" * 60)
    read = texts(result.response)
    turned = 1
    while not (following := next(b for label, b in buttons(result.response).items() if label.startswith("Page"))).get(
        "disabled"
    ):
        await world.alice.click(result.response, custom_id=following["custom_id"])
        await world.env.advance_time(2)
        read += texts(result.response)
        turned += 1

    assert turned > 3
    assert [entry for entry in LONG if entry not in read] == []
    await world.alice.click(result.response, label="Back")
    assert f"Page {turned - 1} of {turned}: next" in buttons(result.response)


async def test_the_first_opponent_stands_on_the_first_page(world: World) -> None:
    result = await world.alice.slash(world.channel, "fact", query="fact:" + "f" * 60)

    first = texts(result.response)
    assert first.index("Entry 0: ") < first.index("### Disputed by") < first.index("Entry 1: ")
    assert "### Supported by, continued" not in first


async def test_every_page_repeats_the_claim_the_verdict_and_the_heading(world: World) -> None:
    result = await world.alice.slash(world.channel, "fact", query="fact:" + "f" * 60)

    while not (turn := buttons(result.response)[following(result.response)]).get("disabled"):
        await world.alice.click(result.response, custom_id=turn["custom_id"])
        await world.env.advance_time(2)
        claim, verdict, heading, *_ = texts(result.response).splitlines()
        assert claim == "**A claim with much evidence.**"
        assert verdict == "⚖️ Sources differ: for it (1 origin) · against it (1 origin)"
        assert heading.removesuffix(", continued") in {"### Supported by", "### Disputed by"}


async def test_pages_turn_after_a_restart_and_keep_the_question(world: World) -> None:
    result = await world.alice.slash(world.channel, "fact", query="claim with much evidence")
    await world.restart()

    await world.alice.click(result.response, label=following(result.response))

    assert "**A claim with much evidence.**\n⚖️ Sources differ: " in texts(result.response)
    assert "Asked: claim with much evidence" in texts(result.response)


async def test_whoever_reads_a_shared_answer_turns_pages_alone(world: World) -> None:
    private = await world.alice.slash(world.channel, "fact", query="claim with much evidence")
    (posted,) = (await world.alice.click(private.response, label="Share")).followups
    before = posted.components
    await world.restart()

    own = await world.bob.click(posted, label="Show the sources")
    first = texts(own.response)
    await world.bob.click(own.response, label=following(own.response))

    assert own.ephemeral
    assert "Asked: claim with much evidence" in texts(own.response)
    assert "Shared by" not in texts(own.response)
    assert texts(own.response) != first
    assert "Share" in buttons(own.response)
    assert posted.components == before


async def test_sharing_from_a_later_page_stays_there_says_so_on_each_and_posts_from_the_first(world: World) -> None:
    private = await world.alice.slash(world.channel, "fact", query="claim with much evidence")
    (label,) = [label for label in buttons(private.response) if label.startswith("Page 1")]
    await world.alice.click(private.response, label=label)
    second = texts(private.response)

    pressed = await world.alice.click(private.response, label="Share")

    assert texts(private.response) == second
    assert "## A claim with much evidence." in texts(pressed.followups[0])
    await world.restart()
    await world.alice.click(private.response, label="Back")
    assert buttons(private.response)["Shared"]["disabled"]


async def test_a_button_of_a_fact_that_is_gone_says_so(world: World, shipped: Snapshot) -> None:
    result = await world.alice.slash(world.channel, "fact", query="fact:" + "f" * 60)
    world.desk._snapshot = shipped  # an editor removed the fact

    (label,) = [label for label in buttons(result.response) if label.startswith("Page")]
    answer = await world.alice.click(result.response, label=label)

    assert "no longer in the fact base" in texts(answer.response)
    assert answer.ephemeral


@pytest.mark.parametrize("text", ["# a", "### a", "-# a", "- a", "+ a", "1. a", "12) a", "> a", "* a"])
def test_nothing_at_the_begin_of_a_line_formats_it(text: str) -> None:
    shown = literal(text)

    assert "\\" in shown[: len(text.split()[0]) + 1]
    assert shown.replace("\\", "") == text


@pytest.mark.parametrize("everybody", ["everyone", "here"])
def test_a_literal_text_does_not_look_as_if_it_pinged_everybody(everybody: str) -> None:
    assert literal(f"look @{everybody} at @hare") == f"look @\u2060{everybody} at @hare"


def test_a_text_cannot_turn_the_writing_direction() -> None:
    assert literal("\u202eabc\u2066") == "abc"


@pytest.mark.parametrize("nothing", ["\u2060\u00ad", "\u200d\u200c", "\u3164 \u115f", "\ufe0f", "\u061c\u180e"])
def test_of_what_nobody_sees_nothing_is_repeated(nothing: str) -> None:
    assert question_line(nothing) is None


def test_what_joins_emoji_and_letters_stays() -> None:
    assert literal("👩\u200d🚀 ❤\ufe0f می\u200cخواهم") == "👩\u200d🚀 ❤\ufe0f می\u200cخواهم"


def test_a_source_with_an_address_is_linked() -> None:
    base = a_base("A claim.", ["Says so."], url="https://example.org/article")

    panel = answer_panel(base, base.facts[0], QuestionContext(1))

    assert "**[A title](https://example.org/article)**" in str(panel.to_components())  # type: ignore[no-untyped-call]


@given(HARSH)
def test_literal_text_reads_as_it_was_written(text: str) -> None:
    shown = plain(literal(text))

    assert shown == " ".join(text.split())


@pytest.mark.parametrize("mark", ["# ", "## ", "-# ", "- ", "> ", "1. "])
def test_nothing_at_the_begin_of_a_later_piece_formats_it(mark: str) -> None:
    text = f"{mark}word " * 1_000

    broken = pieces(literal(text))

    assert len(broken) > 2
    assert [piece for piece in broken if piece.startswith((*"#->", "1."))] == []
    assert " ".join(map(plain, broken)) == text.strip()


@example(literal("a" + "*" * 1_500))
@given(st.lists(HARSH, min_size=1, max_size=4).map(" ".join).map(literal))
def test_pieces_lose_nothing_keep_their_limits_and_part_no_escape(text: str) -> None:
    broken = pieces(text)

    assert "".join("".join(map(plain, broken)).split()) == "".join(plain(text).split())
    assert all(len(piece) <= PIECE_CHARACTERS and len(piece.encode()) <= PIECE_BYTES for piece in broken)
    assert [piece for piece in broken[:-1] if (len(piece) - len(piece.rstrip("\\"))) % 2] == []


@given(HARSH, st.integers(5, 120))
def test_shortened_text_keeps_its_limit(text: str, limit: int) -> None:
    assert len(shortened(text, limit)) <= limit


@pytest.mark.material
def test_bodies_are_held_against_the_published_contract(contract: None) -> None:
    body = {"type": 4, "data": {"components": [{"type": 10, "content": ""}]}}

    assert Sent("POST", "/interactions/1/token/callback", body).violations() != []
