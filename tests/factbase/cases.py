"""Facts of the five articles as the rules see them, without files: for tests that say one rule each."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.factbase.documents import Document
from bot.factbase.loading import facts_of
from bot.factbase.model import Fact, Source
from bot.factbase.schema import Kind, TopicFile
from bot.factbase.verdict import one_witness

Entry = dict[str, Any]


def _source(source_id: str, kind: Kind, *origins: str) -> Source:
    return Source(source_id, source_id, None, None, kind, origins, None, f"{source_id}.txt", "0" * 64, 99, source_id)


EXPLAINER = _source("explainer", Kind.EXPLAINER, "explainer")
GLOBAL_NEWS = _source("global-news", Kind.NEWS, "global-news", "reuters", "ap")
GREEK_REPORTER = _source("greek-reporter", Kind.EXPLAINER, "greek-reporter")
AP_COPY = _source("ap-copy", Kind.REPUBLICATION, "ap")
OPINION = _source("opinion", Kind.OPINION, "opinion")
SOURCES = {source.id: source for source in (EXPLAINER, GLOBAL_NEWS, GREEK_REPORTER, AP_COPY, OPINION)}


def said(by: Source, value: str | None = None, **more: object) -> Entry:
    """What a source says, by its value; ``more`` are other keys of evidence."""
    return {"source": by.id, "paragraph": 1, "says": "Says so.", "anchors": [value or "so"], "value": value, **more}


def fact(
    value: str | None = None,
    *,
    supports: Sequence[Entry],
    qualifies: Sequence[Entry] = (),
    disputes: Sequence[Entry] = (),
    witnesses: Sequence[Sequence[str]] = (),
    sources: Mapping[str, Source] = SOURCES,
    **more: object,
) -> Fact:
    """The fact with this evidence."""
    entry = {"id": "a", "claim": f"The claim is {value}.", "value": value, "supports": list(supports), **more}
    entry |= {"qualifies": list(qualifies), "disputes": list(disputes)}
    content = TopicFile.model_validate({"topic": "A", "facts": [entry]})
    (made,) = facts_of(Document("a.yaml", content, b""), sources, one_witness(witnesses))
    return made
