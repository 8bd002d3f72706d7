"""What a changed article changes in the files that cite it: paragraph numbers, checksum and count."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from bot.editing.yaml_writer import set_values
from bot.factbase.articles import Article
from bot.factbase.documents import Document, Documents, PlacedFact
from bot.factbase.fields import Path as Place
from bot.factbase.problem import Problem, shown
from bot.factbase.schema import EvidenceEntry, SourceFile
from bot.factbase.yaml_reader import Plain

QUOTED = 120
"""Characters of a paragraph that are told."""


@dataclass(frozen=True, slots=True)
class Move:
    """Evidence whose anchors stand in another paragraph now; ``fact`` is the fact's id."""

    fact: str
    source: str
    old: int
    new: int


@dataclass(frozen=True)
class Renumbering:
    """What an article's text asks for.

    ``files`` are the files to be written, with their bytes before and after. ``moves`` are the paragraphs that changed;
    ``lost`` says of evidence whose anchors stand nowhere or in several paragraphs what stands there now: it is left
    alone.
    """

    files: Mapping[Path, tuple[bytes, bytes]]
    moves: tuple[Move, ...]
    lost: tuple[Problem, ...]


def renumber(documents: Documents, texts: Mapping[str, bytes]) -> Renumbering:
    """What the texts of articles, by the ids of their sources, ask for.

    An anchor moves its evidence if all anchors of that evidence stand together in one paragraph and in no other; where
    they stand still, nothing is moved. Raises :exc:`bot.editing.yaml_writer.CannotEdit` for a file that cannot be
    written so.
    """
    articles = {source_id: Article.of(data.decode("utf-8-sig")) for source_id, data in texts.items()}
    changes: dict[Path, tuple[bytes, list[tuple[Place, Plain]]]] = {}
    moves: list[Move] = []
    lost: list[Problem] = []
    for placed in documents.facts():
        for path, evidence in placed.evidence():
            article = articles.get(evidence.source)
            if article is None or evidence.paragraph in (standing := together(article, evidence)):
                continue
            if len(standing) == 1:
                moves.append(Move(placed.entry.id, evidence.source, evidence.paragraph, standing[0]))
                values = changes.setdefault(Path(placed.document.file), (placed.document.data, []))[1]
                values.append(((*path, "paragraph"), standing[0]))
            else:
                lost.append(_lost(placed, path, evidence, article, standing))
    for source_id, document in documents.sources:
        if source_id in articles:
            values = list(_described(document, texts[source_id], articles[source_id]))
            if values:
                changes[Path(document.file)] = document.data, values
    files = {file: (data, set_values(data, values)) for file, (data, values) in changes.items()}
    return Renumbering(files, tuple(moves), tuple(lost))


def together(article: Article, evidence: EvidenceEntry) -> list[int]:
    """The paragraphs in which all anchors of the evidence stand."""
    places = [set(article.standing(anchor)) for anchor in evidence.anchors]
    return sorted(set.intersection(*places))


def _described(document: Document[SourceFile], data: bytes, article: Article) -> Iterator[tuple[Place, Plain]]:
    """What a source's file has to say of its article, as far as it says otherwise."""
    described, checksum = document.content.article, sha256(data).hexdigest()
    if described.sha256 != checksum:
        yield ("article", "sha256"), checksum
    if described.paragraphs != len(article.paragraphs):
        yield ("article", "paragraphs"), len(article.paragraphs)


def _lost(placed: PlacedFact, path: Place, evidence: EvidenceEntry, article: Article, standing: list[int]) -> Problem:
    anchors = ", ".join(f"'{anchor}'" for anchor in evidence.anchors)
    number = evidence.paragraph
    if standing:
        listed = ", ".join(map(str, standing))
        wrong, fix = f"{anchors} of '{evidence.source}' may stand in paragraph {listed}", "write the right one"
    else:
        there = article.paragraphs[number - 1] if number <= len(article.paragraphs) else ""
        now = f"; paragraph {number} is now '{shown(there, QUOTED)}'" if there else ""
        wrong = f"{anchors} no longer stands together in any paragraph of '{evidence.source}'{now}"
        fix = "anchor what says so now, or remove the entry"
    return placed.document.problem((*path, "paragraph"), wrong, fix)
