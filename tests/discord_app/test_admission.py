"""Who is answered: everybody, in the servers that the bot is meant for, as often as a person asks."""

import pytest

from bot.discord_app.client import FactbotClient
from bot.discord_app.interactions import ELSEWHERE, RATE, SECONDS, TYPED
from bot.environment import BadSettings
from bot.settings import read_settings
from tests.conftest import query_log_rows
from tests.discord_app.conftest import World
from tests.discord_app.panel import offered as facts_of
from tests.discord_app.panel import send_to_editors, texts
from tests.discord_app.test_every_control import use

KNOWN = "when was ISIS-K formed?"


async def limit_to(world: World, *guilds: int) -> None:
    """Restarts the bot, limited to those servers."""
    await world.restart(FactbotClient(world.desk, frozenset(guilds)))


async def test_in_a_named_server_it_answers(world: World) -> None:
    await limit_to(world, 1, world.channel.guild.id)

    result = await world.alice.slash(world.channel, "fact", query=KNOWN)

    assert "ISIS-K was founded in 2015." in texts(result.response)


async def test_in_another_server_it_says_so_privately_and_answers_nothing(world: World) -> None:
    offered = await world.alice.slash(world.channel, "fact", query="commander", share=True)
    await limit_to(world, 1)

    asked = await world.alice.slash(world.channel, "fact", query=KNOWN, share=True)
    picked = await world.alice.click(offered.response, custom_id=next(iter(facts_of(offered.response).values())))
    completed = await world.alice.autocomplete(world.channel, "fact", "query", "when")

    assert [texts(asked.response), texts(picked.response)] == [ELSEWHERE, ELSEWHERE]
    assert asked.ephemeral
    assert picked.ephemeral
    assert completed == []
    assert query_log_rows(world.log, "query") == [("commander",)]


async def test_what_is_stored_about_oneself_is_shown_and_deleted_everywhere(world: World) -> None:
    await world.alice.slash(world.channel, "fact", query=KNOWN)
    await limit_to(world, 1)

    result = await world.alice.slash(world.channel, "privacy")
    await world.alice.click(result.response, label="Delete everything about me")
    await world.alice.click(result.response, label="Delete 1 entry")

    assert "1 entry was deleted." in texts(result.response)


@pytest.mark.parametrize("ended", ["end:follow", "end:request"])
async def test_what_somebody_waits_for_is_listed_and_ended_everywhere(world: World, ended: str) -> None:
    answer = await world.alice.slash(world.channel, "fact", query=KNOWN)
    await world.alice.click(answer.response, label="Follow")
    await send_to_editors(world.alice, (await world.alice.slash(world.channel, "fact", query="commander")).response)
    await limit_to(world, 1)

    result = await world.alice.slash(world.channel, "privacy")
    await use(world.alice, result.response, ended)

    assert "3 entries about you are stored." in texts(result.response)
    assert ended not in str(result.response.components)


async def test_a_follower_stops_following_where_else_nothing_is_answered(world: World) -> None:
    answer = await world.alice.slash(world.channel, "fact", query=KNOWN)
    await world.alice.click(answer.response, label="Follow")
    await limit_to(world, 1)

    await world.alice.click(answer.response, label="Stop following")

    assert await world.desk.records.follows() == []


async def test_limited_to_servers_it_answers_in_no_direct_message(world: World) -> None:
    await limit_to(world, world.channel.guild.id)
    user = world.env.create_user("carol")

    result = await user.slash("fact", query=KNOWN)

    assert texts(result.response) == ELSEWHERE


async def test_whoever_asks_very_often_is_told_when_to_try_again_and_nobody_else_is_kept_waiting(world: World) -> None:
    for _ in range(RATE):
        result = await world.alice.slash(world.channel, "fact", query=KNOWN)
        assert "ISIS-K was founded" in texts(result.response)

    refused = await world.alice.slash(world.channel, "fact", query=KNOWN, share=True)
    again = int((world.env.now().timestamp()) + SECONDS)

    assert texts(refused.response) == f"Too many requests at once. Please try again <t:{again}:R>."
    assert refused.ephemeral
    assert await world.alice.autocomplete(world.channel, "fact", "query", "when") == []
    assert "ISIS-K was founded" in texts((await world.bob.slash(world.channel, "fact", query=KNOWN)).response)
    await world.env.advance_time(SECONDS + 1)
    assert "ISIS-K was founded" in texts((await world.alice.slash(world.channel, "fact", query=KNOWN)).response)


async def test_no_more_than_the_rate_comes_through_in_any_ten_seconds(world: World) -> None:
    await world.alice.slash(world.channel, "fact", query=KNOWN)
    await world.env.advance_time(SECONDS - 1)
    for _ in range(RATE - 1):
        await world.alice.slash(world.channel, "fact", query=KNOWN)
    await world.env.advance_time(2)

    answers = [texts((await world.alice.slash(world.channel, "fact", query=KNOWN)).response) for _ in range(RATE)]

    assert ["ISIS-K was founded" in answer for answer in answers] == [True] + [False] * (RATE - 1)


async def test_whoever_asked_very_often_has_to_wait_however_long_others_have_been_there(world: World) -> None:
    await world.bob.slash(world.channel, "fact", query=KNOWN)
    await world.env.advance_time(SECONDS - 2)
    for _ in range(RATE):
        await world.alice.slash(world.channel, "fact", query=KNOWN)
    await world.env.advance_time(4)

    refused = await world.alice.slash(world.channel, "fact", query=KNOWN)

    assert "Too many requests at once" in texts(refused.response)


async def test_whoever_types_as_only_a_program_does_is_offered_nothing_more_and_everybody_else_is(world: World) -> None:
    for _ in range(TYPED):
        assert await world.alice.autocomplete(world.channel, "fact", "query", "when")

    assert await world.alice.autocomplete(world.channel, "fact", "query", "when") == []
    assert await world.bob.autocomplete(world.channel, "fact", "query", "when")
    assert "ISIS-K was founded" in texts((await world.alice.slash(world.channel, "fact", query=KNOWN)).response)
    await world.env.advance_time(SECONDS + 1)
    assert await world.alice.autocomplete(world.channel, "fact", "query", "when")


async def test_completions_do_not_count_and_presses_do(world: World) -> None:
    for _ in range(3 * RATE):
        await world.alice.autocomplete(world.channel, "fact", "query", "when")
    offered = await world.alice.slash(world.channel, "fact", query="commander")
    for _ in range(RATE - 1):
        other = await world.alice.slash(world.channel, "fact", query=KNOWN)
        assert "ISIS-K was founded" in texts(other.response)

    picked = await world.alice.click(offered.response, custom_id=next(iter(facts_of(offered.response).values())))

    assert "Too many requests at once" in texts(picked.response)


async def test_a_person_is_remembered_for_all_of_that_time_while_others_come(world: World) -> None:
    for _ in range(RATE):
        await world.alice.slash(world.channel, "fact", query=KNOWN)
    for _ in range(9):
        await world.env.advance_time(SECONDS / 10)
        await world.bob.slash(world.channel, "fact", query=KNOWN)

    early = await world.alice.slash(world.channel, "fact", query=KNOWN)
    await world.env.advance_time(SECONDS / 5)
    in_time = await world.alice.slash(world.channel, "fact", query=KNOWN)

    assert "Too many requests at once" in texts(early.response)
    assert "ISIS-K was founded" in texts(in_time.response)


async def test_a_person_who_came_late_in_a_part_of_that_time_is_remembered_for_all_of_it(world: World) -> None:
    await world.bob.slash(world.channel, "fact", query=KNOWN)
    await world.env.advance_time(0.24 * SECONDS)
    for _ in range(RATE):
        await world.alice.slash(world.channel, "fact", query=KNOWN)
    for share in (0.02, 0.26, 0.26, 0.26):  # each begins another part
        await world.env.advance_time(share * SECONDS)
        await world.bob.slash(world.channel, "fact", query=KNOWN)

    early = await world.alice.slash(world.channel, "fact", query=KNOWN)

    assert "Too many requests at once" in texts(early.response)


async def test_only_people_of_the_last_seconds_are_remembered(world: World) -> None:
    admission = world.env.bot.replies._admission
    for name in ("carol", "dave", "erin"):
        member = world.channel.guild.add_member(world.env.create_user(name))
        await member.slash(world.channel, "fact", query=KNOWN)
    await world.bob.autocomplete(world.channel, "fact", "query", "when")
    assert (len(admission._questions), len(admission._typing)) == (3, 1)  # whoever only types has no rate of questions

    await world.env.advance_time(SECONDS + 1)
    await world.alice.slash(world.channel, "fact", query=KNOWN)
    await world.env.advance_time(SECONDS + 1)
    await world.alice.slash(world.channel, "fact", query=KNOWN)

    assert len(admission._questions) == 1


@pytest.mark.parametrize(
    ("given", "read"), [("", set()), ("7", {7}), (" 7 , 8,", {7, 8}), (str(2**63 - 1), {2**63 - 1})]
)
def test_the_servers_are_ids_separated_by_commas(monkeypatch: pytest.MonkeyPatch, given: str, read: set[int]) -> None:
    monkeypatch.setenv("FACTBOT_GUILDS", given)

    assert read_settings().guilds == read


@pytest.mark.parametrize("given", ["newsroom", "7;8", "-1", "0", str(2**63), "[7]"])
def test_what_is_no_server_is_told(monkeypatch: pytest.MonkeyPatch, given: str) -> None:
    monkeypatch.setenv("FACTBOT_GUILDS", given)

    with pytest.raises(BadSettings, match="FACTBOT_GUILDS"):
        read_settings()
