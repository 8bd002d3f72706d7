"""Every command and control there is: pressed after a restart, and by two people at once."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from copy import deepcopy
from functools import partial
from typing import Any, TypeAlias

import discord
import pytest
from simcord.components import walk_components

from bot.discord_app.client import OUT_OF_USE, OUTDATED
from bot.discord_app.interactions import Interaction, Replies
from bot.pictures.album import Album, Picture
from bot.snapshot import Snapshot
from tests.discord_app.conftest import World
from tests.discord_app.panel import modal_values, send_to_editors, texts
from tests.discord_app.test_pages import LONG, a_base

KNOWN, VAGUE, UNKNOWN = "when was ISIS-K formed?", "commander", "who won the 1998 world cup"
CHECKED = "Check against facts"

Opened: TypeAlias = Any
"""SimCord's message that has the control, or the result that shows a form."""
Way: TypeAlias = Callable[[World, Any], Awaitable[Opened]]


def using(name: str, /, **given: object) -> Way:
    """The answer to a command."""

    async def way(world: World, person: Any) -> Opened:  # noqa: ANN401 - SimCord's member
        return (await person.slash(world.channel, name, **given)).response

    return way


def then(way: Way, custom_id: str) -> Way:
    """What a message shows once its first control of that beginning is used."""

    async def further(world: World, person: Any) -> Opened:  # noqa: ANN401
        message = await way(world, person)
        await use(person, message, custom_id)
        return message

    return further


def after(earlier: Way, way: Way) -> Way:
    """What a way leads to once the person has gone an earlier one."""

    async def both(world: World, person: Any) -> Opened:  # noqa: ANN401
        await earlier(world, person)
        return await way(world, person)

    return both


async def checked(world: World, person: Any) -> Opened:  # noqa: ANN401
    """A private check of somebody's message."""
    message = await person.send(world.channel, "ISIS-K was founded in 2012.")
    return (await person.context_menu(world.channel, CHECKED, message)).response


async def form(world: World, person: Any) -> Opened:  # noqa: ANN401
    """The form that asks the editors."""
    vague = await using("fact", query=VAGUE)(world, person)
    return await person.click(vague, label="Ask the editors")


async def with_the_editors(world: World, person: Any) -> Opened:  # noqa: ANN401
    """The panel of a question that is with the editors."""
    vague = await using("fact", query=VAGUE)(world, person)
    await send_to_editors(person, vague)
    return vague


async def with_pages(world: World, person: Any) -> Opened:  # noqa: ANN401
    """An answer with more evidence than a message holds."""
    base = a_base("A claim with much evidence.", LONG)
    world.desk._snapshot = Snapshot.of(base)
    return await using("fact", query=f"fact:{base.facts[0].id}")(world, person)


ANSWER = using("fact", query=KNOWN)
FOLLOWED = then(ANSWER, "follow:")
GAPS = after(using("fact", query=UNKNOWN), using("editors gaps"))
GAP = then(GAPS, "gap:")
TRACES = after(FOLLOWED, using("privacy"))

CONTROLS: Mapping[str, Way] = {
    "share": ANSWER,
    "pick": ANSWER,
    "show": using("fact", query=KNOWN, share=True),
    "page": with_pages,
    "judge": ANSWER,
    "why": then(ANSWER, "judge:not-asked:"),
    "none": using("fact", query=VAGUE),
    "request": using("fact", query=VAGUE),
    "ask": form,
    "withdraw": with_the_editors,
    "list": using("disputes", share=True),
    "topics": using("topics"),
    "go": then(using("topics"), "topics"),
    "said": using("source", name="global-news", share=True),
    "open-source": ANSWER,
    "source": then(using("source", name="global-news"), "said:"),
    "sources": using("sources", share=True),
    "check": checked,
    "check:share": checked,
    "follow": ANSWER,
    "unfollow": FOLLOWED,
    "report": GAP,
    "requests": after(with_the_editors, using("editors requests")),
    "gap": GAPS,
    "decide": GAP,
    "forget:ask": TRACES,
    "forget:do": then(TRACES, "forget:ask"),
    "end": TRACES,
}
"""How one comes to each control, by how its custom ids begin."""

COMMANDS: Mapping[str, Mapping[str, object]] = {
    "fact": {"query": KNOWN},
    "disputes": {},
    "topics": {},
    "source": {"name": "global-news"},
    "sources": {},
    "editors gaps": {},
    "editors requests": {},
    "editors status": {},
    "privacy": {},
}
"""Every slash command with what it needs."""


async def use(person: Any, opened: Opened, beginning: str) -> Any:  # noqa: ANN401 - SimCord's result
    """Presses the first live control whose custom id begins so, chooses its first option, or sends the form."""
    if getattr(opened, "modal", None):
        return await person.submit_modal(opened, modal_values(opened))
    found = [
        part for part in walk_components(opened.components) if str(part.get("custom_id", "")).startswith(beginning)
    ]
    control = next(part for part in found if not part.get("disabled"))
    if "options" in control:
        return await person.select(opened, [control["options"][0]["value"]], custom_id=control["custom_id"])
    return await person.click(opened, custom_id=control["custom_id"])


def succeeded(world: World, *pressed: Any) -> None:  # noqa: ANN401
    """Every press was answered, none with an apology or as out of use."""
    assert all(press.acknowledged for press in pressed)
    said = [texts(press.response) for press in pressed if press.response]
    assert {OUT_OF_USE, OUTDATED}.isdisjoint(said)
    assert world.env.bot.connection_state.failures == 0


async def at_once(world: World, *presses: Callable[[], Awaitable[Any]]) -> list[Any]:
    """What comes of presses of which each is made before any is answered."""
    answered, all_made = Replies.answered, asyncio.Event()

    async def later(self: Replies, interaction: Interaction, work: Awaitable[Any]) -> None:
        await world.env.external_wait(all_made.wait(), reason="others press meanwhile")
        await answered(self, interaction, work)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Replies, "answered", later)
        made = [await press() for press in presses]
        assert not any(press.acknowledged for press in made)
        all_made.set()
        await world.env.settle()
    succeeded(world, *made)
    return made


@pytest.fixture(autouse=True)
def pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pictures that are there at once: drawing, which other tests do, may take longer than SimCord waits."""
    album = Album(Picture("matrix.png", b"", "A matrix."), Picture("pairs.png", b"", "Pairs."))
    monkeypatch.setattr("bot.discord_app.sources.source_commands.draw", lambda selection, theme: album)


@pytest.fixture
def editors(world: World) -> tuple[Any, Any]:
    """Two people who may use everything."""
    role = world.channel.guild.create_role("editors", permissions=discord.Permissions(manage_guild=True))
    erin, frank = (world.env.create_user(name) for name in ("erin", "frank"))
    return tuple(world.channel.guild.add_member(one, roles=[role]) for one in (erin, frank))


async def test_every_command_and_control_is_listed_here(world: World) -> None:
    patterns = [pattern.pattern for pattern, _ in world.env.bot._controls._rows]
    commands = {command.qualified_name for command in world.env.bot.tree.walk_commands()}

    assert sorted(pattern.partition("(")[0].rstrip(":") for pattern in patterns) == sorted(CONTROLS)
    assert commands == {*COMMANDS, "editors"}
    assert [menu.name for menu in world.env.bot.tree.get_commands(type=discord.AppCommandType.message)] == [CHECKED]


@pytest.mark.parametrize("beginning", CONTROLS)
async def test_every_control_works_after_a_restart(world: World, editors: tuple[Any, Any], beginning: str) -> None:
    opened = await CONTROLS[beginning](world, editors[0])
    await world.restart()

    succeeded(world, await use(editors[0], opened, beginning))


@pytest.mark.parametrize("beginning", CONTROLS)
async def test_every_control_works_for_two_at_once(world: World, editors: tuple[Any, Any], beginning: str) -> None:
    first = await CONTROLS[beginning](world, editors[0])
    public = not hasattr(first, "modal") and not first.ephemeral
    second = first if public else await CONTROLS[beginning](world, editors[1])
    before = deepcopy(first.components) if public else None

    ways = ((editors[0], first), (editors[1], second))
    pressed = await at_once(world, *(partial(use, person, opened, beginning) for person, opened in ways))

    if public:
        assert all(press.ephemeral for press in pressed)
        assert first.components == before


@pytest.mark.parametrize("name", COMMANDS)
async def test_every_command_works_for_two_at_once(world: World, editors: tuple[Any, Any], name: str) -> None:
    used = await at_once(world, *(partial(one.slash, world.channel, name, **COMMANDS[name]) for one in editors))

    assert all(one.ephemeral for one in used)


async def test_two_check_a_message_at_once(world: World, editors: tuple[Any, Any]) -> None:
    message = await world.alice.send(world.channel, "ISIS-K was founded in 2012.")

    used = await at_once(world, *(partial(one.context_menu, world.channel, CHECKED, message) for one in editors))

    assert all(one.ephemeral for one in used)
