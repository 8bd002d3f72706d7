"""Writes a fact base as the YAML files that editors would have written."""

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from bot.factbase.model import Fact, FactBase, Source
from bot.factbase.schema import Vocabulary
from bot.factbase.verdict import Evidence

FACTS_A_FILE = 50


def write_folders(base: FactBase, root: Path) -> tuple[Path, Path]:
    """Writes the base below ``root``, a file for each 50 facts; gives the folders of facts and of sources.

    The facts of one file get the topic of its first, since a file has one.
    """
    facts, sources = root / "facts", root / "sources"
    facts.mkdir(parents=True)
    sources.mkdir()
    for start in range(0, len(base.facts), FACTS_A_FILE):
        lines = _topic(base.facts[start : start + FACTS_A_FILE])
        (facts / f"topic-{start // FACTS_A_FILE:04d}.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (facts / "vocabulary.yaml").write_text("\n".join(_vocabulary(base.vocabulary)) + "\n", encoding="utf-8")
    for source in base.sources.values():
        (sources / f"{source.id}.yaml").write_text("\n".join(_source(source)) + "\n", encoding="utf-8")
    return facts, sources


def _quoted(text: str) -> str:
    """A text as a double-quoted scalar; JSON's strings are YAML's too."""
    return json.dumps(text, ensure_ascii=False)


def _list(texts: Iterable[str]) -> str:
    return f"[{', '.join(map(_quoted, texts))}]"


def _topic(facts: Sequence[Fact]) -> Iterator[str]:
    yield f"topic: {_quoted(facts[0].topic)}"
    yield "facts:"
    for fact in facts:
        yield f"  - id: {fact.id}"
        yield f"    claim: {_quoted(fact.claim)}"
        yield "    phrasings:"
        yield from (f"      - {_quoted(phrasing)}" for phrasing in fact.phrasings)
        yield f"    tags: {_list(fact.tags)}"
        yield from _side("supports", fact.supports)
        yield from _side("disputes", fact.disputes)


def _side(name: str, side: Sequence[Evidence]) -> Iterator[str]:
    if side:
        yield f"    {name}:"
    for evidence in side:
        yield f"      - source: {evidence.source}"
        yield f"        paragraph: {evidence.paragraph}"
        yield f"        says: {_quoted(evidence.says)}"
        yield f"        anchors: {_list(evidence.anchors)}"
        yield f"        attributed_to: {_list(evidence.attributed_to)}"


def _vocabulary(vocabulary: Vocabulary) -> Iterator[str]:
    yield "names:"
    yield from (f"  - {{name: {_quoted(one.name)}, spellings: {_list(one.spellings)}}}" for one in vocabulary.names)
    yield "same:"
    yield from (f"  - {_list(group)}" for group in vocabulary.same)


def _source(source: Source) -> Iterator[str]:
    yield f"name: {_quoted(source.name)}"
    yield f"title: {_quoted(source.title)}"
    yield f"kind: {source.kind.value}"
    yield f"origins: {_list(source.origins)}"
    yield f"article: {{file: {source.file}, sha256: {_quoted(source.sha256)}, paragraphs: {source.paragraphs}}}"
