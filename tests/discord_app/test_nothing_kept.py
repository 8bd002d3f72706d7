"""A bot that runs for months keeps nothing of an answer once it is sent."""

import asyncio
import gc

from discord import ui

from tests.discord_app.conftest import World


async def test_nothing_is_kept_of_an_answer_that_has_left(world: World) -> None:
    for share in (False, True, False, True):
        await world.alice.slash(world.channel, "fact", query="when was ISIS-K formed?", share=share)

    gc.collect()

    assert [kept for kept in gc.get_objects() if isinstance(kept, ui.LayoutView)] == []
    assert [task.get_name() for task in asyncio.all_tasks() if "View" in task.get_name()] == []
