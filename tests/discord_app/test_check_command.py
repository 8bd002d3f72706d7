"""``Check against facts`` as colleagues use it on one another's messages."""

import json
import time
from dataclasses import replace
from typing import Any

import discord
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot import wording
from bot.discord_app.ask.fact_command import ALREADY
from bot.discord_app.check.check_command import MORE, QUOTES, check_panels, posted
from bot.discord_app.check.statements import MOST_STATEMENTS, Check, Finding
from bot.factbase.model import FactBase
from bot.factbase.schema import Vocabulary
from bot.reply import Asker, Reply
from bot.snapshot import Snapshot
from tests.conftest import log_name, query_log_rows
from tests.discord_app.conftest import World
from tests.discord_app.panel import buttons, menu, texts
from tests.discord_app.test_pages import FIRE, HARSH, a_base
from tests.discord_app.wire import refusals

CHECK = "Check against facts"
MOST_MESSAGES = 6
"""A first answer, and the five follow-ups that Discord takes where the bot is not a member."""
AGREED = "ISIS-K and the Taliban are enemies."
DISPUTED = "ISIS-K was founded in 2012."
UNSURE = "The Taliban are their best friends!"
UNKNOWN = "Lunch at noon, everybody?"


async def checked(world: World, content: str) -> Any:  # noqa: ANN401 - SimCord's result
    """What Alice sees when she checks a message that Bob wrote."""
    message = await world.bob.send(world.channel, content)
    return await world.alice.context_menu(world.channel, CHECK, message)


async def test_each_statement_stands_above_what_the_sources_say(world: World) -> None:
    fact = world.desk.base.fact("founding-date")
    assert fact is not None

    result = await checked(world, f"{DISPUTED} 13 US troops died.")

    shown = texts(result.response)
    verdict = f"⚖️ {''.join(wording.first_line(world.desk.base, fact))}"
    assert f"“{DISPUTED}”\n> On this: {fact.claim}\n> {verdict}" in shown.replace("**", "")
    assert "“13 US troops died.”\n> On this: **At least 12 U.S. troops were killed" in shown
    assert result.ephemeral


async def test_what_the_message_hides_stays_hidden(world: World) -> None:
    result = await checked(world, f"||{DISPUTED}|| Lunch is at noon. ||Dinner is at eight.||")
    (posted,) = (await world.alice.click(result.response, label="Share")).followups

    for line in texts(posted).splitlines():
        if "2015" in line or "Dinner" in line:
            assert line.removeprefix("> ").removeprefix("-# ").startswith("||"), line
            assert line.endswith("||")
    assert all("2015" not in option["label"] for option in menu(posted))


async def test_it_names_the_message_and_never_judges_it(world: World) -> None:
    message = await world.bob.send(world.channel, DISPUTED)

    result = await world.alice.context_menu(world.channel, CHECK, message)

    shown = texts(result.response)
    assert f"[a message]({message.jump_url}) by bob" in shown
    assert "Compare each fact with the statement to see whether they agree." in shown
    assert not any(word in shown.lower() for word in ("true", "false", "correct", "wrong"))


async def test_statements_on_one_fact_stand_together(world: World) -> None:
    result = await checked(world, f"{DISPUTED} {UNKNOWN} ISIS-K was founded in 2014.")

    assert f"“{DISPUTED}”\n“ISIS-K was founded in 2014.”\n> On this:" in texts(result.response)
    assert [option["value"] for option in menu(result.response)] == ["founding-date"]


async def test_a_fact_that_is_not_certain_is_offered_without_its_verdict(world: World) -> None:
    result = await checked(world, UNSURE)

    shown = texts(result.response)
    assert f"“{UNSURE}”\n> Perhaps on this: **{AGREED}**" in shown
    assert "Disputed" not in shown
    assert [option["value"] for option in menu(result.response)] == ["taliban-relation"]


async def test_of_statements_that_no_fact_covers_nothing_else_is_said(world: World) -> None:
    result = await checked(world, f"{DISPUTED} {UNKNOWN} Who won the *1998* world cup?")

    shown = texts(result.response)
    assert shown.endswith(f"No fact found for 2 other statements:\n-# “{UNKNOWN}”\n-# “Who won the 1998 world cup?”")


async def test_a_message_that_no_fact_covers_gets_just_that(world: World) -> None:
    result = await checked(world, UNKNOWN)

    assert texts(result.response).endswith(f"No fact found for 1 statement:\n-# “{UNKNOWN}”")
    assert menu(result.response) == []


async def test_a_guess_that_is_less_likely_than_not_is_not_offered(world: World) -> None:
    result = await checked(world, "Let's meet at 5 pm")

    assert "No fact found for 1 statement" in texts(result.response)


async def test_a_fact_opens_below_the_check_which_stays(world: World) -> None:
    result = await checked(world, DISPUTED)
    before = texts(result.response)
    await world.restart()

    opened = await world.alice.select(result.response, ["founding-date"])

    assert "Supported by" in texts(opened.response)
    assert opened.ephemeral
    assert texts(result.response) == before


async def test_a_check_is_shared_as_it_stands_by_name_and_once_also_after_a_restart(world: World) -> None:
    result = await checked(world, f"{DISPUTED} {UNKNOWN}")
    private = texts(result.response)
    await world.restart()

    pressed = await world.alice.click(result.response, label="Share")

    (shared,) = pressed.followups
    assert not shared.ephemeral
    assert texts(shared) == f"-# Shared by {world.alice.mention}\n{private}"
    assert buttons(shared) == {}
    assert buttons(result.response)["Shared"]["disabled"]
    assert texts(result.response) == private
    assert world.sent()[-1].body["allowed_mentions"] == {"parse": []}
    opened = await world.bob.select(shared, ["founding-date"])
    assert opened.ephemeral
    assert texts(shared).endswith(private)


async def test_two_presses_at_once_share_a_check_once(world: World) -> None:
    result = await checked(world, DISPUTED)
    world.env.bot.sharing.begun.append((result.response.id, "check:share"))  # a first press is under way

    second = await world.alice.click(result.response, label="Share")

    assert texts(second.response) == ALREADY
    assert second.ephemeral
    assert second.followups == []


async def test_a_fact_that_is_gone_says_so(world: World, snapshot: Snapshot) -> None:
    result = await checked(world, DISPUTED)
    world.desk._snapshot = Snapshot.of(FactBase((), {}, Vocabulary(), "0" * 12))  # editors removed every fact

    opened = await world.alice.select(result.response, ["founding-date"])

    assert "no longer in the fact base" in texts(opened.response)
    assert opened.ephemeral


async def test_every_statement_and_every_fact_opened_is_a_row(world: World) -> None:
    result = await checked(world, f"{DISPUTED} {UNKNOWN}")
    await world.alice.select(result.response, ["founding-date"])

    assert query_log_rows(world.log, "asker, command, query, fact_id") == [
        (log_name(world.log, world.alice), "check message", "", "founding-date"),
        (log_name(world.log, world.alice), "check message", "", None),
        (log_name(world.log, world.alice), "check pick", "fact:founding-date", "founding-date"),
    ]


async def test_what_nobody_asked_is_no_gap_for_the_editors(world: World) -> None:
    await checked(world, UNKNOWN)
    await world.alice.slash(world.channel, "fact", query="who won the 1998 world cup")

    assert [gap.query for gap in await world.desk.records.gaps(str(world.channel.guild.id))] == [
        "who won the 1998 world cup"
    ]


async def test_it_takes_no_intent_to_read_messages(world: World) -> None:
    assert world.env.bot.intents.value == 1  # guilds, and nothing else


@pytest.mark.parametrize("content", ["", "   ", "\n"])
async def test_a_message_without_text_is_declined_politely(world: World, content: str) -> None:
    message = await world.bob.send(world.channel, content, attachments=[("a.png", b"\x89PNG")])

    result = await world.alice.context_menu(world.channel, CHECK, message)

    assert "no text to check" in texts(result.response)
    assert result.ephemeral


@pytest.mark.parametrize("content", ["ok", "🔥🔥🔥", "<@123456789012345678>", "https://example.org/a"])
async def test_a_message_that_states_nothing_is_declined_politely(world: World, content: str) -> None:
    result = await checked(world, content)

    assert "That message has no statement to check" in texts(result.response)
    assert query_log_rows(world.log) == []


async def test_the_bots_own_answers_are_not_checked(world: World) -> None:
    shared = await world.bob.slash(world.channel, "fact", query=DISPUTED, share=True)

    result = await world.alice.context_menu(world.channel, CHECK, shared.response)

    assert "This bot posted that message" in texts(result.response)


async def test_another_bots_messages_are_checked_as_anybodys(world: World) -> None:
    feed = world.channel.guild.add_member(world.env.create_user("feed", bot=True))
    message = await feed.send(world.channel, DISPUTED)

    result = await world.alice.context_menu(world.channel, CHECK, message)

    assert message.author.bot
    assert "On this: **ISIS-K was founded in 2015.**" in texts(result.response)


async def test_people_check_their_own_messages_and_forwarded_ones(world: World) -> None:
    own = await world.alice.send(world.channel, DISPUTED)
    forwarded = await world.bob.forward(own, world.channel)

    for message in (own, forwarded):
        result = await world.alice.context_menu(world.channel, CHECK, message)
        assert "On this: **ISIS-K was founded in 2015.**" in texts(result.response)


async def test_other_languages_get_an_honest_no(world: World) -> None:
    result = await checked(world, "今日の晩ごはんは何にしようかな。明日は雨です。")

    assert "No fact found for 2 statements" in texts(result.response)


async def test_what_a_colleague_wrote_pings_nobody_and_formats_nothing(world: World) -> None:
    result = await checked(world, r"It was \*\*bold\*\* and \[click](x) and \<b> for @ everyone \|\|x\|\|")

    raw = json.dumps(world.sent()[-1].body)
    assert r"\\*\\*bold\\*\\*" in raw
    assert r"\\[click\\](x)" in raw
    assert result.ephemeral


async def test_the_longest_message_is_answered_in_time_and_says_what_was_left_out(world: World) -> None:
    message = await world.bob.send(world.channel, "to be long")
    claims = " ".join(fact.claim for fact in world.desk.base.facts)
    stored = world.env.backend.get_message(world.channel.id, message.id)
    stored.content = f"{claims[:2400]} {'So it was. ' * 3}{claims[2400:]}"[
        :4000
    ]  # more than SimCord's people can write
    started = time.process_time()

    result = await world.alice.context_menu(world.channel, CHECK, message)

    assert time.process_time() - started < 3
    messages = [result.response, *result.followups]
    asked = query_log_rows(world.log, "fact_id")
    assert len(asked) == MOST_STATEMENTS
    assert [one for one in messages if not one.ephemeral] == []
    assert len(messages) <= MOST_MESSAGES
    assert f"Only the first {MOST_STATEMENTS} of " in texts(messages[-1])
    shown = "\n".join(map(texts, messages))
    assert shown.count("“") >= len([fact_id for (fact_id,) in asked if fact_id])


async def test_a_failure_of_ours_ends_in_an_apology(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    async def fail(question: str, asker: Asker) -> Reply:
        raise RuntimeError("the cause")

    monkeypatch.setattr(world.desk, "ask", fail)

    result = await checked(world, DISPUTED)

    assert "Something went wrong on our side" in texts(result.response)
    assert result.ephemeral


@pytest.mark.parametrize(("statements", "more"), [(QUOTES, None), (QUOTES + 1, "and 1 more statement")])
def test_statements_that_are_not_quoted_are_counted(statements: int, more: str | None) -> None:
    base = a_base("It is so.", ["x"])
    finding = Finding(base.facts[0], tuple(f"said {number}" for number in range(statements)))

    (panel,) = check_panels(Check(base, (finding,), (), (), statements, 0), "https://discord.com/channels/1/2/3", "bob")

    text = "\n".join(_shown(panel))
    assert text.count("“said ") == QUOTES
    assert text.count("more statement") == (1 if more else 0)
    assert (more or "") in text


def test_what_does_not_fit_is_not_left_out_in_silence() -> None:
    base = a_base("claim " * 60, ["x"])
    facts = [replace(base.facts[0], id=f"f{number}") for number in range(MOST_STATEMENTS)]
    findings = tuple(Finding(fact, ("said " * 30,) * 4) for fact in facts)

    panels = check_panels(
        Check(base, findings, (), (), MOST_STATEMENTS, 0), "https://discord.com/channels/1/2/3", "bob"
    )

    menus = [part for panel in panels for part in panel.walk_children() if isinstance(part, discord.ui.Select)]
    assert sum(len(menu.options) for menu in menus) < MOST_STATEMENTS
    assert _shown(panels[-1])[-1] == MORE


def _shown(panel: discord.ui.LayoutView) -> list[str]:
    return [part.content for part in panel.walk_children() if isinstance(part, discord.ui.TextDisplay)]


@settings(max_examples=15)
@given(
    claims=st.lists(HARSH, min_size=1, max_size=8),
    said=HARSH,
    each=st.integers(1, 6),
    unknown=st.integers(0, MOST_STATEMENTS),
    author=HARSH,
)
@example(["*" * 2000] * MOST_STATEMENTS, "*" * 2000, 1, 0, "*" * 32)
@example([FIRE * 2000] * MOST_STATEMENTS, FIRE * 2000, 6, MOST_STATEMENTS, FIRE * 32)
def test_the_worst_check_fits_discord(claims: list[str], said: str, each: int, unknown: int, author: str) -> None:
    facts = [
        replace(a_base(claim, ["x", "y"]).facts[0], id=f"{number:060}", topic=author[:100])
        for number, claim in enumerate(claims)
    ]
    findings = tuple(Finding(fact, (said,) * each) for fact in facts)
    check = Check(a_base("A claim.", ["x"]), findings, findings, (said,) * unknown, MOST_STATEMENTS, 10**6)

    panels = check_panels(check, "https://discord.com/channels/" + "9" * 62, author)

    assert 1 <= len(panels) <= MOST_MESSAGES
    assert [found for panel in panels for found in refusals(panel)] == []
    assert [found for panel in panels for found in refusals(posted(panel, 10**19))] == []
