"""Stems are the published algorithm's, whichever implementation gives them."""

from snowballstemmer.english_stemmer import EnglishStemmer

from bot.matching.entries import texts
from bot.matching.normalise import stem, words
from bot.snapshot import Snapshot


def test_the_quick_stemmer_gives_what_the_plain_one_gives(shipped: Snapshot) -> None:
    plain = EnglishStemmer()
    spoken = {word for fact in shipped.base.facts for _, text in texts(fact) for word in words(text) if word.isalpha()}

    assert len(spoken) > 1_000
    assert {word: stem(word) for word in spoken} == {word: plain.stemWord(word) for word in spoken}
