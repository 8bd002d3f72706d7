"""What editing commands work on: the files of a fact base and the articles' texts beside them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from bot.editing import NotEditable
from bot.editing.yaml_edit import YamlFile
from bot.factbase.articles import Article, open_articles
from bot.factbase.documents import Document, Documents, PlacedFact
from bot.factbase.loading import Loading, examine
from bot.factbase.model import FactBase
from bot.factbase.problem import BadFactBase
from bot.factbase.schema import SourceFile


@dataclass(frozen=True)
class Workspace:
    """The folders of a base; ``articles`` is None if nobody said where the texts are."""

    facts: Path
    sources: Path
    articles: Path | None = None

    @cached_property
    def loading(self) -> Loading:
        """What the folders held when this was first asked."""
        return examine(self.facts, self.sources)

    @property
    def base(self) -> FactBase:
        """What the files say. Raises :exc:`bot.factbase.problem.BadFactBase`."""
        if self.loading.base is None:
            raise BadFactBase(self.loading.problems)
        return self.loading.base

    @property
    def documents(self) -> Documents:
        """The files that can be read."""
        return self.loading.documents

    @property
    def article_folder(self) -> Path:
        """Where the texts are. Raises :exc:`NotEditable` if nobody said so."""
        if self.articles is None:
            raise NotEditable("set FACTBOT_ARTICLES to the folder that holds the articles' texts")
        return self.articles

    @cached_property
    def texts(self) -> Mapping[str, Article]:
        """The articles that can be read, by the ids of their sources. Raises :exc:`NotEditable`."""
        return open_articles(self.documents, self.article_folder)[0]

    def reread(self) -> "Workspace":
        """The same folders as they are now."""
        return Workspace(self.facts, self.sources, self.articles)

    def fact(self, fact_id: str) -> PlacedFact:
        """The fact of that id. Raises :exc:`NotEditable` if there is none."""
        found = next((placed for placed in self.documents.facts() if placed.entry.id == fact_id), None)
        if found is None:
            raise NotEditable(f"there is no fact '{fact_id}'; 'factbot facts' lists them")
        return found

    def source(self, source_id: str) -> Document[SourceFile]:
        """The file of that source. Raises :exc:`NotEditable` if there is none."""
        found = dict(self.documents.sources).get(source_id)
        if found is None:
            raise NotEditable(f"there is no source '{source_id}'; 'factbot sources' lists them")
        return found

    def text(self, source_id: str) -> Article:
        """The article of a source. Raises :exc:`NotEditable` if it cannot be read."""
        described = self.source(source_id).content.article
        if source_id not in self.texts:
            raise NotEditable(f"the text of '{source_id}', {self.article_folder / described.file}, cannot be read")
        return self.texts[source_id]

    def citing(self, source_id: str, paragraph: int) -> list[str]:
        """The ids of the facts with evidence in that paragraph."""
        return list(dict.fromkeys(fact for fact, number in self._cited.get(source_id, ()) if number == paragraph))

    @cached_property
    def _cited(self) -> dict[str, list[tuple[str, int]]]:
        cited: dict[str, list[tuple[str, int]]] = {}
        for placed in self.documents.facts():
            for _, evidence in placed.evidence():
                cited.setdefault(evidence.source, []).append((placed.entry.id, evidence.paragraph))
        return cited


def open_file(document: Document[SourceFile] | PlacedFact) -> YamlFile:
    """The file of a source or a fact, to be changed."""
    return YamlFile(Path((document.document if isinstance(document, PlacedFact) else document).file))
