"""Registers articles as sources, and follows them when their texts change."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from bot.editing import NotEditable
from bot.editing.quotes import nearest
from bot.editing.workspace import Workspace, open_file
from bot.editing.yaml_edit import YamlFile, new_text, schema_line
from bot.environment import read_regular
from bot.factbase.articles import Article
from bot.factbase.problem import shown
from bot.factbase.schema import Kind, id_like, is_id
from bot.factbase.texts import no_article

LONGEST_TITLE = 200
"""Characters of a first line that is taken for the title."""
_LIST_ITEM = re.compile(r"\s*(?:[-*+•]|\d+[.)]|#{1,6}|>|\|)\s")


@dataclass(frozen=True, slots=True)
class Added:
    """A source that was registered: its id, its files, and what could not be known and should be looked at."""

    id: str
    file: Path
    article: Path
    paragraphs: int
    notes: tuple[str, ...]


def unwrapped(text: str) -> str:
    """The text with the lines of each block joined into one paragraph; headings and items of lists stay apart."""
    paragraphs: list[str] = []
    for block in re.split(r"\n\s*\n", text.replace("\r\n", "\n")):
        lines: list[str] = []
        for line in filter(str.strip, block.split("\n")):
            if lines and not _LIST_ITEM.match(line) and not lines[-1].lstrip().startswith("#"):
                lines[-1] = f"{lines[-1].rstrip()} {line.strip()}"
            else:
                lines.append(line.strip())
        paragraphs += lines
    return "\n\n".join(paragraphs) + "\n"


def add_source(
    workspace: Workspace, file: Path, given: Mapping[str, str | None], published: date | None, read: date | None,
    unwrap: bool = False,
) -> Added:  # fmt: skip
    """Register a text as a source. Raises :exc:`NotEditable` and :exc:`OSError`.

    ``given`` may have ``id``, ``name``, ``title``, ``publisher``, ``kind`` and ``url``. The text is copied into the
    articles' folder unless it is there already.
    """
    data = _text_data(file)
    text = data.decode("utf-8-sig")
    if unwrap:
        data = unwrapped(text).encode()
        text = data.decode()
    article = Article.of(text)
    source_id = given.get("id") or id_like(file.stem)
    if not is_id(source_id):
        raise NotEditable(f"'{file.stem}' gives no id; name one with --id (lower-case letters, digits and hyphens)")
    path = workspace.sources / f"{source_id}.yaml"
    if path.exists():
        raise NotEditable(f"there is a source '{source_id}' already; name another id with --id")
    checksum = sha256(data).hexdigest()
    for other, document in workspace.documents.sources:
        if document.content.article.sha256 == checksum:
            raise NotEditable(f"the source '{other}' has this very text; twice it would count as two witnesses")
    kept = _kept(workspace, file, data, unwrap)
    first = article.paragraphs[0]
    title = given.get("title") or shown(first, LONGEST_TITLE)
    entries: dict[str, Any] = {
        "name": given.get("name") or title[:100].strip(),
        "title": title,
        "publisher": given.get("publisher"),
        "published": published,
        "read": read,
        "kind": given.get("kind") or Kind.NEWS.value,
        "origins": [source_id],
        "url": given.get("url"),
        "article": {"file": kept.name, "sha256": checksum, "paragraphs": len(article.paragraphs)},
    }
    written = {key: value for key, value in entries.items() if value is not None}
    path.write_text(new_text(written, schema_line(workspace.sources, "source")), encoding="utf-8")
    return Added(source_id, path, kept, len(article.paragraphs), tuple(_notes(given, published, read, title)))


def _notes(given: Mapping[str, str | None], published: date | None, read: date | None, title: str) -> Iterator[str]:
    if not given.get("title"):
        yield f"title: taken from the first line, '{shown(title)}'"
    if not given.get("name"):
        yield "name: the title; answers are easier to read with a short one (--name)"
    if not given.get("kind"):
        yield f"kind: assumed to be {Kind.NEWS.value}; others are {', '.join(kind.value for kind in Kind)}"
    if published is None and read is None:
        yield "published: not given; write it only if the text itself shows it, or read: for a page that changes"
    yield "origins: the source itself; add every agency whose reporting the whole text may rest on"


def _kept(workspace: Workspace, file: Path, data: bytes, unwrap: bool) -> Path:
    """Where the text lies: in the articles' folder, if there is one, else where it was found."""
    folder = workspace.articles or file.parent
    kept = folder / file.name
    if unwrap and kept.resolve() == file.resolve():
        kept = folder / f"{file.stem}.unwrapped{file.suffix}"
    if kept.exists() and read_regular(kept) == data:
        return kept
    if kept.exists():
        raise NotEditable(f"{kept} exists and holds another text; rename {file.name}")
    kept.write_bytes(data)
    return kept


def _text_data(file: Path) -> bytes:
    data = read_regular(file)
    if wrong := no_article(data):
        raise NotEditable(f"{file} is {wrong[0]}; {wrong[1]}")
    return data


def update_text(workspace: Workspace, source_id: str, file: Path) -> None:
    """Put a new text in the place of a source's old one. Raises :exc:`NotEditable` and :exc:`OSError`."""
    described = workspace.source(source_id).content.article
    data, place = _text_data(file), workspace.article_folder / described.file
    if place.resolve() != file.resolve():
        place.write_bytes(data)


def renumber(workspace: Workspace, source_id: str | None = None) -> tuple[list[str], list[str]]:
    """Move every paragraph number to where its anchors stand now, and renew checksums and counts of sources.

    An anchor that stands in one paragraph moves its evidence there. One that stands in several or in none is left as it
    is. Return a line about each that is moved, and about each that is left. Raises :exc:`NotEditable`.
    """
    texts = {one: article for one, article in workspace.texts.items() if source_id in (None, one)}
    moved: list[str] = []
    lost: list[str] = []
    files: dict[str, YamlFile] = {}
    for placed in workspace.documents.facts():
        for steps, evidence in placed.evidence():
            article = texts.get(evidence.source)
            standing = [set(article.standing(anchor)) for anchor in evidence.anchors] if article else []
            common = set.intersection(*standing) if standing else {evidence.paragraph}
            if article is None or evidence.paragraph in common:
                continue
            name, told = placed.document.file, f"fact '{placed.entry.id}', {evidence.source}"
            if len(common) == 1:
                (after,) = common
                if name not in files:
                    files[name] = open_file(placed)
                files[name].replace((*steps, "paragraph"), after)
                moved.append(f"{name}: {told}: paragraph {evidence.paragraph} is now {after}")
            else:
                line = placed.document.position(*steps).line
                what = _what_now(workspace, evidence.source, article, evidence.paragraph, evidence.anchors, common)
                lost.append(f"{name}:{line}: {told}: {what}")
    for one, article in texts.items():
        _renew(workspace, one, article, files)
    for file in files.values():
        file.save()
    return moved, lost


def _what_now(
    workspace: Workspace, source_id: str, article: Article, paragraph: int, anchors: list[str], common: set[int]
) -> str:
    told = " and ".join(f"'{anchor}'" for anchor in anchors)
    if common:
        return f"{told} stands in paragraphs {', '.join(map(str, sorted(common)))}; choose one"
    if near := nearest(workspace, anchors[0], source_id):
        return f"{told} stands in no paragraph; most like it is paragraph {near[1]}: {shown(near[2], 120)}"
    if paragraph > len(article.paragraphs):
        return f"{told} stands in no paragraph; there is no paragraph {paragraph} any more"
    return (
        f"{told} stands in no paragraph; paragraph {paragraph} is now: {shown(article.paragraphs[paragraph - 1], 120)}"
    )


def _renew(workspace: Workspace, source_id: str, article: Article, files: dict[str, YamlFile]) -> None:
    document = workspace.source(source_id)
    described = document.content.article
    checksum = sha256(read_regular(workspace.article_folder / described.file)).hexdigest()
    count = len(article.paragraphs)
    if (checksum, count) == (described.sha256, described.paragraphs):
        return
    file = files[document.file] = open_file(document)
    file.replace(("article", "sha256"), checksum)
    file.replace(("article", "paragraphs"), count)
