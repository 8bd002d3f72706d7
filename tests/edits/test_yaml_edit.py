"""Whatever a command changes in a YAML file, every other byte stays as it is."""

import difflib
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.editing import NotEditable
from bot.editing.yaml_edit import YamlFile, new_text
from bot.factbase.yaml_reader import plain, read
from tests.conftest import PROJECT

REAL = sorted([*(PROJECT / "facts").glob("*.yaml"), *(PROJECT / "sources").glob("*.yaml")])
TEXTS = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp", "Cf", "Co", "Cn"]), min_size=1, max_size=60)
TEXTS = TEXTS.map(lambda text: " ".join(text.split())).filter(bool)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file that tests write again and again."""
    return tmp_path_factory.mktemp("edits") / "file.yaml"


def opened(place: Path, text: str) -> YamlFile:
    place.write_bytes(text.encode())
    return YamlFile(place)


def content(text: str) -> object:
    root, problems = read(text.encode(), "")
    assert root is not None, problems
    return plain(root)


def added(before: str, after: str) -> str:
    """What was put into a text in one place, if nothing else changed."""
    start = next(
        (n for n, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), min(len(before), len(after))
    )
    while not after.endswith(before[start:]):
        start -= 1
    assert before[:start] == after[:start]
    return after[start : len(after) - len(before[start:])]


@pytest.mark.slow
@given(st.sampled_from(REAL), TEXTS, st.sampled_from(["\n", "\r\n"]), st.booleans(), st.data())
def test_a_phrasing_is_added_to_a_real_file_byte_for_byte(
    place: Path, file: Path, phrasing: str, newline: str, marked: bool, data: st.DataObject
) -> None:
    text = ("\ufeff" if marked else "") + file.read_text(encoding="utf-8").replace("\n", newline)
    before = content(text)
    if not isinstance(before, dict) or "facts" not in before:
        return
    number = data.draw(st.integers(0, len(before["facts"]) - 1))

    edited = opened(place, text)
    edited.append(("facts", number, "phrasings"), phrasing)
    edited.save()

    after = place.read_bytes().decode()
    assert added(text, after).strip().startswith("- ")
    before["facts"][number]["phrasings"].append(phrasing)
    assert content(after) == before


@pytest.mark.slow
@given(st.sampled_from(REAL), st.data())
def test_a_scalar_is_replaced_in_a_real_file_byte_for_byte(place: Path, file: Path, data: st.DataObject) -> None:
    text = file.read_text(encoding="utf-8")
    places = [steps for steps, value in scalars(content(text)) if not isinstance(value, bool)]
    steps = data.draw(st.sampled_from(places))
    value = data.draw(st.one_of(TEXTS, st.integers(0, 10**9)))

    edited = opened(place, text)
    edited.replace(steps, value)
    edited.save()

    after = place.read_bytes().decode()
    assert edited.get(*steps) in (value, str(value))  # a quoted number stays quoted
    matcher = difflib.SequenceMatcher(None, text.splitlines(), after.splitlines(), autojunk=False)
    changed = [block for block in matcher.get_opcodes() if block[0] != "equal"]
    assert len(changed) <= 1
    others = [(path, one) for path, one in scalars(content(after)) if path != steps]
    assert others == [(path, one) for path, one in scalars(content(text)) if path != steps]


def scalars(value: object, *steps: str | int) -> list[tuple[tuple[str | int, ...], object]]:
    """Every scalar of a content with the way to it."""
    if isinstance(value, dict):
        return [found for key, one in value.items() for found in scalars(one, *steps, key)]
    if isinstance(value, list):
        return [found for number, one in enumerate(value) for found in scalars(one, *steps, number)]
    return [(steps, value)]


ENTRY = {"source": "herald", "paragraph": 3, "says": "It's: so", "anchors": ["a # b", "13"], "attributed_to": ["Ann"]}
WRITTEN = """\
      - source: herald
        paragraph: 3
        says: "It's: so"
        anchors: ["a # b", "13"]
        attributed_to: [Ann]
"""


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "facts:\n  - id: a   # why\n    supports:\n      - source: b\n        anchors: [x]   # here\n\n# end\n",
            "facts:\n  - id: a   # why\n    supports:\n      - source: b\n        anchors: [x]   # here\n{}\n# end\n",
        ),
        ("facts:\n  - id: a\n    supports: []   # none\n  - id: b\n",
         "facts:\n  - id: a\n    supports:   # none\n{}  - id: b\n"),
        ("facts:\n  - supports:\n      - source: >\n          b",
         "facts:\n  - supports:\n      - source: >\n          b\n{}"),
    ],
)  # fmt: skip
def test_an_entry_is_added_below_the_last_one(place: Path, before: str, after: str) -> None:
    edited = opened(place, before)

    edited.append(("facts", 0, "supports"), ENTRY)

    assert edited.text.rstrip("\n") == after.format(WRITTEN).rstrip("\n")


def test_a_list_that_is_not_indented_stays_so(place: Path) -> None:
    edited = opened(place, "facts:\n- id: a\n  phrasings:\n  - b\n- id: c\n")

    edited.append(("facts", 0, "phrasings"), "d")

    assert edited.text == "facts:\n- id: a\n  phrasings:\n  - b\n  - d\n- id: c\n"


def test_a_key_is_added_behind_those_that_belong_before_it(place: Path) -> None:
    edited = opened(place, "facts:\n  - id: a\n    tags: [b]   # c\n    # the evidence\n    supports: []\n")

    edited.add(("facts", 0), "reviewed", "2026-03-03", after=("id", "tags", "phrasings"))

    assert edited.text == (
        'facts:\n  - id: a\n    tags: [b]   # c\n    reviewed: "2026-03-03"\n    # the evidence\n    supports: []\n'
    )


def test_lists_and_mappings_in_one_line_stay_in_one_line(place: Path) -> None:
    edited = opened(place, "article: {file: a.txt, paragraphs: 3}\ntags: [a, b]\n")

    edited.replace(("article", "paragraphs"), 4)
    edited.add(("article",), "sha256", "12")
    edited.append(("tags",), "c, d")

    assert edited.text == 'article: {file: a.txt, paragraphs: 4, sha256: "12"}\ntags: [a, b, "c, d"]\n'


def test_an_edit_of_somebody_else_is_never_overwritten(place: Path) -> None:
    edited = opened(place, "tags: [a]\n")
    edited.append(("tags",), "b")
    place.write_text("tags: [z]\n", encoding="utf-8")

    with pytest.raises(NotEditable, match="was changed by somebody else"):
        edited.save()

    assert place.read_text(encoding="utf-8") == "tags: [z]\n"
    assert list(place.parent.iterdir()) == [place]


def test_a_file_with_errors_is_left_alone(place: Path) -> None:
    place.write_text("facts: [a\n", encoding="utf-8")

    with pytest.raises(NotEditable, match=r"file\.yaml:"):
        YamlFile(place)


def test_a_new_file_reads_as_it_was_meant() -> None:
    article = {"file": "a.txt", "sha256": "0" * 64, "paragraphs": 3}
    text = new_text({"title": "A: b", "origins": ["a"], "article": article}, "../.schema/source.json")

    assert text.startswith("# yaml-language-server: $schema=../.schema/source.json\ntitle: ")
    assert yaml.safe_load(text) == {"title": "A: b", "origins": ["a"], "article": article}


def test_a_file_keeps_its_permissions(place: Path) -> None:
    edited = opened(place, "tags: [a]\n")
    place.chmod(0o640)

    edited.append(("tags",), "b")
    edited.save()

    assert (place.read_text(encoding="utf-8"), place.stat().st_mode & 0o777) == ("tags: [a, b]\n", 0o640)
