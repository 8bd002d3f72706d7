"""The engines whose speed and memory are compared, each behind the same two calls."""

import re
from collections.abc import Callable, Sequence
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Protocol

from rapidfuzz import fuzz, process, utils

from bot.factbase.model import FactBase
from bot.matching.matcher import Matcher
from tests.bench.rivals import document

CHOICES = 25
"""How many choices a keystroke may show (Discord's limit)."""
DEPTH = 5
"""How many facts a question ranks."""

_WORD = re.compile(r"\w+")


class Engine(Protocol):
    """An index over one fact base."""

    def ask(self, question: str) -> str | None:
        """The id of the closest fact, or None."""

    def complete(self, typed: str) -> Sequence[str]:
        """The ids of the facts that a half-typed question may be heading for, best first, at most 25 texts' worth."""


class Ours:
    """The shipped matcher."""

    def __init__(self, base: FactBase) -> None:
        self._matcher = Matcher.of(base)

    def ask(self, question: str) -> str | None:
        """The first candidate."""
        candidates = self._matcher.match(question).candidates
        return candidates[0].fact.id if candidates else None

    def complete(self, typed: str) -> Sequence[str]:
        """What autocomplete offers."""
        return [fact.id for fact in self._matcher.complete(typed, CHOICES)]


class Scan:
    """rapidfuzz's weighted ratio (WRatio) of the question with every phrasing."""

    def __init__(self, base: FactBase) -> None:
        self._ids = [fact.id for fact in base.facts for _ in fact.phrasings]
        self._phrasings = [utils.default_process(text) for fact in base.facts for text in fact.phrasings]

    def ask(self, question: str) -> str | None:
        """The fact of the closest phrasing."""
        return self._ids[process.extractOne(utils.default_process(question), self._phrasings, scorer=fuzz.WRatio)[2]]

    def complete(self, typed: str) -> Sequence[str]:
        """The facts of the 25 closest phrasings."""
        found = process.extract(utils.default_process(typed), self._phrasings, scorer=fuzz.WRatio, limit=CHOICES)
        return list(dict.fromkeys(self._ids[number] for _, _, number in found))


class Bm25s:
    """BM25 as bm25s computes it by default (Lù 2024), one document a fact, without its English stop words."""

    def __init__(self, base: FactBase) -> None:
        self._library: Any = import_module("bm25s")
        self._ids = [fact.id for fact in base.facts]
        self._index = self._library.BM25()
        self._index.index(self._tokens([document(fact) for fact in base.facts]), show_progress=False)

    def _tokens(self, texts: list[str]) -> Any:  # noqa: ANN401 - an untyped library's own value
        return self._library.tokenize(texts, show_progress=False)

    def _retrieve(self, text: str, limit: int) -> list[str]:
        tokens = self._library.tokenize([text], return_ids=False, show_progress=False)
        if not tokens[0]:
            return []
        found = self._index.retrieve(tokens, k=min(limit, len(self._ids)), show_progress=False).documents[0]
        return [self._ids[number] for number in found]

    def ask(self, question: str) -> str | None:
        """The first of the five facts retrieved."""
        return next(iter(self._retrieve(question, DEPTH)), None)

    def complete(self, typed: str) -> Sequence[str]:
        """The 25 facts retrieved; a half-typed last word finds nothing."""
        return self._retrieve(typed, CHOICES)


class Tantivy:
    """Tantivy, one document a fact: any word may match, with one edit (its fuzzy terms all score alike)."""

    def __init__(self, base: FactBase) -> None:
        library: Any = import_module("tantivy")
        self._ids = [fact.id for fact in base.facts]
        self._query, self._document_occurs = library.Query, library.Occur.Should
        schema = library.SchemaBuilder().add_text_field("words", index_option="freq")
        self._schema = schema.add_unsigned_field("fact", stored=True).build()
        index = library.Index(self._schema)
        writer = index.writer(num_threads=1)
        for number, fact in enumerate(base.facts):
            writer.add_document(library.Document(words=document(fact), fact=number))
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        self._searcher = index.searcher()

    def _search(self, text: str, limit: int, unfinished: bool) -> list[str]:
        words = list(dict.fromkeys(_WORD.findall(text.lower())))
        terms = [
            self._query.fuzzy_term_query(self._schema, "words", word, 1, prefix=unfinished and word is words[-1])
            for word in words
        ]
        wanted = self._query.boolean_query([(self._document_occurs, term) for term in terms])
        hits = self._searcher.search(wanted, limit, count=False).hits if terms else []
        return [self._ids[self._searcher.doc(address)["fact"][0]] for _, address in hits]

    def ask(self, question: str) -> str | None:
        """The first of the five facts found."""
        return next(iter(self._search(question, DEPTH, unfinished=False)), None)

    def complete(self, typed: str) -> Sequence[str]:
        """The 25 facts found, the last word as a prefix."""
        return self._search(typed, CHOICES, unfinished=True)


ENGINES: dict[str, Callable[[FactBase], Engine]] = {
    "factbot": Ours,
    "rapidfuzz scan": Scan,
    "bm25s": Bm25s,
    "tantivy": Tantivy,
}
"""The engines by the names under which they are reported, ours first."""

_LIBRARIES = {"bm25s": "bm25s", "tantivy": "tantivy"}


def missing(engine: str) -> str | None:
    """The library that an engine wants and this Python has not, or None."""
    library = _LIBRARIES.get(engine)
    return library if library and find_spec(library) is None else None


def preload(engine: str) -> None:
    """Imports what an engine needs, so that it does not count as building."""
    if library := _LIBRARIES.get(engine):
        import_module(library)
