"""How a text becomes words."""

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

    assert " ".join(words(text)) == "the us paid 1000 about 12.5 for the taliban well known house"
    assert words("x" * 50) == ["x" * 40]
