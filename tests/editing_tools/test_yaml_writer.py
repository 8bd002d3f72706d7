"""Tools change only what they must: every other byte of a file stays, and nobody's edit is overwritten."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.editing.yaml_writer import CannotEdit, ChangedMeanwhile, add_key, append_to, save, set_values, written
from bot.factbase.yaml_reader import plain, read
from tests.conftest import PROJECT
from tests.editing import FACTS

FILES = [path.read_bytes() for path in sorted((PROJECT / "facts").glob("*.yaml")) if path.stem != "vocabulary"]
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]) | st.just(" "), min_size=1).map(str.strip)


def value(data: bytes) -> dict[str, object]:
    root, problems = read(data, "")
    assert root is not None
    assert not [problem for problem in problems if problem.code is None]
    found = plain(root)
    assert isinstance(found, dict)
    return found  # type: ignore[return-value]


def inserted(before: bytes, after: bytes) -> bytes:
    """What one insertion put into a file; fails if anything else changed."""
    start = next((n for n, (one, other) in enumerate(zip(before, after, strict=False)) if one != other), len(before))
    rest = len(before) - start
    assert after.endswith(before[start:])
    return after[start : len(after) - rest]


@given(st.sampled_from(FILES), st.data(), st.lists(TEXTS.filter(bool), min_size=1, max_size=3), st.booleans())
def test_phrasings_are_added_and_nothing_else_changes(
    data: bytes, draw: st.DataObject, texts: list[str], windows: bool
) -> None:
    data = data.replace(b"\n", b"\r\n") if windows else data
    facts = value(data)["facts"]
    number = draw.draw(st.integers(0, len(facts) - 1))  # type: ignore[arg-type]
    before = facts[number]["phrasings"]  # type: ignore[index]

    after = append_to(data, ("facts", number, "phrasings"), texts)

    assert value(after)["facts"][number]["phrasings"] == [*before, *texts]  # type: ignore[index]
    assert inserted(data, after).count(b"\n") == len(texts)
    assert (b"\r\n" in inserted(data, after)) == windows


@given(st.sampled_from(FILES), st.data(), st.integers(1, 10**6))
def test_a_paragraph_is_moved_and_nothing_else_changes(data: bytes, draw: st.DataObject, paragraph: int) -> None:
    facts = value(data)["facts"]
    number = draw.draw(st.integers(0, len(facts) - 1))  # type: ignore[arg-type]

    after = set_values(data, [(("facts", number, "supports", 0, "paragraph"), paragraph)])

    kept = [line for line in data.split(b"\n") if line in after.split(b"\n")]
    assert len(data.split(b"\n")) - len(kept) <= 1
    assert value(after)["facts"][number]["supports"][0]["paragraph"] == paragraph  # type: ignore[index]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a:\n  - x   # why\n\n# next\nb: 1\n", "a:\n  - x   # why\n  - y\n\n# next\nb: 1\n"),
        ("a: [x, 'z' ]  # why\n", "a: [x, 'z', y ]  # why\n"),
        ("a: []\n", "a: [y]\n"),
        ("a:\n- x", "a:\n- x\n- y\n"),
        ("\ufeffa:\n- x\n", "\ufeffa:\n- x\n- y\n"),
        ("a:\n  - >\n    x\n    y\nb: 1\n", "a:\n  - >\n    x\n    y\n  - y\nb: 1\n"),
        ("b: 1\n", "b: 1\na:\n  - y\n"),
    ],
)
def test_a_list_goes_on_in_its_own_style(before: str, after: str) -> None:
    assert append_to(before.encode(), ("a",), ["y"]).decode() == after


def test_a_key_is_added_to_the_fact_that_lacks_it() -> None:
    after = add_key(FACTS.encode(), ("facts", 0), "reviewed", "2026-03-03").decode()

    assert after == FACTS.replace(
        '        anchors: ["1932"]\n', '        anchors: ["1932"]\n    reviewed: 2026-03-03\n'
    )


@pytest.mark.parametrize(
    "text", ["a: b", "- a", "12", "yes #no", "", "'", "[a", "null", "2026-01-01", "a\u00a0b", "a, b"]
)
def test_a_text_that_yaml_would_read_otherwise_is_quoted(text: str) -> None:
    root, problems = read(f"a: {written(text)}\nb: [{written(text)}]\n".encode(), "")

    assert problems == []
    assert root is not None
    assert plain(root) == {"a": text, "b": [text]}


@pytest.mark.parametrize(
    ("text", "path"), [("a: 1\n", ("a",)), ("a: {b: 1}\n", ("a", "c")), ("a: [\n", ("a",)), ("a: 1\n", ("b", "c"))]
)
def test_what_cannot_be_added_to_is_left_alone(text: str, path: tuple[str, ...]) -> None:
    with pytest.raises(CannotEdit):
        append_to(text.encode(), path, ["y"])


def test_an_edit_of_somebody_else_is_not_overwritten(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_bytes(b"a: 2\n")

    with pytest.raises(ChangedMeanwhile):
        save(file, b"a: 1\n", b"a: 3\n")

    assert file.read_bytes() == b"a: 2\n"
    assert list(tmp_path.iterdir()) == [file]


def test_a_file_is_written_with_the_rights_that_it_had(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_bytes(b"a: 1\n")
    file.chmod(0o640)

    save(file, b"a: 1\n", b"a: 3\n")

    assert (file.read_bytes(), file.stat().st_mode & 0o777) == (b"a: 3\n", 0o640)
