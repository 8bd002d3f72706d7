"""A changed article: what is found once is moved, what is not is told, and no number is guessed."""

from pathlib import Path

from bot.editing.renumbering import Move, renumber
from bot.editing.yaml_writer import save
from bot.factbase.checks import check
from bot.factbase.loading import examine
from tests.editing import Folder
from tests.factbase.articles import ALMANAC, HERALD, described


def test_a_paragraph_on_top_moves_every_number_below_it(folder: Folder) -> None:
    texts = described(folder)
    later = f"Read this first.\n\n{HERALD}".encode()
    (texts / "herald.txt").write_bytes(later)

    found = renumber(examine(folder.facts, folder.sources).documents, {"herald": later})
    for file, (before, after) in found.files.items():
        save(file, before, after)

    assert found.moves == (Move("opening", "herald", 2, 3),)
    assert found.lost == ()
    loading = examine(folder.facts, folder.sources)
    assert [*loading.problems, *check(loading.documents, texts)] == []


def test_only_the_numbers_and_the_description_change(folder: Folder) -> None:
    described(folder)
    before = {path: path.read_text("utf-8").splitlines() for path in folder.root.rglob("*.yaml")}

    found = renumber(examine(folder.facts, folder.sources).documents, {"herald": b"New.\n" + HERALD.encode()})

    changed = {
        Path(file).name: [line for line in after.decode().splitlines() if line not in before[file]]
        for file, (_, after) in found.files.items()
    }
    assert changed["bridges.yaml"] == ["        paragraph: 3"]
    assert len(changed["herald.yaml"]) == 1


def test_a_reworded_sentence_is_told_with_what_stands_there_now(folder: Folder) -> None:
    described(folder)
    reworded = HERALD.replace("was opened in 1931", "opened its lanes 90 years ago").encode()

    found = renumber(examine(folder.facts, folder.sources).documents, {"herald": reworded})

    assert found.moves == ()
    (lost,) = found.lost
    assert str(lost).endswith(
        "bridges.yaml:11:20: 'in 1931' no longer stands together in any paragraph of 'herald'; paragraph 2 is now "
        "'The new bridge over the Arn opened its lanes 90 years ago by the mayor himself.'; "
        "anchor what says so now, or remove the entry"
    )


def test_an_anchor_that_stands_twice_is_not_guessed(folder: Folder) -> None:
    described(folder)
    twice = f"New.\n{HERALD}It was in 1931.\n".encode()

    found = renumber(examine(folder.facts, folder.sources).documents, {"herald": twice})

    assert found.moves == ()
    assert "'in 1931' of 'herald' may stand in paragraph 3, 5; write the right one" in str(found.lost[0])


def test_an_article_that_did_not_change_changes_nothing(folder: Folder) -> None:
    described(folder)

    found = renumber(
        examine(folder.facts, folder.sources).documents, {"herald": HERALD.encode(), "almanac": ALMANAC.encode()}
    )

    assert (dict(found.files), found.moves, found.lost) == ({}, (), ())
