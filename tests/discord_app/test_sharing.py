"""Share: a private answer is posted for everybody, once, by name, with its question; whatever fails in between."""

import discord
import pytest

from bot.discord_app.ask.fact_command import ALREADY, MAY_NOT
from tests.discord_app.conftest import World
from tests.discord_app.panel import buttons, menu, offered, related, texts

KNOWN = "when was ISIS-K formed?"
FOLLOW_UP = "/webhooks/*"


async def test_a_shared_answer_fits_a_phone_and_leads_to_its_sources(world: World) -> None:
    private = await world.alice.slash(world.channel, "fact", query=KNOWN)
    before = texts(private.response)

    (posted,) = (await world.alice.click(private.response, label="Share")).followups
    await world.restart()
    opened = await world.bob.click(posted, label="Show the sources")

    sharer, question, claim, verdict, *_ = texts(posted).splitlines()
    assert not posted.ephemeral
    assert [sharer, question] == [f"-# Shared by <@{world.alice.id}>", f"-# Asked: {KNOWN}"]
    assert claim == "## ISIS-K was founded in 2015."
    assert all(value in verdict for value in ("Sources differ", "2015", "late 2014"))
    assert len(texts(posted)) < 500
    assert texts(private.response) == before
    assert opened.ephemeral
    assert texts(opened.response) == before


async def test_with_share_the_command_posts_the_same(world: World) -> None:
    private = await world.alice.slash(world.channel, "fact", query=KNOWN)
    (posted,) = (await world.alice.click(private.response, label="Share")).followups

    shared = await world.alice.slash(world.channel, "fact", query=KNOWN, share=True)

    assert not shared.ephemeral
    assert texts(shared.response) == texts(posted).partition("\n")[2]


async def test_sharing_pings_nobody(world: World) -> None:
    private = await world.alice.slash(world.channel, "fact", query="@everyone when was ISIS-K formed?")

    await world.alice.click(private.response, label="Share")

    (posted,) = [sent for sent in world.sent() if sent.method == "POST" and sent.path.startswith("/webhooks")]
    assert posted.body["allowed_mentions"] == {"parse": []}


async def test_the_private_panel_says_that_it_is_shared(world: World) -> None:
    private = await world.alice.slash(world.channel, "fact", query=KNOWN)

    await world.alice.click(private.response, label="Share")

    assert buttons(private.response)["Shared"]["disabled"]
    assert "Share" not in buttons(private.response)


async def test_sharing_from_a_list_keeps_the_way_back_to_it(world: World) -> None:
    listed = await world.alice.slash(world.channel, "disputes")
    await world.alice.select(listed.response, [menu(listed.response)[0]["value"]])

    pressed = await world.alice.click(listed.response, label="Share")

    assert "Back to the list" in buttons(listed.response)
    assert "Back to the list" not in buttons(pressed.followups[0])


async def test_another_fact_on_that_panel_can_be_shared_again(world: World) -> None:
    private = await world.alice.slash(world.channel, "fact", query=KNOWN)
    await world.alice.click(private.response, label="Share")
    other = menu(private.response)[0]["value"]
    await world.alice.select(private.response, [other], custom_id=related(private.response))

    pressed = await world.alice.click(private.response, label="Share")

    assert len(pressed.followups) == 1


async def test_two_presses_at_once_post_it_once(world: World) -> None:
    private = await world.alice.slash(world.channel, "fact", query=KNOWN)
    world.env.bot.sharing.begun.append(
        (private.response.id, buttons(private.response)["Share"]["custom_id"])
    )  # a first press is under way

    second = await world.alice.click(private.response, label="Share")

    assert texts(second.response) == ALREADY
    assert second.ephemeral
    assert second.followups == []


async def test_share_works_on_a_panel_from_before_a_restart(world: World) -> None:
    private = await world.alice.slash(world.channel, "fact", query=KNOWN)
    await world.restart()

    pressed = await world.alice.click(private.response, label="Share")

    assert f"Asked: {KNOWN}" in texts(pressed.followups[0])


async def test_a_post_that_fails_is_apologised_for_and_can_be_tried_again(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    private = await world.alice.slash(world.channel, "fact", query=KNOWN)
    world.env.inject_error("POST", FOLLOW_UP, status=503)

    failed = await world.alice.click(private.response, label="Share")
    assert "Something went wrong on our side" in texts(failed.followups[0])
    assert failed.followups[0].ephemeral
    assert "interaction failed, reference" in caplog.text
    again = await world.alice.click(private.response, label="Share")

    assert "Shared by" in texts(again.followups[0])


async def test_a_fact_chosen_from_private_suggestions_can_be_shared_with_its_question(world: World) -> None:
    result = await world.alice.slash(world.channel, "fact", query="commander")
    await world.alice.click(result.response, custom_id=next(iter(offered(result.response).values())))

    pressed = await world.alice.click(result.response, label="Share")

    assert "Asked: commander" in texts(pressed.followups[0])


async def test_what_everybody_sees_already_offers_no_share(world: World) -> None:
    shared = await world.alice.slash(world.channel, "fact", query=KNOWN, share=True)
    private = await world.alice.slash(world.channel, "fact", query=KNOWN)
    pressed = await world.alice.click(private.response, label="Share")

    assert "Share" not in buttons(shared.response)
    assert "Share" not in buttons(pressed.followups[0])


@pytest.mark.parametrize("in_thread", [False, True])
async def test_nobody_has_the_bot_post_where_they_may_not_write(world: World, in_thread: bool) -> None:
    rules = discord.PermissionOverwrite(send_messages=in_thread, send_messages_in_threads=not in_thread)
    channel = world.channel.guild.create_text_channel("announcements", overwrites={world.bob: rules})
    if in_thread:
        world.env.backend.create_thread(channel.id, "aside", owner_id=world.alice.id)
        (channel,) = channel.threads
    public = await world.alice.slash(channel, "fact", query=KNOWN, share=True)
    own = await world.bob.click(public.response, label="Show the sources")

    pressed = await world.bob.click(own.response, label="Share")
    commanded = await world.bob.slash(channel, "fact", query=KNOWN, share=True)

    assert texts(pressed.response) == MAY_NOT
    assert pressed.ephemeral
    assert pressed.followups == []
    assert commanded.ephemeral


async def test_in_a_thread_the_right_to_write_in_threads_is_what_counts(world: World) -> None:
    rules = discord.PermissionOverwrite(send_messages=False, send_messages_in_threads=True)
    channel = world.channel.guild.create_text_channel("announcements", overwrites={world.bob: rules})
    world.env.backend.create_thread(channel.id, "aside", owner_id=world.alice.id)
    (thread,) = channel.threads
    private = await world.bob.slash(thread, "fact", query=KNOWN)

    pressed = await world.bob.click(private.response, label="Share")

    assert len(pressed.followups) == 1


async def test_an_answer_is_shared_in_a_direct_message_too(world: World) -> None:
    user = world.env.create_user("carol")
    private = await user.slash("fact", query=KNOWN)

    pressed = await user.click(private.response, label="Share")

    assert len(pressed.followups) == 1
