"""What an edit costs those who ask meanwhile is kept small."""

import gc
import sys
import weakref
from collections.abc import Callable
from typing import TypeVar

import pytest
import yaml

from bot.background import TURN_SECONDS
from bot.desk import Desk
from bot.factbase.loading import Loader
from bot.factbase.model import FactBase
from bot.factbase.problem import BadFactBase
from bot.matching.matcher import Matcher
from bot.reply import Asker
from bot.snapshot import Snapshot, take_snapshot
from tests.editing import FACTS, Folder

T = TypeVar("T")


async def test_what_an_edit_replaced_is_freed_without_garbage_collection(folder: Folder) -> None:
    loader = Loader(folder.facts, folder.sources)
    desk = Desk(Snapshot.of(loader.load()), None)
    await desk.ask("when did the arn brigde opeen", Asker("test"))
    finder = desk._snapshot.matcher._finder
    parts = [finder, finder._reader, finder._spelling, finder._measurer, finder.index]
    kept = [weakref.ref(part) for part in parts]
    del finder, parts
    folder.change("facts/bridges.yaml", "is 210 metres long", "is 310 metres long")

    gc.disable()
    try:
        await desk.reload(loader)
        assert desk.calibrating
        await desk.calibrating
    finally:
        gc.enable()

    assert [part() for part in kept] == [None] * len(kept)


async def test_soon_after_an_edit_answers_are_as_sure_as_those_of_a_new_bot(folder: Folder) -> None:
    loader = Loader(folder.facts, folder.sources)
    desk = Desk(Snapshot.of(loader.load()), None)
    folder.change("facts/bridges.yaml", "      - arn bridge opening year\n", "")

    await desk.reload(loader)
    assert desk.calibrating
    await desk.calibrating

    assert desk.base.facts[0].phrasings == ("When did the Arn bridge open?",)
    assert desk.explain("arn bridge").calibration == str(Matcher.of(desk.base).calibration)


async def seen_while_reading(folder: Folder, look: Callable[[], T]) -> list[T]:
    """What is seen each time the folders are read for an edit."""
    seen: list[T] = []

    class Noting(Loader):
        def load(self) -> FactBase:
            seen.append(look())
            return super().load()

    await Desk(take_snapshot(folder.facts, folder.sources), None).reload(Noting(folder.facts, folder.sources))
    return seen


async def test_threads_take_short_turns_while_an_edit_is_read_and_no_longer(folder: Folder) -> None:
    before = sys.getswitchinterval()

    turns = await seen_while_reading(folder, sys.getswitchinterval)

    assert turns == [pytest.approx(TURN_SECONDS)]
    assert sys.getswitchinterval() == before


async def test_what_was_wrong_with_many_files_is_told_without_keeping_where_each_word_of_them_stands(
    folder: Folder,
) -> None:
    entries = "".join(
        FACTS.partition("facts:\n")[2].replace("opening", f"o{n}").replace("length", f"l{n}") for n in range(40)
    )
    folder.write("facts/bridges.yaml", f"topic: Bridges\nfacts:\n{entries}")
    loader = Loader(folder.facts, folder.sources)
    desk = Desk(Snapshot.of(loader.load()), None)
    (folder.sources / "herald.yaml").rename(folder.root / "herald.yaml")

    for _ in range(2):
        with pytest.raises(BadFactBase):
            await desk.reload(loader)

    assert len(desk.editing.problems) == 40
    assert [kept for kept in gc.get_objects() if isinstance(kept, yaml.Node)] == []


async def test_no_garbage_is_collected_while_an_edit_is_read_and_it_is_again_after_it(folder: Folder) -> None:
    collecting = await seen_while_reading(folder, gc.isenabled)

    assert collecting == [False]
    assert gc.isenabled()
