"""Stems are the published algorithm's, whichever implementation gives them."""

from snowballstemmer.english_stemmer import EnglishStemmer

from bot.matching.entries import texts
from bot.matching.normalise import IRREGULAR, stem, words
from bot.snapshot import Snapshot


def test_the_quick_stemmer_gives_what_the_plain_one_gives(shipped: Snapshot) -> None:
    plain = EnglishStemmer()
    spoken = {word for fact in shipped.base.facts for _, text in texts(fact) for word in words(text) if word.isalpha()}

    others = {word for word in spoken if stem(word) != plain.stemWord(word)}

    assert len(spoken) > 1_000
    assert others <= IRREGULAR.keys()


def test_an_irregular_form_has_the_stem_of_its_base_form() -> None:
    assert [stem(word) for word in ("fought", "grown", "women", "children")] == ["fight", "grow", "woman", "child"]
