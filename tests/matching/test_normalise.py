"""How a text becomes words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.matching.normalise import words


@given(st.text("aeks01.,'_- @<>:/#\n\t", max_size=60))
def test_a_word_in_another_script_changes_none_before_it(text: str) -> None:
    assert words(f"{text} \u0142")[:-1] == words(text)


def test_words_and_figures_are_told_from_the_marks_about_them() -> None:
    text = (
        "The U.S. paid $1,000 (abt. 12.5%) for the Taliban's well-known 'house' https://example.org <@123> @everyone."
    )

    assert " ".join(words(text)) == "the us paid 1000 about 12.5 percent for the taliban well known house"
    assert words("x" * 50) == ["x" * 40]


@pytest.mark.parametrize("styled", ["𝗪𝗛𝗢 𝗙𝗢𝗨𝗡𝗗𝗘𝗗 𝗜𝗦𝗞𝗣", "ＷＨＯ ＦＯＵＮＤＥＤ ＩＳＫＰ", "ⓌⒽⓄ ⒻⓄⓊⓃⒹⒺⒹ ⒾⓈⓀⓅ"])
def test_styled_letters_are_the_letters_that_they_look_like(styled: str) -> None:
    assert words(styled) == ["who", "founded", "iskp"]


@pytest.mark.parametrize(
    "mention",
    ["<@!1>", "<@&12>", "<#12>", "<a:wave:12>", "<t:-5:R>", "<t:17>", "</fact:12>", "</log gaps:12>", "<id:customize>"],
)
def test_what_discord_shows_as_something_else_is_no_word(mention: str) -> None:
    assert words(f"{mention} who founded {mention}") == ["who", "founded"]
