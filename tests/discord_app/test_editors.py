"""``/editors``: what people asked in vain, what they ask editors for, and how the bot is; for a server's managers."""

import re
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import discord
import pytest
from simcord.components import walk_components

from bot.discord_app.client import FactbotClient
from bot.discord_app.editors.editors_commands import FRESH, STALE
from bot.discord_app.editors.gaps import BUTTONS, GONE
from bot.discord_app.interactions import LOG_AWAY
from bot.discord_app.notices.editors_channel import EditorsChannel
from bot.factbase.loading import Loader
from bot.factbase.problem import BadFactBase, Position, Problem
from bot.querylog.decisions import Choice, Decision, decisions
from bot.querylog.rows import WriteResult, utc_now
from bot.reply import Asker
from tests.discord_app.conftest import World
from tests.discord_app.panel import buttons, offered, options, send_to_editors, texts
from tests.editing import Folder

UNKNOWN = "who won the 1998 world cup"


@pytest.fixture
def editor(world: World) -> Any:  # noqa: ANN401 - SimCord's member
    """Somebody who may manage the server."""
    role = world.channel.guild.create_role("editors", permissions=discord.Permissions(manage_guild=True))
    return world.channel.guild.add_member(world.env.create_user("erin"), roles=[role])


async def ask(world: World, question: str, times: int = 1, guild: str | None = None) -> None:
    """Asks at the desk, as people of this server or another do."""
    for number in range(times):
        here = guild or str(world.channel.guild.id)
        await world.desk.ask(question, Asker("fact", str(number), here, str(world.channel.id)))


async def test_only_who_may_manage_the_server_sees_the_commands_and_only_in_a_server(world: World, editor: Any) -> None:  # noqa: ANN401
    commands = {"editors gaps", "editors requests", "editors status"}
    assert commands <= set(editor.available_commands(world.channel))
    assert commands.isdisjoint(world.alice.available_commands(world.channel))
    assert commands.isdisjoint(world.env.create_user("dora").available_commands())
    (synced,) = [sent for sent in world.sent() if sent.method == "PUT" and sent.path.endswith("/commands")]
    (command,) = [command for command in synced.body if command["name"] == "editors"]
    assert command["default_member_permissions"] == discord.Permissions(manage_guild=True).value
    assert (command["contexts"], command["integration_types"]) == ([0], [0])


async def test_gaps_show_alike_questions_together_with_how_often_by_how_many_and_when(
    world: World,
    editor: Any,  # noqa: ANN401
) -> None:
    await ask(world, "what is the capital of mongolia")
    await ask(world, UNKNOWN, times=3)
    await ask(world, "Who won the 1998 World Cup?")

    result = await editor.slash(world.channel, "editors gaps")

    shown = texts(result.response)
    assert result.ephemeral
    assert re.search(
        r"\*\*1\. Who won the 1998 World Cup\?\*\*\nasked 4 times by 3 people, last <t:\d+:R>\n"
        r"-# also asked as “who won the 1998 world cup”",
        shown,
    )
    assert shown.index("World Cup") < shown.index("mongolia")


async def test_a_suggestion_that_nobody_meant_is_a_gap_too(world: World, editor: Any) -> None:  # noqa: ANN401
    offered = await world.alice.slash(world.channel, "fact", query="commander")
    await world.alice.click(offered.response, label="None of these")

    result = await editor.slash(world.channel, "editors gaps")

    assert "**1. commander**\nasked <t:" in texts(result.response)


def decisions_in(log: Path) -> list[Decision]:
    """What was decided, as the terminal reads it."""
    with closing(sqlite3.connect(log)) as reader:
        return decisions(reader)


async def open_gap(world: World, editor: Any, number: int = 0) -> Any:  # noqa: ANN401
    """An editor opens one of the unanswered questions to decide about it; its panel."""
    result = await editor.slash(world.channel, "editors gaps")
    await editor.select(result.response, values=[list(options(result.response).values())[number]])
    return result.response


async def test_a_question_is_decided_to_be_a_phrasing_of_the_fact_that_people_picked(
    world: World,
    editor: Any,  # noqa: ANN401
) -> None:
    offered_facts = await world.alice.slash(world.channel, "fact", query="commander")
    *_, (picked, custom_id) = offered(offered_facts.response).items()
    await world.alice.click(offered_facts.response, custom_id=custom_id)
    await world.alice.click(offered_facts.response, label="This answers it")
    panel = await open_gap(world, editor)
    assert "1 × this answers it · " in texts(panel)
    assert next(iter(options(panel).values())) == picked
    await world.restart()

    await editor.select(panel, values=[picked])

    (made,) = decisions_in(world.log)
    assert (made.question, made.choice, made.fact_id) == ("commander", "phrasing", picked)
    assert (made.guild_id, made.written_at) == (str(world.channel.guild.id), None)
    assert "“commander”: a phrasing of “" in texts(panel)
    assert "1 phrasing decided here waits to be written by `factbot log learn`" in texts(panel)
    assert options(panel) == {}


@pytest.mark.parametrize("choice", BUTTONS)
async def test_what_is_decided_without_a_fact_is_no_longer_listed(
    world: World,
    editor: Any,  # noqa: ANN401
    choice: Choice,
) -> None:
    await ask(world, UNKNOWN)
    await ask(world, "what is the capital of mongolia", times=2)
    panel = await open_gap(world, editor, 1)
    await world.restart()

    await editor.click(panel, label=BUTTONS[choice])

    assert [(one.question, one.choice) for one in decisions_in(world.log)] == [(UNKNOWN, choice)]
    assert list(options(panel)) == ["1. what is the capital of mongolia"]


async def test_of_two_editors_at_once_the_first_decides(world: World, editor: Any) -> None:  # noqa: ANN401
    await ask(world, UNKNOWN)
    panels = [await open_gap(world, editor) for _ in range(2)]

    await editor.click(panels[0], label="Not for us")
    await editor.click(panels[1], label="Needs a new fact")

    assert [one.choice for one in decisions_in(world.log)] == ["not-for-us"]
    assert GONE in texts(panels[1])


async def test_the_list_leads_to_no_question_that_is_decided_or_of_another_server(
    world: World,
    editor: Any,  # noqa: ANN401
) -> None:
    await ask(world, UNKNOWN)
    panel = await open_gap(world, editor)
    await editor.click(panel, label="Back to the list")
    await world.desk.records.decide(Decision(1, UNKNOWN, "later", None, utc_now(), here(world)))

    await editor.select(panel, values=list(options(panel).values()))

    assert GONE in texts(panel)
    await ask(world, "who stole the crown jewels", guild="1")
    assert await world.desk.records.gaps(here(world)) == []


async def test_a_question_is_no_phrasing_of_a_fact_that_is_gone(
    world: World,
    editor: Any,  # noqa: ANN401
    folder: Folder,
) -> None:
    await ask(world, "commander")
    panel = await open_gap(world, editor)
    chosen = next(iter(options(panel).values()))
    await world.desk.reload(Loader(folder.facts, folder.sources))

    await editor.select(panel, values=[chosen])

    assert decisions_in(world.log) == []
    assert list(options(panel)) == ["1. commander"]


async def test_why_a_fact_was_not_what_was_asked_is_shown_to_editors(world: World, editor: Any) -> None:  # noqa: ANN401
    answer = await world.alice.slash(world.channel, "fact", query="when was ISIS-K formed")
    await world.alice.click(answer.response, label="Not my question")
    await world.alice.click(answer.response, label="Out of date")

    result = await editor.slash(world.channel, "editors gaps")

    assert "1 × not the question: out of date · ISIS-K was founded in 2015" in texts(result.response)


def here(world: World) -> str:
    """The id of the server."""
    return str(world.channel.guild.id)


async def test_nothing_of_another_server_is_shown(world: World, editor: Any) -> None:  # noqa: ANN401
    await ask(world, UNKNOWN, guild="1")
    await world.desk.records.request(1, UNKNOWN, Asker("request", "7", "1", "2"))

    for report, nothing in [("gaps", "No gaps"), ("requests", "No requests")]:
        result = await editor.slash(world.channel, f"editors {report}")
        assert nothing in texts(result.response)
        assert "world cup" not in texts(result.response)
    status = await editor.slash(world.channel, "editors status")
    assert "**Here today** (UTC): 0 questions" in texts(status.response)


async def test_requests_show_what_was_asked_where_and_when_and_not_by_whom(world: World, editor: Any) -> None:  # noqa: ANN401
    offered = await world.alice.slash(world.channel, "fact", query=UNKNOWN)
    await send_to_editors(world.alice, offered.response)

    result = await editor.slash(world.channel, "editors requests")

    assert re.search(rf"\*\*1\. {UNKNOWN}\*\*\nasked <t:\d+:R> in <#{world.channel.id}>", texts(result.response))
    assert str(world.alice.id) not in texts(result.response)


async def test_reports_are_paged_and_pages_turn_after_a_restart(world: World, editor: Any) -> None:  # noqa: ANN401
    asked = [f"{a}{b} {b}{a}?" for a in ("zulu", "yankee", "xray") for b in ("whisky", "victor", "uniform", "tango")]
    for number, question in enumerate(asked):
        await world.desk.records.request(number, question, Asker("request", "7", str(world.channel.guild.id), "2"))
    result = await editor.slash(world.channel, "editors requests")
    first = texts(result.response)
    await world.restart()

    await editor.click(result.response, label="Page 1 of 2: next")
    second = texts(result.response)
    await editor.click(result.response, label="Back")

    assert [question for question in asked if question not in first + second] == []
    assert texts(result.response) == first
    assert buttons(result.response)["Back"]["disabled"]


async def put(world: World, question: str, person: int = 7, channel: int = 2, guild: str | None = None) -> int:
    """Puts a question to the editors of this server or another; the id of its row."""
    here = guild or str(world.channel.guild.id)
    reply = await world.desk.ask(question, Asker("fact", str(person), here, str(channel)))
    await world.desk.records.request(reply.id, question, Asker("request", str(person), here, str(channel)))
    return reply.id


async def test_requests_that_ask_the_same_are_one_with_how_often_by_how_many_and_where(
    world: World,
    editor: Any,  # noqa: ANN401
) -> None:
    await put(world, UNKNOWN, person=1, channel=11)
    await put(world, "Who won the 1998 World Cup?", person=2, channel=12)
    await put(world, "what is the capital of mongolia", person=2)
    for person, channel in ((2, 11), (3, 13), (3, 14), (3, 15)):
        await put(world, UNKNOWN, person, channel)

    result = await editor.slash(world.channel, "editors requests")

    shown = texts(result.response)
    assert re.search(
        rf"\*\*1\. {UNKNOWN}\*\*\nasked 6 times by 3 people, last <t:\d+:R> "
        r"in <#15>, <#14>, <#13> and 2 more channels\n"
        r"-# also asked as “Who won the 1998 World Cup\?”\n\*\*2\. what is the capital",
        shown,
    )


async def test_what_is_set_aside_leaves_the_list_until_it_is_put_back(world: World, editor: Any) -> None:  # noqa: ANN401
    for person in (1, 2):
        await put(world, UNKNOWN, person)
    await put(world, "what is the capital of mongolia")
    result = await editor.slash(world.channel, "editors requests")
    assert "Dismissed: " not in str(buttons(result.response))

    await editor.select(result.response, values=[options(result.response)[f"2. {UNKNOWN}"]])

    assert f"-# Dismissed: “{UNKNOWN}”\n### Questions to the editors" in texts(result.response)
    assert f". {UNKNOWN}" not in texts(result.response)
    assert "**1. what is the capital of mongolia**" in texts(result.response)

    await world.restart()
    await editor.click(result.response, label="Dismissed: 1")
    assert "### Dismissed\n" in texts(result.response)
    assert f"**1. {UNKNOWN}**\nasked 2 times by 2 people" in texts(result.response)

    await editor.select(result.response, values=[options(result.response)[f"1. {UNKNOWN}"]])
    assert f"-# Restored: “{UNKNOWN}”\n### Nothing is dismissed" in texts(result.response)
    await editor.click(result.response, label="Back to the list")
    assert f"**2. {UNKNOWN}**" in texts(result.response)


async def test_a_request_that_is_gone_or_of_another_server_cannot_be_moved(world: World, editor: Any) -> None:  # noqa: ANN401
    await put(world, UNKNOWN)
    await put(world, UNKNOWN, guild="1", channel=3)
    result = await editor.slash(world.channel, "editors requests")
    here, elsewhere = await world.desk.records.open_requests()
    assert await world.desk.records.set_aside(str(world.channel.guild.id), elsewhere.id, aside=True) is None
    await world.desk.records.settle(here.id, "founders")

    await editor.select(result.response, values=[str(here.id)])

    assert texts(result.response) == "### No requests\nNobody here is waiting for the editors."
    assert [request.set_aside_at for request in await world.desk.records.open_requests()] == [None]


async def test_words_that_nobody_sees_can_be_set_aside_too(world: World, editor: Any) -> None:  # noqa: ANN401
    await world.desk.records.request(1, "\u200b", Asker("request", "7", str(world.channel.guild.id), "2"))
    result = await editor.slash(world.channel, "editors requests")

    await editor.select(result.response, values=list(options(result.response).values()))

    assert "### No requests" in texts(result.response)


async def test_the_status_counts_what_waits_for_a_fact_here(world: World, editor: Any) -> None:  # noqa: ANN401
    for question in (UNKNOWN, "what is the capital of mongolia", "who stole the crown jewels"):
        await put(world, question)
    await put(world, UNKNOWN, guild="1", channel=3)
    crown = (await world.desk.records.open_requests())[2]
    await world.desk.records.set_aside(str(world.channel.guild.id), crown.id, aside=True)

    result = await editor.slash(world.channel, "editors status")

    assert "**Waiting for a fact here**: 2 requests (`/editors requests`)" in texts(result.response)


async def test_the_status_shows_the_base_the_log_and_what_was_asked_here_today(world: World, editor: Any) -> None:  # noqa: ANN401
    for question in (UNKNOWN, "when was ISIS-K formed", "commander"):
        await ask(world, question)

    result = await editor.slash(world.channel, "editors status")

    shown = texts(result.response)
    base = world.desk.base
    assert f"**Facts**: {len(base.facts)}, version `{base.version}`, live since <t:" in shown
    assert re.search(r"\*\*Log\*\*: \d\.\d MB, writable", shown)
    assert "3 questions: 1 answered, 1 with suggestions, 1 without an answer" in shown
    assert re.search(r"\*\*Response time\*\*: \d+ ms \(median\), \d+ ms \(95th percentile\)", shown)


async def test_the_status_counts_what_is_due_for_a_review(
    world: World,
    editor: Any,  # noqa: ANN401
    folder: Folder,
) -> None:
    today = datetime.now(UTC).date()
    folder.change("facts/bridges.yaml", "claim: The Arn bridge is", f"reviewed: {today}\n    claim: The Arn bridge is")
    folder.change("sources/herald.yaml", "kind:", "read: 2024-01-31\nkind:")
    await world.desk.reload(Loader(folder.facts, folder.sources))

    result = await editor.slash(world.channel, "editors status")

    due = "1 fact and 1 source, not reviewed or read for 180 days (`factbot check --stale 180d`)"
    assert f"**Due for a review**: {due}" in texts(result.response)


async def test_the_status_shows_why_an_edit_is_not_taken(world: World, editor: Any, folder: Folder) -> None:  # noqa: ANN401
    folder.change("facts/bridges.yaml", "id: length", "id: opening")
    with pytest.raises(BadFactBase):
        await world.desk.reload(Loader(folder.facts, folder.sources))

    result = await editor.slash(world.channel, "editors status")

    assert "The files have errors and are not live" in texts(result.response)
    assert "the id 'opening' is taken" in texts(result.response)


async def test_the_status_shows_when_the_base_was_taken_and_when_the_folders_were_read(
    world: World,
    editor: Any,  # noqa: ANN401
    folder: Folder,
) -> None:
    folder.change("facts/bridges.yaml", "id: length", "id: opening")
    with pytest.raises(BadFactBase):
        await world.desk.reload(Loader(folder.facts, folder.sources))
    world.desk.editing = replace(world.desk.editing, taken_at=1_000.0, read_at=2_000.0)

    result = await editor.slash(world.channel, "editors status")

    assert f"version `{world.desk.base.version}`, live since <t:1000:R>" in texts(result.response)
    assert "The files have errors and are not live** (read <t:2000:R>)" in texts(result.response)


async def test_the_status_shows_what_the_last_edit_changed(world: World, editor: Any, folder: Folder) -> None:  # noqa: ANN401
    loader = Loader(folder.facts, folder.sources)
    await world.desk.reload(loader)
    folder.change("facts/bridges.yaml", "is 210 metres long", "is *310* metres long")
    await world.desk.reload(loader)

    result = await editor.slash(world.channel, "editors status")

    assert "**Last edit**: facts: 1 changed" in texts(result.response)
    assert "- **now reads** · The Arn bridge is *310* metres long." in texts(result.response)
    assert r"\\*310\\*" in str(result.response.components)


async def test_the_status_shows_why_editors_cannot_be_told_of_edits(world: World, editor: Any) -> None:  # noqa: ANN401
    await world.restart(FactbotClient(world.desk, editors_channel=EditorsChannel(1)))

    result = await editor.slash(world.channel, "editors status")

    assert "**Notices cannot be posted in the editors’ channel**: no server of this process has a" in texts(
        result.response
    )


async def test_the_status_is_shown_where_the_log_cannot_be_read(world: World, editor: Any) -> None:  # noqa: ANN401
    world.log.rename(world.log.with_name("gone"))
    world.log.mkdir()

    result = await editor.slash(world.channel, "editors status")

    shown = texts(result.response)
    assert f"**Facts**: {len(world.desk.base.facts)}, version `{world.desk.base.version}`" in shown
    assert "**It is not writable**: its file was moved or removed" in shown
    assert "**Today’s questions cannot be read**: the query log cannot be read (" in shown


async def test_the_status_shows_rows_that_were_dropped_though_none_waits(world: World, editor: Any) -> None:  # noqa: ANN401
    no_id = 2**70  # which is more than any table takes
    assert await world.desk.records.judge(no_id, None, "none-of-these", Asker("fact", "1")) is WriteResult.DROPPED

    result = await editor.slash(world.channel, "editors status")

    assert "0 rows waiting, 1 dropped since the start" in texts(result.response)


async def test_the_status_counts_the_statements_of_a_checked_message_apart(world: World, editor: Any) -> None:  # noqa: ANN401
    message = await world.bob.send(world.channel, "Lunch at noon? ISIS-K was founded in 2012.")
    await world.alice.context_menu(world.channel, "Check against facts", message)

    result = await editor.slash(world.channel, "editors status")

    shown = texts(result.response)
    assert "**Here today** (UTC): 0 questions\n**Statements checked**: 2" in shown


async def test_a_log_that_cannot_be_read_is_said_in_one_line_here_and_there(
    world: World,
    editor: Any,  # noqa: ANN401
    caplog: pytest.LogCaptureFixture,
) -> None:
    world.log.rename(world.log.with_name("gone"))
    for left in world.log.parent.glob("log.sqlite3-*"):
        left.unlink()

    result = await editor.slash(world.channel, "editors gaps")

    assert texts(result.response or result.followups[0]) == LOG_AWAY
    assert "an interaction ended without the query log: the query log cannot be read" in caplog.text
    assert "Traceback" not in caplog.text


async def test_what_people_asked_formats_nothing_and_pings_nobody_there(world: World, editor: Any) -> None:  # noqa: ANN401
    await ask(world, "# @everyone <@123456789012345678> **zulu** [whisky](https://example.org)")

    result = await editor.slash(world.channel, "editors gaps")

    raw = str([part["content"] for part in walk_components(result.response.components) if part.get("type") == 10])
    assert "@everyone" not in raw
    assert "<@123456789012345678>" not in raw
    assert "[whisky](https" not in raw


async def test_outside_the_editors_server_no_texts_of_edits_are_shown(world: World, editor: Any) -> None:  # noqa: ANN401
    world.env.create_guild("another")
    world.desk.editing = replace(world.desk.editing, problems=(Problem("facts/secret.yaml", Position(), "wrong"),))

    result = await editor.slash(world.channel, "editors status")

    assert "**The files have 1 error and are not live**" in texts(result.response)
    assert "secret.yaml" not in texts(result.response)


@pytest.mark.parametrize("control", ["turn", "list", "dismiss", "open", "decide", "phrasing"])
async def test_every_control_asks_again_whether_somebody_is_an_editor(world: World, control: str) -> None:
    """Whom *Integrations* name may use the command; that they no longer may, a press does not tell."""
    for number in range(30):
        await ask(world, f"{chr(97 + number % 26) * 6} {number}")
    for question in (UNKNOWN, "what is the capital of mongolia"):
        await put(world, question)
    await world.desk.records.set_aside(here(world), (await world.desk.records.open_requests())[0].id, aside=True)
    command = next(one for one in await world.env.bot.tree.fetch_commands() if one.name == "editors")
    world.channel.guild.set_command_permissions(command, {world.alice: True})
    report = "requests" if control in ("list", "dismiss") else "gaps"
    result = await world.alice.slash(world.channel, f"editors {report}")
    if control in ("decide", "phrasing"):
        await world.alice.select(result.response, values=[next(iter(options(result.response).values()))])
    before = texts(result.response)
    await world.env.advance_time(FRESH.total_seconds() + 1)

    if label := {"turn": "Page 1 of 4: next", "list": "Dismissed: 1", "decide": "Later"}.get(control):
        late = await world.alice.click(result.response, label=label)
    else:
        late = await world.alice.select(result.response, values=[next(iter(options(result.response).values()))])

    assert texts(late.response) == STALE
    assert texts(result.response) == before
    assert decisions_in(world.log) == []
    assert len((await world.desk.records.requests(here(world))).listed) == 1
