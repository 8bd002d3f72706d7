"""From a text to a source, from a quotation to evidence: nothing is counted or copied by hand."""

from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from bot.editing import NotEditable, quotes
from bot.editing.articles import add_source, renumber, unwrapped, update_text
from bot.editing.evidence import add_evidence, add_phrasings, evidence_entry, new_fact, review
from bot.editing.workspace import Workspace
from bot.factbase.checks import check
from bot.factbase.problem import Severity
from bot.factbase.schema import Relation
from tests.edits.conftest import HARBOUR, PIER


def errors(workspace: Workspace) -> list[str]:
    """Every error of the base as it stands now, texts included."""
    here = workspace.reread()
    problems = [*here.loading.problems, *check(here.documents, here.articles)]
    return [str(problem) for problem in problems if problem.severity is Severity.ERROR]


def test_what_commands_write_has_no_error(workspace: Workspace) -> None:
    assert errors(workspace) == []
    assert workspace.loading.base is not None


def test_a_source_has_checksum_and_count_of_its_text(workspace: Workspace) -> None:
    described = workspace.source("harbour-news").content.article

    assert described.sha256 == sha256(HARBOUR.encode()).hexdigest()
    assert described.paragraphs == 3
    assert (workspace.articles or Path()).joinpath("harbour-news.txt").read_text(encoding="utf-8") == HARBOUR


def test_the_same_text_is_no_second_source(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "copy.txt").write_text(HARBOUR, encoding="utf-8")

    with pytest.raises(NotEditable, match="'harbour-news' has this very text"):
        add_source(workspace, tmp_path / "copy.txt", {}, None, None)


def test_what_is_not_known_is_told(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "Minutes 3.txt").write_text("Minutes\nWe met.\n", encoding="utf-8")

    added = add_source(workspace, tmp_path / "Minutes 3.txt", {}, None, None)

    assert added.id == "minutes-3"
    assert [note.split(":")[0] for note in added.notes] == ["title", "name", "kind", "published", "origins"]


def test_wrapped_lines_become_paragraphs() -> None:
    wrapped = "# A title\nThe first\nparagraph.\n\n- one\n  item\n- another\n\nLast\r\nline.\n"

    assert unwrapped(wrapped).split("\n\n") == [
        "# A title", "The first paragraph.", "- one item", "- another", "Last line.\n",
    ]  # fmt: skip


def test_a_quotation_is_found_whatever_its_typography(workspace: Workspace) -> None:
    (place,) = quotes.find(workspace, 'takes "25\u00a0minutes" if')

    assert (place.source, place.paragraph, place.unique) == ("pier-blog", 3, True)


def test_an_anchor_is_the_shortest_part_that_tells(workspace: Workspace) -> None:
    (place,) = quotes.find(workspace, "The ferry Solveig makes its first crossing on Monday 4 May 2026")

    assert (place.anchor, place.unique) == ("Monday 4", True)
    assert place.cited_by == ("first-crossing",)


def test_words_that_stand_nowhere_are_told_with_the_nearest(workspace: Workspace) -> None:
    assert quotes.find(workspace, "crosses the bay in 24 minutes") == []

    near = quotes.nearest(workspace, "crosses the bay in 24 minutes")

    assert near is not None
    assert near[:2] == ("harbour-news", 3)


def test_evidence_begins_a_list_or_joins_it(workspace: Workspace) -> None:
    for paragraph, anchor in ((2, "5 May"), (3, "calm")):
        entry = evidence_entry("pier-blog", paragraph, [anchor], "Says otherwise.", value="5 May")
        file = add_evidence(workspace.reread(), "first-crossing", Relation.DISPUTES, entry)

    assert file.read_text(encoding="utf-8").count("disputes:") == 1
    assert errors(workspace) == []
    assert len(workspace.reread().fact("first-crossing").entry.disputes) == 2


def test_a_gap_in_a_skeleton_is_an_error_at_its_line(workspace: Workspace) -> None:
    entry = evidence_entry("harbour-news", 3, ["25 minutes"])

    fact_id, _ = new_fact(workspace, "the-ferry", "The crossing takes 25 minutes.", [entry])

    assert fact_id == "crossing-takes-25-minutes"
    (error,) = errors(workspace)
    assert "'says' of fact 'crossing-takes-25-minutes'" in error


def test_a_phrasing_of_another_fact_is_refused(workspace: Workspace) -> None:
    entry = evidence_entry("harbour-news", 3, ["25 minutes"], "Gives the time.")
    new_fact(workspace, "The ferry", "The crossing takes 25 minutes.", [entry], "time", None, ["How long is it?"])
    here = workspace.reread()

    with pytest.raises(NotEditable, match="is a phrasing of fact 'time' already"):
        add_phrasings(here, "first-crossing", ["how LONG is it"])
    _, added = add_phrasings(here, "first-crossing", ["When does it start", "  first   trip "])

    assert added == ["first trip"]


def test_a_review_is_noted_and_renewed(workspace: Workspace) -> None:
    for day in (date(2026, 3, 3), date(2026, 4, 4)):
        review(workspace.reread(), "first-crossing", day)

    assert workspace.reread().fact("first-crossing").entry.reviewed == date(2026, 4, 4)


def test_a_changed_text_moves_its_paragraph_numbers(workspace: Workspace, tmp_path: Path) -> None:
    entry = evidence_entry("harbour-news", 3, ["120 passengers"], "Gives its size.")
    new_fact(workspace, "The ferry", "It carries 120 people.", [entry], "size", None, ["How many fit?"])
    changed = "A correction was made.\n\n" + HARBOUR.replace("120 passengers", "118 passengers")
    (tmp_path / "new.txt").write_text(changed, encoding="utf-8")
    update_text(workspace.reread(), "harbour-news", tmp_path / "new.txt")

    (moved,), (lost,) = renumber(workspace.reread(), "harbour-news")

    assert moved.endswith("the-ferry.yaml: fact 'first-crossing', harbour-news: paragraph 2 is now 3")
    assert (
        "fact 'size', harbour-news: '120 passengers' stands in no paragraph; most like it is paragraph 4: It"
    ) in lost
    assert workspace.reread().source("harbour-news").content.article.paragraphs == 4


def test_an_anchor_in_several_places_is_never_guessed(workspace: Workspace, tmp_path: Path) -> None:
    twice = "One more\n" + HARBOUR + "Again: Monday 4 May 2026.\n"
    (tmp_path / "new.txt").write_text(twice, encoding="utf-8")
    update_text(workspace, "harbour-news", tmp_path / "new.txt")

    moved, (lost,) = renumber(workspace.reread())

    assert moved == []
    assert lost.endswith("'Monday 4 May 2026' stands in paragraphs 3, 5; choose one")
    assert workspace.reread().fact("first-crossing").entry.supports[0].paragraph == 2


def test_a_text_that_did_not_change_changes_no_file(workspace: Workspace) -> None:
    before = {file: file.stat().st_mtime_ns for file in (workspace.facts.parent).rglob("*.yaml")}

    assert renumber(workspace) == ([], [])

    assert {file: file.stat().st_mtime_ns for file in before} == before
    assert PIER in (workspace.articles or Path()).joinpath("pier-blog.txt").read_text(encoding="utf-8")
