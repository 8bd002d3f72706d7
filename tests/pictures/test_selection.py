"""What a picture shows of a base: everything of a usual one, the disputed and most spoken-on facts of a large one."""

from hypothesis import given
from hypothesis import strategies as st

from bot.factbase.comparison import compare
from bot.factbase.model import FactBase
from bot.factbase.verdict import Verdict
from bot.pictures.album import MAX_ALT, matrix_alt, pairs_alt
from bot.pictures.drawings import blocks, in_columns
from bot.pictures.selection import MOST_ROWS, MOST_SOURCES, MOST_TOPICS, Selection, select
from tests.pictures.generated import Side, a_base


def of(base: FactBase) -> Selection:
    return select(compare(base))


def test_all_of_the_shipped_base_is_shown(shipped_base: FactBase) -> None:
    selection = of(shipped_base)

    assert selection.whole
    assert selection.facts == len(shipped_base.facts)
    assert [topic for topic, _ in selection.topics] == [topic for topic, _ in shipped_base.topics()]


def test_disputed_facts_come_first_and_are_numbered(shipped_base: FactBase) -> None:
    selection = of(shipped_base)
    shown = [fact for _, facts in selection.topics for fact in facts]

    disputes = [fact for fact in shown if fact.verdict is Verdict.DISPUTED]
    assert disputes
    assert [selection.numbers[fact.id] for fact in disputes] == list(range(1, len(disputes) + 1))
    for _, facts in selection.topics:
        disputed = [fact.verdict is Verdict.DISPUTED for fact in facts]
        assert disputed == sorted(disputed, reverse=True)


def test_sources_are_lettered_from_the_one_that_speaks_on_most(shipped_base: FactBase) -> None:
    selection = of(shipped_base)

    assert list(selection.sources) == list("ABCDE")
    speaks = [selection.comparison.standings[source.id].speaks for source in selection.sources.values()]
    assert speaks == sorted(speaks, reverse=True)


def test_of_a_large_base_the_disputed_facts_are_kept() -> None:
    plain: list[Side] = [(f"T{n % 5}", [0, 1], []) for n in range(MOST_ROWS + 50)]
    selection = of(a_base(["a", "b"], [*plain, ("T0", [0], [1])]))

    assert selection.facts == MOST_ROWS - 1
    assert not selection.whole
    assert list(selection.numbers) == [f"f{MOST_ROWS + 50}"]


def test_facts_that_only_hidden_sources_mention_are_left_out() -> None:
    everyone = list(range(MOST_SOURCES))
    sides: list[Side] = [("T", everyone, []), ("T", everyone, []), ("T", [MOST_SOURCES], [])]
    selection = of(a_base(["t"] * (MOST_SOURCES + 1), sides))

    assert f"s{MOST_SOURCES}" not in {source.id for source in selection.sources.values()}
    assert selection.facts == 2


NUMBERS = st.lists(st.integers(0, 59), max_size=6)


@given(
    st.lists(st.text(max_size=200), min_size=60, max_size=60),
    st.lists(st.tuples(st.sampled_from([f"T{n}" for n in range(40)]), NUMBERS, NUMBERS), max_size=400),
)
def test_selection_and_descriptions_keep_their_limits(titles: list[str], sides: list[Side]) -> None:
    selection = of(a_base(titles, sides))

    assert len(selection.sources) <= MOST_SOURCES
    assert selection.facts + len(selection.numbers) <= MOST_ROWS
    assert len(selection.topics) <= MOST_TOPICS
    assert sorted(selection.numbers.values()) == list(range(1, len(selection.numbers) + 1))
    assert 1 <= len(matrix_alt(selection)) <= MAX_ALT
    assert 1 <= len(pairs_alt(selection)) <= MAX_ALT


def test_what_does_not_fit_a_description_is_counted_there() -> None:
    everyone = list(range(MOST_SOURCES))
    selection = of(a_base(["x" * 2000] * MOST_SOURCES, [("T", everyone, [])] * 9))

    assert pairs_alt(selection).endswith(" more pairs in the text.")


def test_a_description_says_what_each_source_does() -> None:
    everyone = range(3)
    sides: list[Side] = [("T", [0, 1], []), ("T", [0], [1]), ("T", [1], [0]), ("T", [0], [])]
    selection = of(a_base([f"Paper {number}" for number in everyone], sides))

    assert matrix_alt(selection) == (
        "Matrix of 4 facts and 3 sources, by topic; 2 disputed facts are numbered. "
        "A, Paper 0: supports 3, disagrees on 1, silent on 0; B, Paper 1: supports 2, disagrees on 1, silent on 1; "
        "C, Paper 2: supports 0, disagrees on 0, silent on 4."
    )
    assert "A and B: agree on 1 of 3, disagree on 2; both may rest on a" in pairs_alt(selection)


@given(st.lists(st.integers(1, 100), max_size=30), st.integers(1, 4))
def test_columns_keep_every_block_in_order(heights: list[int], most: int) -> None:
    columns = in_columns(heights, most)

    assert len(columns) <= most
    assert [index for column in columns for index in column] == list(range(len(heights)))


def test_columns_are_as_low_as_can_be() -> None:
    assert in_columns([5, 1, 1, 5], 2) == [[0, 1], [2, 3]]
    assert in_columns([1, 1, 1, 9], 2) == [[0, 1, 2], [3]]


def test_a_topic_with_many_facts_goes_on_in_another_block(shipped_base: FactBase) -> None:
    cut = blocks(["Everything"], shipped_base.facts)

    assert len(cut) > 2
    assert [block.heading for block in cut] == [
        ("Everything",),
        *[(f"Everything ({n})",) for n in range(2, len(cut) + 1)],
    ]
    assert tuple(fact for block in cut for fact in block.facts) == shipped_base.facts
