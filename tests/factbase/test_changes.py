"""What an edit changed is told: facts, verdicts, and nothing that reads as before."""

import pytest

from bot.editing.reloader import details, summary
from bot.factbase.fields import Changes, changes_between, lacks
from bot.factbase.loading import Loader, load
from bot.wording import counted
from tests.editing import FACTS, Folder


def edited(folder: Folder, *edits: tuple[str, str, str]) -> Changes:
    """What changes when each edit replaces a text of a file by another."""
    loader = Loader(folder.facts, folder.sources)
    before = loader.load()
    for edit in edits:
        folder.change(*edit)
    return changes_between(before, loader.load())


DISPUTE = """\
    disputes:
      - source: almanac
        paragraph: 1
        says: Dates it a year later.
        anchors: ["1932"]
"""


def test_nothing_changed_is_told_as_nothing(folder: Folder) -> None:
    changes = edited(folder)

    assert changes == Changes(changes.version)


def test_a_fact_of_another_id_is_one_removed_and_one_added(folder: Folder) -> None:
    changes = edited(folder, ("facts/bridges.yaml", "id: length", "id: span"))

    assert [fact.id for fact in changes.added] == ["span"]
    assert [fact.id for fact in changes.removed] == ["length"]
    assert summary(changes) == "facts: 1 added, 1 removed"
    assert list(details(changes)) == [
        ("added, single origin", "The Arn bridge is 210 metres long."),
        ("removed", "The Arn bridge is 210 metres long."),
    ]


def test_a_claim_and_evidence_that_read_otherwise_are_changes(folder: Folder) -> None:
    changes = edited(
        folder,
        ("facts/bridges.yaml", "is 210 metres long", "is 215 metres long"),
        ("facts/bridges.yaml", "Dates the opening to 1931.", "Dates the opening to May 1931."),
    )

    assert [(change.before.id, change.after.claim) for change in changes.changed] == [
        ("opening", "The Arn bridge opened in 1931."),
        ("length", "The Arn bridge is 215 metres long."),
    ]
    assert summary(changes) == "facts: 2 changed"
    assert list(details(changes)) == [
        ("evidence changed", "The Arn bridge opened in 1931."),
        ("now reads", "The Arn bridge is 215 metres long."),
    ]


def test_a_verdict_that_turned_is_told_with_both(folder: Folder) -> None:
    changes = edited(folder, ("facts/bridges.yaml", DISPUTE, ""))

    assert summary(changes) == "facts: 1 changed; 1 verdict changed"
    assert ("Disputed → Single origin", "The Arn bridge opened in 1931.") in details(changes)


def test_a_source_that_turns_a_verdict_changes_no_fact(folder: Folder) -> None:
    folder.change("facts/bridges.yaml", DISPUTE, DISPUTE.replace("disputes:", "tags: [a]").split("\n", 1)[0] + "\n")
    folder.change(
        "facts/bridges.yaml",
        "    tags: [a]\n",
        '      - {source: almanac, paragraph: 1, says: The same., anchors: ["1931"]}\n',
    )

    changes = edited(folder, ("sources/almanac.yaml", "origins: [almanac]", "origins: [herald]"))

    assert changes.changed == ()
    assert [(turn.before.verdict, turn.after.verdict) for turn in changes.turned] == [("agreed", "single-origin")]
    assert summary(changes) == "1 verdict changed"


@pytest.mark.parametrize(
    ("old", "new", "refiled"),
    [
        ("topic: Bridges", "topic: Crossings", ["opening", "length"]),
        ("tags: [bridge]", "tags: [river]", ["opening"]),
        ("How long is the Arn bridge?", "How far does it reach?", ["length"]),
    ],
)
def test_phrasings_tags_and_topics_are_told_as_another_way_to_find_a_fact(
    folder: Folder, old: str, new: str, refiled: list[str]
) -> None:
    changes = edited(folder, ("facts/bridges.yaml", old, new))

    assert [fact.id for fact in changes.refiled] == refiled
    assert summary(changes) == f"{counted(len(refiled), 'fact')} with other phrasings, topic or tags"
    assert list(details(changes)) == []


def test_whom_the_article_has_it_from_is_evidence_that_reads_otherwise(folder: Folder) -> None:
    changes = edited(folder, ("facts/bridges.yaml", "[the county engineer]", "[a retired engineer]"))

    assert list(details(changes)) == [("evidence changed", "The Arn bridge is 210 metres long.")]


@pytest.mark.parametrize(
    ("whole", "half"),
    [
        ('anchors: ["210 metres", "long"]', 'anchors: ["210 metres"]'),
        ("attributed_to: [the mayor, the county engineer]", "attributed_to: [the mayor]"),
    ],
)
def test_a_fact_whose_evidence_has_an_entry_less_lacks_something(folder: Folder, whole: str, half: str) -> None:
    folder.change("facts/bridges.yaml", '["210 metres"]', '["210 metres", "long"]')
    folder.change("facts/bridges.yaml", "[the county engineer]", "[the mayor, the county engineer]")
    before = load(folder.facts, folder.sources)

    folder.change("facts/bridges.yaml", whole, half)
    after = load(folder.facts, folder.sources)

    assert lacks(before, after)
    assert not lacks(after, before)


def test_an_edit_of_a_source_alone_is_told_to_change_no_fact(folder: Folder) -> None:
    changes = edited(folder, ("sources/herald.yaml", "publisher: The Arn Herald", "publisher: The Orn Herald"))

    assert summary(changes) == "no fact changed, only sources or vocabulary"


def test_a_file_of_another_name_is_told_to_change_the_order_of_facts_where_it_does(folder: Folder) -> None:
    folder.write("facts/roads.yaml", FACTS.replace("id: opening", "id: paving").replace("id: length", "id: width"))
    loader = Loader(folder.facts, folder.sources)
    before = loader.load()
    (folder.facts / "bridges.yaml").rename(folder.facts / "spans.yaml")

    changes = changes_between(before, loader.load())

    assert summary(changes) == "no fact changed, only the order of facts"
