"""What nobody should type and somebody will: any Unicode, at any length that Discord lets through."""

import random
import string
from collections.abc import Iterator

from hypothesis import strategies as st

from bot.factbase.model import FactBase

LONGEST = 6_000
"""The most characters that Discord takes in an option of a command."""

SNIPPETS = [
    *("@everyone", "@here", "<@1>", "<@&2>", "<#3>", "</fact:4>", "<t:0:R>", "<id:home>", "<a:b:5>"),
    *("**", "__", "~~", "||", "```", "`", "> ", "# ", "-# ", "- ", "[a](https://e.org)", "https://e.org", "\\", "\n"),
    *("\u202e", "\u2066", "\u200f", "\u200b", "\u200d", "\ufeff", "\u00ad", "\x00", "\x1b[2J", "\ud800", "\udfff"),
    *(
        "\u0301" * 40,
        "\ufdfa",
        "ﬀ",
        "ß",
        "İ",
        "👩‍👩‍👧‍👦",
        "阿富汗",
        "هل",
        "ไทย",
        "ISIS-K",
        "fact:founding-date",
        "fact:",
    ),
]
"""Mentions, mark-up, direction, nothing that can be seen, half characters, characters that become many, and words."""

HOSTILE: st.SearchStrategy[str] = st.one_of(
    st.text(st.characters(), max_size=200),
    st.lists(st.one_of(st.sampled_from(SNIPPETS), st.text(st.characters(), max_size=3)), max_size=60).map("".join),
    st.tuples(st.sampled_from(SNIPPETS), st.integers(1, LONGEST)).map(lambda drawn: (drawn[0] * drawn[1])[:LONGEST]),
)


def worst(base: FactBase) -> Iterator[tuple[str, str]]:
    """Texts that give a matcher over this base as much to do as their length allows, each with what it is."""
    chance = random.Random(6_000)  # noqa: S311 - nothing depends on it but repetition
    wordings = [wording for fact in base.facts for wording in (fact.claim, *fact.phrasings)]
    words = sorted({word.strip(".,?").lower() for wording in wordings for word in wording.split()})
    longest = sorted(words, key=len)[-400:]
    letters = string.ascii_lowercase

    def mistyped(word: str) -> str:
        return word[: len(word) // 2] + chance.choice(letters) + word[len(word) // 2 + 1 :]

    yield "one long word", "a" * LONGEST
    yield "unknown words", " ".join("".join(chance.choices(letters, k=9)) for _ in range(600))
    yield "2,000 words of one letter", " ".join(letters[number % 26] for number in range(2_000))
    yield "words of two letters", " ".join(a + b for a in letters for b in letters)
    yield "everyday words", "the of what is who was there a " * 180
    yield "repeated names", "ISIS-K Islamic State Khorasan Taliban " * 150
    yield "every word of the base", " ".join(words)
    yield "its longest words, mistyped", " ".join(map(mistyped, longest))
    yield "its words, letters exchanged", " ".join(word[1:2] + word[:1] + word[2:] for word in words)
    yield "its words, run together", "".join(words)
    yield "its words, joined with hyphens", "-".join(longest)
    yield "pairs of its words, run together", " ".join(map("".join, zip(longest, reversed(longest), strict=True)))
    yield "beginnings of its words", " ".join(word[:4] for word in words)
    yield "its phrasings", " ".join(wordings)
    yield "numbers", " ".join(str(chance.randrange(10**4)) for _ in range(1_200))
    yield "one letter under many marks", "i" + "\u0301" * (LONGEST - 1)
    yield "letters with nothing between them", "i\u200bs\u200bi\u200bs\u200b" * 750
    yield "characters that become eighteen each", "\ufdfa" * LONGEST
    yield "a script without blanks", "阿富汗塔利班" * 1_000
    yield "emoji", "👩‍👩‍👧‍👦" * 800
    yield "mentions", "<@1> <#2> " * 600
    yield "half mentions", "<@1" * 2_000
