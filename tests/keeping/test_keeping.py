"""An edit is live soon after, however it is written and wherever the folder lies; a bad one harms nothing."""

import asyncio
import logging
import os
import shutil
from collections.abc import Callable, Iterator

import pytest

from bot.desk import Desk
from bot.editing.reloader import Outcome, reloading, summary
from bot.factbase.loading import Loader
from bot.metrics import Connection, Metrics
from bot.querylog.store import QueryLog
from bot.snapshot import Snapshot
from tests.editing import FACTS, HERALD, Folder
from tests.keeping.conftest import Kept, keeping

EDITED = FACTS.replace("is 210 metres long", "is 310 metres long")
BROKEN = FACTS.replace("id: length", "id: opening")
NEW_CLAIM = "The Arn bridge is 310 metres long."


def written_in_place(folder: Folder) -> None:
    folder.write("facts/bridges.yaml", EDITED)


def written_aside_and_renamed(folder: Folder) -> None:
    folder.write("facts/.bridges.yaml.new", EDITED)
    (folder.facts / ".bridges.yaml.new").rename(folder.facts / "bridges.yaml")


def deleted_and_made_again(folder: Folder) -> None:
    (folder.facts / "bridges.yaml").unlink()
    folder.write("facts/bridges.yaml", EDITED)


def moved_in_from_elsewhere(folder: Folder) -> None:
    folder.write("bridges.yaml", EDITED)
    shutil.move(folder.root / "bridges.yaml", folder.facts / "bridges.yaml")


def folder_deleted_and_made_again(folder: Folder) -> None:
    shutil.rmtree(folder.facts)
    folder.facts.mkdir()
    folder.write("facts/bridges.yaml", EDITED)


def folder_replaced_by_another(folder: Folder) -> None:
    shutil.copytree(folder.facts, folder.root / "next")
    folder.write("next/bridges.yaml", EDITED)
    folder.facts.rename(folder.root / "old")
    (folder.root / "next").rename(folder.facts)


WAYS = [
    written_in_place,
    written_aside_and_renamed,
    deleted_and_made_again,
    moved_in_from_elsewhere,
    folder_deleted_and_made_again,
    folder_replaced_by_another,
]


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
async def test_an_edit_is_live_however_it_is_written(folder: Folder, way: Callable[[Folder], None]) -> None:
    async with keeping(folder) as here:
        way(folder)

        await here.until(lambda: NEW_CLAIM in here.claims)


async def test_a_folder_that_is_a_link_may_be_pointed_elsewhere(folder: Folder) -> None:
    folder.facts.rename(folder.root / "one")
    shutil.copytree(folder.root / "one", folder.root / "two")
    folder.write("two/bridges.yaml", EDITED)
    folder.facts.symlink_to("one")
    async with keeping(folder) as here:
        (folder.root / "link").symlink_to("two")
        (folder.root / "link").rename(folder.facts)

        await here.until(lambda: NEW_CLAIM in here.claims)
        folder.change("two/bridges.yaml", "310 metres", "410 metres")
        await here.until(lambda: "The Arn bridge is 410 metres long." in here.claims)


async def test_a_mounted_config_map_is_followed(folder: Folder) -> None:
    # Kubernetes puts the files into a new folder and points ``..data`` to it; each file is a link through that one.
    (folder.facts / "..1").mkdir()
    (folder.facts / "bridges.yaml").rename(folder.facts / "..1" / "bridges.yaml")
    (folder.facts / "..data").symlink_to("..1")
    (folder.facts / "bridges.yaml").symlink_to("..data/bridges.yaml")
    async with keeping(folder) as here:
        (folder.facts / "..2").mkdir()
        (folder.facts / "..2" / "bridges.yaml").write_text(EDITED, encoding="utf-8")
        (folder.facts / "..data_tmp").symlink_to("..2")
        (folder.facts / "..data_tmp").rename(folder.facts / "..data")
        shutil.rmtree(folder.facts / "..1")

        await here.until(lambda: NEW_CLAIM in here.claims)


async def test_a_file_may_be_a_link_to_one_that_is_edited_where_it_lies(folder: Folder) -> None:
    (folder.facts / "bridges.yaml").rename(folder.root / "elsewhere.yaml")
    (folder.facts / "bridges.yaml").symlink_to("../elsewhere.yaml")
    async with keeping(folder) as here:
        folder.write("elsewhere.yaml", EDITED)

        await here.until(lambda: NEW_CLAIM in here.claims)


async def test_a_source_is_watched_as_a_fact_is(folder: Folder) -> None:
    async with keeping(folder) as here:
        folder.change("sources/herald.yaml", "The Arn Herald", "The Orn Herald")

        await here.until(lambda: here.desk.base.sources["herald"].publisher == "The Orn Herald")


async def test_a_burst_of_saves_is_one_edit(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.editing.watcher.QUIET_SECONDS", 1.0)  # so that a busy machine does not part the burst
    monkeypatch.setattr("bot.editing.watcher.BURST_SECONDS", 20.0)
    async with keeping(folder) as here:
        for metres in range(306, 311):
            folder.write("facts/bridges.yaml", FACTS.replace("is 210 metres long", f"is {metres} metres long"))
            await asyncio.sleep(0.1)

        await here.until(lambda: NEW_CLAIM in here.claims and bool(here.told))
        assert len(here.told) == 1


async def test_a_file_that_is_saved_in_two_halves_is_no_problem(
    folder: Folder, caplog: pytest.LogCaptureFixture
) -> None:
    async with keeping(folder) as here:
        with (folder.facts / "bridges.yaml").open("w", encoding="utf-8") as file:
            file.write(EDITED[: len(EDITED) // 2])
            file.flush()
            await asyncio.sleep(0.2)
            file.write(EDITED[len(EDITED) // 2 :])

        await here.until(lambda: NEW_CLAIM in here.claims and bool(here.told))
        assert [editing.problems for editing in here.told] == [()]
        assert "edit rejected" not in caplog.text


def moved_aside_and_written_anew(folder: Folder) -> Iterator[None]:
    """As some editors save: what is there until then lacks the whole file."""
    (folder.facts / "bridges.yaml").rename(folder.facts / "bridges.yaml~")
    yield
    folder.write("facts/bridges.yaml", EDITED)


def cut_off_between_two_entries(folder: Folder) -> Iterator[None]:
    """As a slow network folder does: what is there until then can be read, and lacks a dispute and a fact."""
    cut = EDITED.index("    disputes:")
    folder.write("facts/bridges.yaml", EDITED[:cut])
    yield
    folder.write("facts/bridges.yaml", EDITED)


@pytest.mark.parametrize(
    "save", [moved_aside_and_written_anew, cut_off_between_two_entries], ids=lambda way: way.__name__
)
async def test_a_save_in_two_steps_is_taken_when_it_is_whole(
    folder: Folder, save: Callable[[Folder], Iterator[None]]
) -> None:
    folder.write("facts/roads.yaml", FACTS.replace("id: opening", "id: paving").replace("id: length", "id: width"))
    async with keeping(folder) as here:
        for _ in save(folder):
            await asyncio.sleep(0.2)

        await here.until(lambda: NEW_CLAIM in here.claims and bool(here.told))
        assert [told.changes and summary(told.changes) for told in here.told] == ["facts: 1 changed"]


async def test_a_fact_that_is_removed_is_gone_in_one_edit(folder: Folder) -> None:
    async with keeping(folder) as here:
        folder.write("facts/bridges.yaml", FACTS[: FACTS.index("  - id: length")])

        await here.until(lambda: len(here.claims) == 1 and bool(here.told))
        assert len(here.told) == 1


async def test_what_should_be_looked_at_in_an_edit_is_told_once_with_what_it_changed(
    folder: Folder, caplog: pytest.LogCaptureFixture
) -> None:
    folder.change("facts/bridges.yaml", "Gives its length.", "Gives #2.")
    async with keeping(folder) as here:
        folder.change("facts/bridges.yaml", "claim: The Arn bridge is 210", "claim: The #1 bridge is 210")
        await here.until(lambda: len(here.told) == 1)
        folder.change("facts/bridges.yaml", "opened in 1931", "opened in 1932")
        await here.until(lambda: len(here.told) == 2)

        (warning,) = here.told[0].warnings
        assert "bridges.yaml:20:15: warning: the text ends before ' #1 bridge is 210" in str(warning)
        assert here.told[0].changes
        assert here.told[1].warnings == ()
        assert caplog.messages == [str(warning)]


async def test_it_is_told_too_where_no_fact_changed_and_is_an_edit_that_was_taken(folder: Folder) -> None:
    async with keeping(folder) as here, await QueryLog.open(folder.root / "log.sqlite3") as log:
        metrics = Metrics(here.desk, log, lambda: Connection(True, 0, 0, None))
        folder.change("facts/bridges.yaml", "210 metres long.", "210 metres long. #1")
        await here.until(lambda: len(here.told) == 1)
        metrics.edited(here.told[0])

        assert here.told[0].changes is None
        assert len(here.told[0].warnings) == 1
        assert metrics.registry.get_sample_value("factbot_edits_total", {"result": "taken"}) == 1


async def test_a_warning_that_only_moved_is_told_no_second_time_and_hides_no_undoing(folder: Folder) -> None:
    folder.change("facts/bridges.yaml", "Gives its length.", "Gives #2.")
    known = (folder.facts / "bridges.yaml").read_text("utf-8")
    async with keeping(folder) as here:
        folder.write("facts/bridges.yaml", known.replace("id: length", "id: opening"))
        await here.until(lambda: len(here.told) == 1)
        folder.write("facts/bridges.yaml", f"# a comment more\n{known}")
        await here.until(lambda: len(here.told) == 2)
        folder.change("facts/bridges.yaml", "Gives #2.", "Gives #2. Twice #2.")
        await here.until(lambda: len(here.told) == 3)

        assert [(told.outcome, len(told.warnings)) for told in here.told] == [
            (Outcome.REFUSED, 0),
            (Outcome.UNDONE, 0),
            (Outcome.TAKEN, 1),
        ]


async def test_a_bad_edit_changes_nothing_and_is_told_once_with_its_line(
    folder: Folder, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    async with keeping(folder) as here:
        before = here.desk.base
        folder.write("facts/bridges.yaml", BROKEN)
        await here.until(lambda: bool(here.told))
        os.utime(folder.facts / "bridges.yaml")
        await asyncio.sleep(0.8)

        assert here.desk.base is before
        assert len(here.told) == 1
        (problem,) = here.told[0].problems
        assert str(problem).startswith(f"{folder.facts}/bridges.yaml:19:9: the id 'opening' is taken")
        assert caplog.text.count(str(problem)) == 1
        assert here.desk.editing.problem == str(problem)


async def test_a_copy_in_steps_is_told_once_when_it_is_whole(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.editing.reloader.QUIET_SECONDS", 3.0)
    async with keeping(folder) as here:
        for number in range(3):
            more = FACTS.replace("id: ", f"id: of-{number}-").replace("source: herald", f"source: s{number}")
            folder.write(f"facts/more-{number}.yaml", more)
            await asyncio.sleep(0.9)
        for number in range(3):
            source = HERALD.replace("4b4dbe", f"{number}b4dbe").replace("herald.txt", f"{number}.txt")
            folder.write(f"sources/s{number}.yaml", source.replace("The Herald", f"S{number}"))
            await asyncio.sleep(0.9)

        await here.until(lambda: len(here.claims) == 8 and bool(here.told))
        assert [edit.outcome for edit in here.told] == [Outcome.TAKEN]


async def test_steps_that_are_each_taken_are_told_as_one_edit(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.editing.reloader.QUIET_SECONDS", 3.0)
    async with keeping(folder) as here:
        for number in range(3):
            live = len(here.claims)
            folder.write(f"facts/more-{number}.yaml", FACTS.replace("id: ", f"id: of-{number}-"))
            await here.until(lambda: len(here.claims) > live)  # noqa: B023 - it is waited for here

        await here.until(lambda: bool(here.told))
        assert [told.changes and summary(told.changes) for told in here.told] == ["facts: 6 added"]


async def test_an_edit_that_is_soon_taken_back_is_told_to_nobody(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.editing.reloader.QUIET_SECONDS", 2.0)
    async with keeping(folder) as here:
        folder.write("facts/bridges.yaml", EDITED)
        await here.until(lambda: NEW_CLAIM in here.claims)
        folder.write("facts/bridges.yaml", FACTS)
        await here.until(lambda: NEW_CLAIM not in here.claims)
        monkeypatch.setattr("bot.editing.reloader.QUIET_SECONDS", 0.3)
        folder.write("facts/roads.yaml", FACTS.replace("id: ", "id: road-"))

        await here.until(lambda: bool(here.told))
        assert [told.changes and summary(told.changes) for told in here.told] == ["facts: 2 added"]


@pytest.mark.parametrize(("wrong", "said"), [(10, []), (11, ["and 1 more; 'factbot check' shows all"])])
async def test_no_more_than_ten_problems_of_an_edit_are_logged_and_the_rest_is_counted(
    folder: Folder, caplog: pytest.LogCaptureFixture, wrong: int, said: list[str]
) -> None:
    async with keeping(folder) as here:
        folder.write("facts/roads.yaml", "topic: Roads\n" + "".join(f"k{n}: a\n" for n in range(wrong - 1)))
        await here.until(lambda: bool(here.told))

        assert len(here.told[0].problems) == wrong
        assert len([message for message in caplog.messages if "roads.yaml:" in message]) == 10
        assert [message for message in caplog.messages if " more" in message] == said


async def test_a_bad_edit_that_is_undone_or_mended_is_told_to_be(
    folder: Folder, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    async with keeping(folder) as here:
        for mended in (FACTS, EDITED):
            folder.write("facts/bridges.yaml", BROKEN)
            await here.until(lambda: bool(here.desk.editing.problems and here.told))
            here.told.clear()
            folder.write("facts/bridges.yaml", mended)
            await here.until(lambda: bool(here.told))

            assert here.desk.editing.problem is None
        assert NEW_CLAIM in here.claims
        assert "the edit with problems is undone" in caplog.text
        assert "edit accepted: facts: 1 changed; base version " in caplog.text


async def test_an_edit_that_is_undone_is_told_without_what_an_earlier_one_changed(folder: Folder) -> None:
    async with keeping(folder) as here, await QueryLog.open(folder.root / "log.sqlite3") as log:
        metrics = Metrics(here.desk, log, lambda: Connection(True, 0, 0, None))
        for count, text in enumerate((EDITED, BROKEN, EDITED), start=1):
            folder.write("facts/bridges.yaml", text)
            await here.until(lambda: len(here.told) == count)  # noqa: B023 - it is waited for here
        for told in here.told:
            metrics.edited(told)

        assert [(told.outcome, bool(told.changes), bool(told.problems)) for told in here.told] == [
            (Outcome.TAKEN, True, False),
            (Outcome.REFUSED, False, True),
            (Outcome.UNDONE, False, False),
        ]
        assert here.desk.editing.changes == here.told[0].changes  # which /editors status goes on showing
        counts = [
            metrics.registry.get_sample_value("factbot_edits_total", {"result": result})
            for result in ("taken", "refused", "undone")
        ]
        assert counts == [1, 1, 1]


async def test_an_edit_that_the_program_cannot_read_is_told_and_so_is_its_end(
    folder: Folder, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with keeping(folder) as here:
        with monkeypatch.context() as faulty:
            faulty.setattr(Loader, "load", lambda _: [][1])
            written_in_place(folder)
            await here.until(lambda: len(here.told) == 1)
            os.utime(folder.facts / "bridges.yaml")
            await asyncio.sleep(0.5)

        (problem,) = here.desk.editing.problems
        assert here.told[0].problems == (problem,)
        assert "could not be read: IndexError: list index out of range; this is a bug in factbot" in str(problem)
        assert "Traceback" in caplog.text
        assert len(here.told) == 1

        os.utime(folder.facts / "bridges.yaml")
        await here.until(lambda: NEW_CLAIM in here.claims)
        assert here.desk.editing.problems == ()


async def test_a_folder_that_is_gone_is_a_bad_edit_and_its_return_a_good_one(folder: Folder) -> None:
    async with keeping(folder) as here:
        folder.facts.rename(folder.root / "away")
        await here.until(lambda: bool(here.told))
        assert "the folder cannot be read" in str(here.desk.editing.problem)
        folder.write("away/bridges.yaml", EDITED)

        (folder.root / "away").rename(folder.facts)

        await here.until(lambda: NEW_CLAIM in here.claims)


async def test_a_file_whose_name_is_no_text_ends_no_watch(folder: Folder) -> None:
    async with keeping(folder) as here:
        (folder.facts / os.fsdecode(b"notes-caf\xe9.txt")).touch()
        await asyncio.sleep(0.3)
        written_in_place(folder)

        await here.until(lambda: NEW_CLAIM in here.claims)


async def test_an_edit_during_the_start_is_not_missed(folder: Folder) -> None:
    loader = Loader(folder.facts, folder.sources)
    desk = Desk(Snapshot.of(loader.load()), None)
    written_in_place(folder)

    async with reloading(desk, loader):
        await Kept(desk, folder).until(lambda: desk.base.facts[1].claim == NEW_CLAIM)


async def test_a_file_beside_the_folders_disturbs_nobody(folder: Folder) -> None:
    async with keeping(folder) as here:
        before = here.desk.editing.read_at
        folder.write("notes.yaml", "not a fact")
        await asyncio.sleep(0.5)

        assert here.desk.editing.read_at == before


async def test_nor_does_one_inside_them_that_is_not_read_however_often_it_is_written(folder: Folder) -> None:
    async with keeping(folder) as here:
        before = here.desk.editing.read_at
        for number in range(15):
            (folder.facts / "log.sqlite3").write_text(str(number), encoding="utf-8")
            (folder.facts / "log.sqlite3-journal").touch()
            (folder.facts / "log.sqlite3-journal").unlink()
            await asyncio.sleep(0.1)

        assert here.desk.editing.read_at == before
        written_in_place(folder)
        await here.until(lambda: NEW_CLAIM in here.claims)


async def test_a_file_in_a_folder_inside_is_told_not_to_be_read(folder: Folder) -> None:
    async with keeping(folder) as here:
        (folder.facts / "europe").mkdir()
        await asyncio.sleep(0.3)
        folder.write("facts/europe/rivers.yaml", FACTS)

        await here.until(lambda: bool(here.told))
        assert "europe:1:1: warning: the files of a folder inside are not read" in str(here.told[0].warnings[0])


async def test_so_is_a_file_whose_name_ends_otherwise_than_it_should(folder: Folder) -> None:
    async with keeping(folder) as here:
        folder.write("facts/rivers.yaml.txt", FACTS)

        await here.until(lambda: bool(here.told))
        assert "rivers.yaml.txt:1:1: warning: this file is not read" in str(here.told[0].warnings[0])
