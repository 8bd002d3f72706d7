"""Whatever stands in a YAML file is read or refused: soon, with a place and words that help, and never by a crash."""

import time
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.factbase.loading import Loading, examine
from bot.factbase.problem import MAX_PROBLEMS
from tests.editing import ALMANAC, FACTS, Folder
from tests.hostile.texts import SNIPPETS

pytestmark = pytest.mark.slow

FILES = ["facts/bridges.yaml", "facts/vocabulary.yaml", "sources/almanac.yaml"]
VOCABULARY = "names:\n  - {name: Arn bridge, spellings: [A-bridge]}\nsame:\n  - [bridge, viaduct]\n"
VALID = dict(zip(FILES, (FACTS, VOCABULARY, ALMANAC), strict=True))
MOST_SECONDS = 20
"""Of a processor's time for the largest file that is read at all, 1 MiB; an everyday one takes milliseconds."""

KEYS = [
    *("topic", "facts", "id", "claim", "phrasings", "tags", "supports", "disputes", "source", "paragraph", "says"),
    *("anchors", "attributed_to", "names", "name", "spellings", "same", "title", "kind", "origins", "article", "file"),
    *("sha256", "paragraphs", "published", "url", "publisher"),
]
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.dates(),
    st.binary(max_size=8),
    st.text(max_size=20),
    st.sampled_from([*KEYS, *SNIPPETS, "opening", "herald", "almanac", "2021-08-26", "0x1F", "1e400", "~", "=", "<<"]),
)
TREES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=5) | st.dictionaries(st.sampled_from(KEYS) | st.text(max_size=5), inner, max_size=8)
    ),
    max_leaves=40,
)
"""What YAML can say, in the words that our files use and in others."""

SPANNERS = [
    *("\t", "\ufeff", "\x00", "\x85", "\u2028", "\r", "&a ", "*a", "!!python/object:os.system ", "!a ", "%TAG ! a\n"),
    *(
        "---\n",
        "...\n",
        "? ",
        ": ",
        "- ",
        "| ",
        "> ",
        "{",
        "}",
        "[",
        "]",
        "'",
        '"',
        "\\x",
        "# ",
        "@",
        "`",
        "<<: ",
        "\n",
    ),
    *("topic: again\n", "    claim: again\n", "9" * 5_000, "a" * 3_000, "[" * 200, "{a: " * 200, "- " * 200),
]
"""What throws a reader of YAML off, thrown into a file."""

ENCODINGS = ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig", "latin-1", "cp500"]


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """A small valid fact base with a vocabulary."""
    folder = Folder(tmp_path)
    folder.write(FILES[1], VOCABULARY)
    return folder


def read(folder: Folder, name: str, text: str | bytes) -> Loading:
    """The base as it is read with that file in it, which is then as it was; every problem must help."""
    path = folder.root / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass"))
    loading = examine(folder.facts, folder.sources)
    lines = len(path.read_bytes().decode("utf-8", "replace").splitlines()) + 1
    path.write_text(VALID[name], encoding="utf-8")
    assert loading.base is not None or loading.problems
    for problem in loading.problems:
        assert problem.file.startswith(str(folder.root))
        assert problem.position.column >= 1
        assert 1 <= problem.position.line <= (lines if problem.file == str(path) else 60)
        assert problem.wrong.strip()
        assert str(problem).isprintable()
        assert len(str(problem)) <= 1_001
    return loading


many = settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


@given(name=st.sampled_from(FILES), tree=TREES, flow=st.booleans(), plain=st.booleans())
@many
def test_any_structure_of_any_types_is_read_or_told(
    folder: Folder, name: str, tree: object, flow: bool, plain: bool
) -> None:
    text = yaml.safe_dump(tree, default_flow_style=flow, allow_unicode=plain)

    read(folder, name, text)


@given(
    name=st.sampled_from(FILES),
    thrown=st.lists(st.tuples(st.floats(0, 1), st.sampled_from(SPANNERS)), min_size=1, max_size=4),
)
@many
def test_a_spanner_thrown_anywhere_into_a_good_file_is_told(
    folder: Folder, name: str, thrown: list[tuple[float, str]]
) -> None:
    text = VALID[name]
    for where, spanner in thrown:
        place = round(where * len(text))
        text = text[:place] + spanner + text[place:]

    read(folder, name, text)


@given(name=st.sampled_from(FILES), cut=st.floats(0, 1), line=st.floats(0, 1))
@many
def test_a_file_cut_off_or_short_of_a_line_is_told(folder: Folder, name: str, cut: float, line: float) -> None:
    text = VALID[name]
    lines = text.splitlines(keepends=True)
    del lines[min(int(line * len(lines)), len(lines) - 1)]

    read(folder, name, text[: round(cut * len(text))])
    read(folder, name, "".join(lines))


@given(name=st.sampled_from(FILES), data=st.binary(max_size=200))
@example(FILES[0], b"\xff\xfe")
@example(FILES[0], b"\xef\xbb\xbf")
@example(FILES[1], b"\xf0\x9f")
@many
def test_any_bytes_are_told(folder: Folder, name: str, data: bytes) -> None:
    read(folder, name, data)


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("name", FILES)
def test_a_file_in_another_encoding_is_read_as_it_was_meant_or_told(folder: Folder, name: str, encoding: str) -> None:
    unchanged = examine(folder.facts, folder.sources).base

    loading = read(folder, name, VALID[name].encode(encoding))

    assert loading.problems or loading.base == unchanged


@pytest.mark.parametrize(
    "text",
    [
        "topic: " + "a" * 4_000_000,
        "topic: '" + "\n" * 4_000_000 + "'",
        "topic: " + "[" * 1_000_000,
        "topic: " + "{a: " * 1_000_000,
        "- " * 1_000_000,
        "? " * 1_000_000,
        "topic: " + "!a" * 1_000_000,
        "#" * 4_000_000,
        "\n" * 4_000_000,
        "topic: " + "9" * 1_000_000,
        "topic: a\nfacts:\n" + "- {id: a, claim: b}\n" * 100_000,
        "topic: [\n" + " " * 1_000_000 + "x: [\n",
        "topic: [\n" + "- " * 500_000 + "x: [\n",
    ],
    ids=[
        "text",
        "lines",
        "lists",
        "mappings",
        "entries",
        "keys",
        "tag",
        "comment",
        "blank lines",
        "figure",
        "facts",
        "blanks",
        "dashes",
    ],
)
def test_an_enormous_file_is_read_or_refused_and_hangs_nothing(folder: Folder, text: str) -> None:
    started = time.process_time()

    loading = read(folder, FILES[0], text)

    assert loading.problems
    assert len(loading.problems) <= 2 * MAX_PROBLEMS
    assert time.process_time() - started < MOST_SECONDS
