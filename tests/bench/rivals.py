"""Other ways to find a fact, each over the same facts, for a comparison side by side.

A rival sees every fact's claim and phrasings: with evidence, topics and tags besides, none gained more than about two
points of top-1 on the tuning halves and some lost many. Stop words cost bm25s a few. None reads the vocabulary: that is
the matcher's to use. Scores are on each rival's own scale; what meets nothing of a question scores 0.
"""

import re
import sqlite3
import weakref
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from importlib import import_module
from typing import Any, Protocol

import numpy as np
import snowballstemmer
from numpy.typing import NDArray
from rapidfuzz import fuzz, process, utils

from bot.factbase.model import Fact, FactBase

Ranked = list[tuple[str, float]]
DEPTH = 5
"""How many facts are ranked: what the matcher gives too."""

_WORD = re.compile(r"\w+")


class Ranker(Protocol):
    """An engine over one fact base."""

    name: str

    def rank(self, text: str) -> Ranked:
        """The ids and scores of the closest facts, best first, :data:`DEPTH` at most."""


def texts(fact: Fact) -> list[str]:
    """The texts of a fact that rivals search."""
    return [fact.claim, *fact.phrasings]


def document(fact: Fact) -> str:
    """All texts of a fact as one."""
    return "\n".join(texts(fact))


def _best(ids: Sequence[str], scores: NDArray[Any]) -> Ranked:
    order = np.argsort(-scores, kind="stable")[:DEPTH]
    return [(ids[i], float(scores[i])) for i in order if scores[i] > 0]


class _Scan:
    """A scan with one of rapidfuzz's scorers, 0..100: a fact scores like the best of its texts."""

    scorer: Callable[..., float]

    def __init__(self, base: FactBase) -> None:
        self._ids = [fact.id for fact in base.facts]
        self._texts = [utils.default_process(text) for fact in base.facts for text in texts(fact)]
        self._starts = np.cumsum([0, *(len(texts(fact)) for fact in base.facts)])[:-1]

    def rank(self, text: str) -> Ranked:
        """The facts by their best text."""
        scores = process.cdist([utils.default_process(text)], self._texts, scorer=type(self).scorer)[0]
        return _best(self._ids, np.maximum.reduceat(scores, self._starts))


class WRatio(_Scan):
    """rapidfuzz's weighted ratio: the best of plain, partial and token ratios."""

    name = "WRatio"
    scorer = fuzz.WRatio


class TokenSetRatio(_Scan):
    """rapidfuzz's token set ratio: how alike the shared and the unshared words are, in any order."""

    name = "token_set_ratio"
    scorer = fuzz.token_set_ratio


class Bm25s:
    """BM25 as bm25s scores it by default (Lù 2024), over Porter2 stems, one document a fact."""

    name = "bm25s"

    def __init__(self, base: FactBase) -> None:
        self._bm25s = import_module("bm25s")
        self._ids = [fact.id for fact in base.facts]
        self._stemmer = snowballstemmer.stemmer("english")
        self._index = self._bm25s.BM25()
        self._index.index(self._words([document(fact) for fact in base.facts]), show_progress=False)

    def _words(self, documents: list[str]) -> list[list[str]]:
        settings = {"stopwords": None, "stemmer": self._stemmer, "return_ids": False, "show_progress": False}
        return list(self._bm25s.tokenize(documents, **settings))

    def rank(self, text: str) -> Ranked:
        """The facts by BM25."""
        [spoken] = self._words([text])
        return _best(self._ids, self._index.get_scores(spoken)) if spoken else []


class Fts5:
    """SQLite's FTS5: any of the question's words, Porter stems, ranked by its ``bm25()``, one document a fact."""

    name = "SQLite FTS5"

    def __init__(self, base: FactBase) -> None:
        self._database = sqlite3.connect(":memory:")
        weakref.finalize(self, self._database.close)
        self._database.execute(
            "CREATE VIRTUAL TABLE facts USING fts5(id UNINDEXED, words, tokenize='porter unicode61')"
        )
        self._database.executemany(
            "INSERT INTO facts VALUES (?, ?)", [(fact.id, document(fact)) for fact in base.facts]
        )

    def rank(self, text: str) -> Ranked:
        """The facts by the negative of ``bm25()``, which is lower for the better."""
        wanted = " OR ".join(f'"{word}"' for word in dict.fromkeys(_WORD.findall(text.casefold())))
        if not wanted:
            return []
        found = "SELECT id, -bm25(facts) FROM facts WHERE facts MATCH ? ORDER BY bm25(facts), rowid LIMIT ?"
        return self._database.execute(found, (wanted, DEPTH)).fetchall()


class Tantivy:
    """Tantivy: any of the question's words, as typed (by BM25) or one mistake away, one document a fact.

    Its fuzzy queries alone score every word alike; with the exact ones beside them it ranks clearly better.
    """

    name = "tantivy"

    def __init__(self, base: FactBase) -> None:
        self._tantivy = import_module("tantivy")
        stored = self._tantivy.SchemaBuilder().add_text_field("id", stored=True, tokenizer_name="raw")
        self._schema = stored.add_text_field("words").build()
        index = self._tantivy.Index(self._schema)
        writer = index.writer()
        for fact in base.facts:
            writer.add_document(self._tantivy.Document(id=[fact.id], words=[document(fact)]))
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        self._searcher = index.searcher()

    def rank(self, text: str) -> Ranked:
        """The facts by the words that they share with the text."""
        query, occur = self._tantivy.Query, self._tantivy.Occur
        wanted = [
            (occur.Should, how(self._schema, "words", word))
            for word in dict.fromkeys(_WORD.findall(text.casefold()))
            for how in (query.term_query, partial(query.fuzzy_term_query, distance=1))
        ]
        hits = self._searcher.search(query.boolean_query(wanted), DEPTH).hits if wanted else []
        return [(self._searcher.doc(address)["id"][0], float(score)) for score, address in hits]


class CharacterTfIdf:
    """The cosine of TF-IDF vectors (Salton & Buckley 1988) of runs of 3 to 5 characters, one document a fact."""

    name = "3-5-grams"

    def __init__(self, base: FactBase) -> None:
        self._ids = [fact.id for fact in base.facts]
        counted = [Counter(_grams(document(fact))) for fact in base.facts]
        held = Counter(gram for counts in counted for gram in counts)
        self._columns = {gram: column for column, gram in enumerate(held)}
        self._rarity = 1 + np.log((1 + len(counted)) / (1 + np.array(list(held.values()))))
        self._matrix = np.zeros((len(counted), len(held)), dtype=np.float32)
        for row, counts in zip(self._matrix, counted, strict=True):
            columns, weights = self._vector(counts)
            row[columns] = weights

    def _vector(self, counts: Counter[str]) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
        """The columns and weights, of length 1 together, of the runs that the base knows."""
        known = [gram for gram in counts if gram in self._columns]
        columns = np.array([self._columns[gram] for gram in known], dtype=np.intp)
        weights = (1 + np.log([counts[gram] for gram in known])) * self._rarity[columns]
        return columns, weights / max(float(np.linalg.norm(weights)), 1e-9)

    def rank(self, text: str) -> Ranked:
        """The facts by cosine, 0..1."""
        columns, weights = self._vector(Counter(_grams(text)))
        return _best(self._ids, self._matrix[:, columns] @ weights)


def _grams(text: str) -> Iterable[str]:
    for word in _WORD.findall(text.casefold()):
        padded = f" {word} "
        for length in (3, 4, 5):
            yield from (padded[start : start + length] for start in range(len(padded) - length + 1))


RIVALS: tuple[Callable[[FactBase], Ranker], ...] = (WRatio, TokenSetRatio, Bm25s, Fts5, Tantivy, CharacterTfIdf)
