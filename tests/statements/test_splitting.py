"""A message is taken apart as its readers would: sentences, without what only formats, links or mentions."""

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.discord_app.check.statements import MAX_CHARACTERS, hidden, statements
from bot.matching.normalise import words


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("The U.S. lost 13 troops. Gen. McKenzie said so.", ["The U.S. lost 13 troops.", "Gen. McKenzie said so."]),
        ("He spoke at 5 p.m. The blast came later.", ["He spoke at 5 p.m.", "The blast came later."]),
        ("Lt. Col. Ray died Aug. 26. Sgt. Gee too.", ["Lt. Col. Ray died Aug. 26.", "Sgt. Gee too."]),
        ("It cost $3.5 million. No. 5 was hit.", ["It cost $3.5 million.", "No. 5 was hit."]),
        ("no caps here. just typed fast! what now?", ["no caps here.", "just typed fast!", "what now?"]),
        ("It killed 170 people.The group said so.", ["It killed 170 people.", "The group said so."]),
        ("ISIS-K成立于2015年。塔利班是敌人。", ["ISIS-K成立于2015年。", "塔利班是敌人。"]),
        ("It cost approx. 3 million. It was so.", ["It cost approx. 3 million.", "It was so."]),
        ("13 died; the group said so… then it left.", ["13 died;", "the group said so…", "then it left."]),
        ("They left Kabul 🔥 The group said so.", ["They left Kabul 🔥", "The group said so."]),
        ("Die Gruppe ist z.B. klein. Sie wuchs.", ["Die Gruppe ist z.B. klein.", "Sie wuchs."]),
    ],
)
def test_sentences_end_where_readers_see_their_end(message: str, expected: list[str]) -> None:
    assert list(statements(message)) == expected


def test_a_hard_wrapped_paragraph_is_read_as_one() -> None:
    wrapped = "The group that claimed the attack was founded in 2015 by\nformer members of the Taliban."

    assert statements(f"{wrapped}\nit is small") == (wrapped.replace("\n", " "), "it is small")


@pytest.mark.parametrize(("statement", "is_hidden"), [("It killed 13 troops.", True), ("It was so.", False)])
def test_what_a_spoiler_hides_is_known(statement: str, is_hidden: bool) -> None:
    message = "It was so. ||It killed **13** troops.||"

    assert statement in statements(message)
    assert hidden(message, statement) is is_hidden


def test_a_quotation_stays_with_its_sentence() -> None:
    said = "“We will not forgive. We will not forget,” Biden said."

    assert statements(f"{said} He meant it.") == (said, "He meant it.")


@pytest.mark.parametrize("mark", ["- ", "* ", "• ", "1. ", "12) ", "> ", ">>> ", "# ", "### ", "-# ", "> - ", "- [x] "])
def test_each_item_heading_and_quoted_line_is_a_statement_without_its_mark(mark: str) -> None:
    message = f"{mark}ISIS-K was founded in 2015\n{mark}it is led by Khan"

    assert statements(message) == ("ISIS-K was founded in 2015", "it is led by Khan")


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("The **U.S.** lost __13__ troops.", "The U.S. lost 13 troops."),
        ("It was ||hidden|| and `typed` and _slanted_.", "It was hidden and typed and slanted."),
        ("A snake_case_name stays.", "A snake_case_name stays."),
        (r"A \*star\* stays.", "A *star* stays."),
        ("It happened on ~~Friday~~ Thursday.", "It happened on Thursday."),
        ("Founded in [2015](https://e.org/x_(y)?a=b), they say.", "Founded in 2015, they say."),
        ("They say so, see https://e.org/a.b?c=d.", "They say so, see."),
        ("See <https://e.org/a> for it.", "See for it."),
        ("<@123> <@!4> <@&5> <#6> it was so <:party:7> <a:dance:8> <t:1630000000:R>", "it was so"),
        ("@everyone @here it was so", "it was so"),
        ("It was so 🔥 that day", "It was so 🔥 that day"),
        ("half a pair \ud83d is no letter", "half a pair is no letter"),
    ],
)
def test_a_statement_reads_as_people_see_it_in_discord(written: str, read: str) -> None:
    assert statements(written) == (read,)


@pytest.mark.parametrize(
    "message",
    [
        "",
        "  \n ",
        "ok",
        "Thanks!",
        "🔥🔥 🔥",
        "https://example.org/a/b",
        "<@123> <:party:456>",
        "```py\nprint('a b')\n```",
    ],
)
def test_what_states_nothing_gives_no_statement(message: str) -> None:
    assert statements(message) == ()


def test_code_in_the_middle_parts_what_stands_around_it() -> None:
    assert statements("It was so ```\nx = a b c\n``` and it ended") == ("It was so", "and it ended")


def test_what_is_said_twice_counts_once() -> None:
    assert statements("It was so. IT WAS SO! It **was** so") == ("It was so.",)


ANYTHING = st.lists(
    st.sampled_from([*'ab1 .!?\n`~*_|<>[]()\\-#@"“日é🔥\ud83d', "```", "~~", "https://e", "<@1", "Mr. ", "1. "]),
    max_size=400,
).map("".join)


@given(ANYTHING)
def test_whatever_is_written_gives_statements_of_one_line_that_say_something(message: str) -> None:
    found = statements(message)

    assert [text for text in found if len(words(text)) < 2 or text != " ".join(text.split())] == []
    assert len(found) == len(set(found))


@given(st.sampled_from(["* ** ", "~~a", "[", "[a](https://", "<", "`", "_ ", "a. ", "Mr. ", "🔥.", "(a. ", "> ", "\\"]))
@example("https://e.")
def test_the_longest_message_is_taken_apart_in_a_blink(part: str) -> None:
    message = part * MAX_CHARACTERS
    started = time.process_time()

    statements(message)

    assert time.process_time() - started < 2


def test_no_more_is_read_than_discord_lets_anybody_write() -> None:
    assert statements("a" * MAX_CHARACTERS + " and more was said") == ()
