"""The README's pictures show what the bot answers now, say so in words too, and are small enough to load anywhere."""

import json
from pathlib import Path

import pytest
from PIL import Image

from bot.desk import Desk
from bot.querylog.store import QueryLog
from bot.snapshot import Snapshot
from bot.terminal.preview import staged
from tests.conftest import PROJECT
from tests.readme_pictures.scenes import FOLDER, PANELS, SCENES, SHARPNESS, WIDTH, ask, fingerprint, shown

STALE = "the panel has changed since its picture was taken: python -m tests.readme_pictures"


async def test_every_picture_shows_what_the_bot_answers_now_and_its_text_says_the_same(
    shipped: Snapshot, tmp_path: Path
) -> None:
    readme = (PROJECT / "README.md").read_text(encoding="utf-8")
    taken = json.loads(PANELS.read_text(encoding="utf-8"))

    async with await QueryLog.open(tmp_path / "log.sqlite3") as querylog, staged(Desk(shipped, querylog)) as stage:
        for scene in SCENES:
            message = await ask(stage, scene)
            assert taken[scene] == fingerprint(message), f"{scene}: {STALE}"
            assert shown(scene, message) in readme


async def test_a_fingerprint_is_that_of_the_panel_not_of_the_time_or_the_asker(
    shipped: Snapshot, tmp_path: Path
) -> None:
    async with await QueryLog.open(tmp_path / "log.sqlite3") as querylog, staged(Desk(shipped, querylog)) as stage:
        first, again = [fingerprint(await ask(stage, "disputed")) for _ in range(2)]
        other = fingerprint(await ask(stage, "agreed"))

    assert first == again
    assert other != first


@pytest.mark.parametrize("scene", SCENES)
def test_a_picture_is_as_wide_as_a_telephone_and_small(scene: str) -> None:
    file = FOLDER / f"{scene}.png"

    with Image.open(file) as picture:
        assert picture.width == WIDTH * SHARPNESS
    assert file.stat().st_size < 150_000


def test_no_picture_is_left_over() -> None:
    assert {file.stem for file in FOLDER.glob("*.png")} == SCENES.keys() == json.loads(PANELS.read_text()).keys()
