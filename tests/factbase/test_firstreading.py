"""The first reading of a file gives what the careful one gives, and misses nothing that an editor must hear."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.factbase import yaml_reader as firstreading
from bot.factbase import yaml_reader as reading
from bot.factbase.yaml_reader import plain
from tests.conftest import PROJECT
from tests.editing import FACTS

PIECES = (
    *("a", "b", ": ", "\n", "  ", "- ", "[", "]", "{", "}", ", ", "'", '"', "? ", "|\n", ">\n", "\t", "\x07", "é"),
    *("&x ", "*x", "!!str ", " #1", "# c", "---", "...", "%YAML 1.1", "012", "1.5", "true", "null", "2021-08-26"),
)


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
@example("")
@example("null")
@example("a: 1\na: 2")
@example("? [a]\n: b")
def test_whatever_is_typed_both_readings_agree(text: str) -> None:
    value = firstreading.value(text.encode())

    if value is not None:
        root, problems = reading.read(text.encode(), "any.yaml")
        assert problems == []
        assert root is not None
        assert repr(value) == repr(plain(root))


@pytest.mark.parametrize(
    "text",
    [
        FACTS.replace("claim: ", "claim: &it ", 1),
        FACTS.replace("claim: ", "claim: !!str ", 1),
        FACTS.replace("claim: ", "claim: 1\n    claim: ", 1),
        FACTS.replace("1931.", "1931 #1", 1),
        FACTS + "---\n",
        FACTS + "  - [\n",
        "[" * 14 + "]" * 14,
        "- a\n" * firstreading.LONGEST,
        "",
    ],
)
def test_what_asks_for_a_second_look_gets_one(text: str) -> None:
    assert firstreading.value(text.encode()) is None


def test_the_shipped_files_are_read_at_first_sight() -> None:
    files = [*(PROJECT / "facts").glob("*.yaml"), *(PROJECT / "sources").glob("*.yaml")]

    assert all(firstreading.value(path.read_bytes()) for path in files)
