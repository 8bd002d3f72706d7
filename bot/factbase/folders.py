"""Reads the files of a fact base's two folders, and warns of what an editor may take for one of them.

A file is parsed again only if its content changed since the last time.
"""

import os
import re
from collections.abc import Iterator, Mapping, Set
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias, TypeVar, cast

from pydantic import BaseModel

from bot.factbase.documents import Document, Documents
from bot.factbase.problem import Code, Position, Problem, Severity
from bot.factbase.schema import FactEntry, SourceFile, TopicFile, Vocabulary, is_id
from bot.factbase.validation import valid_entries, validate
from bot.factbase.words import is_blank
from bot.factbase.yaml_reader import MAX_BYTES, Node, entries, read
from bot.regularfile import NotAFile, read_regular

VOCABULARY_STEM = "vocabulary"
_SUFFIXES = (".yaml", ".yml")
_NEARLY = re.compile(r"(?<=.)\.ya?ml.*", re.IGNORECASE)
"""What follows the stem in a name that an editor may take for a YAML file's."""
_PASSING = re.compile(
    r"[.#~]|.*(~|#|\.(sw[a-z]|te?mp|part|partial|crdownload|download|sb-[\w-]+)|___jb_\w+___)$", re.IGNORECASE
)
"""Names of what programs keep beside a file while it is edited or fetched."""


def yaml_files(folder: Path, setting: str, problems: list[Problem]) -> list[Path]:
    """The YAML files of a folder in the order in which they are read; what is wrong with it joins the problems.

    ``setting`` is the variable that names the folder.
    """
    try:
        files = sorted(path for path in folder.iterdir() if named_as_yaml(path.name))
    except OSError as error:
        fix = f"run factbot where the folder is, or set {setting}"
        problems.append(Problem(str(folder), Position(), f"the folder cannot be read ({error.strerror})", fix))
        return []
    if not [path for path in files if path.stem != VOCABULARY_STEM]:
        problems.append(
            Problem(str(folder), Position(), "the folder holds no YAML file", "add one; facts/README.md shows how")
        )
    return files


def named_as_yaml(name: str) -> bool:
    """Whether a file of this name is read."""
    return name.lower().endswith(_SUFFIXES) and not name.startswith(".")


def unread(folder: Path) -> list[str]:
    """What lies directly inside a folder and an editor may take for read. Raises :exc:`OSError`.

    That is: folders that hold YAML files, and files with ``.yaml`` or ``.yml`` inside their names.
    """
    with os.scandir(folder) as entries:
        return sorted(entry.path for entry in entries if _passes_for_read(entry))


def warnings_of_unread(*folders: Path) -> Iterator[Problem]:
    """A warning for all that lies in the folders and an editor may take for read; one of them may lie in another."""
    own = {folder.resolve() for folder in folders}
    for folder in folders:
        with suppress(OSError):  # which is a problem of its own
            for path in map(Path, unread(folder)):
                if path.resolve() not in own:
                    wrong, fix = _folder_inside(folder) if path.is_dir() else _otherwise_named(path)
                    yield Problem(str(path), Position(), wrong, fix, Severity.WARNING, Code.UNREAD_FILE)


def _passes_for_read(entry: os.DirEntry[str]) -> bool:
    if entry.name.startswith(".") or named_as_yaml(entry.name):
        return False  # hidden on purpose, or read and a problem already
    try:
        if entry.is_dir():
            return any(map(named_as_yaml, os.listdir(entry)))
        return bool(_NEARLY.search(entry.name)) and not _PASSING.match(entry.name) and entry.is_file()
    except OSError:
        return False  # what cannot be listed is not known to hold any


def _folder_inside(folder: Path) -> tuple[str, str]:
    return "the files of a folder inside are not read", f"move them up into {folder}"


def _otherwise_named(path: Path) -> tuple[str, str]:
    """What is wrong with a file that is not read for the end of its name, and what would be right."""
    name = _NEARLY.sub(".yaml", path.name)
    wrong = "this file is not read, since its name does not end in .yaml"
    if path.with_name(name).exists():
        return wrong, f"move it out of the folder; '{name}' stands beside it"
    hidden = "; some systems hide the '.txt'" if path.suffix.lower() == ".txt" else ""
    return wrong, f"rename it '{name}'{hidden}"


Topic: TypeAlias = Document[TopicFile]

FEWEST = 2
"""The facts from which a file is taken for a copy of one whose name is not in its own."""


def copied_files(documents: Documents) -> dict[Topic, Topic]:
    """Every topic that looks like a copy, with the one that it is a copy of: that has all of its facts' ids."""
    ids = {topic: {entry.id for entry in topic.content.facts} for topic in documents.topics}
    owners: dict[str, set[Topic]] = {}
    for topic, own in ids.items():
        for fact_id in own:
            owners.setdefault(fact_id, set()).add(topic)
    order = {topic: number for number, topic in enumerate(documents.topics)}
    copies: dict[Topic, Topic] = {}
    for topic, own in ids.items():
        holders = set.intersection(*(owners[fact_id] for fact_id in own)) - {topic} if own else set()
        originals = [other for other in holders if _is_copy(topic, other, ids, order)]
        if originals:
            copies[topic] = min(originals, key=lambda other: (len(_stem(other)), order[other]))
    return copies


def copy_of(original: Topic, copy: Topic) -> Problem:
    """The problem of a file that is a copy."""
    wrong = f"this file looks like a copy of {original.file}, which has all of its facts"
    return Problem(copy.file, Position(), wrong, "remove it, or give its facts ids of their own")


def _is_copy(topic: Topic, other: Topic, ids: Mapping[Topic, Set[str]], order: Mapping[Topic, int]) -> bool:
    """Whether a topic is the copy and another, which has all of its ids, the original: by their names, else by size."""
    own, others = _stem(topic), _stem(other)
    if own != others and (own in others or others in own):
        return others in own
    if len(ids[topic]) < FEWEST and own != others:
        return False
    return (-len(ids[topic]), order[topic]) > (-len(ids[other]), order[other])


def _stem(topic: Topic) -> str:
    return Path(topic.file).stem.casefold()


Content = TypeVar("Content", bound=BaseModel)

_OWN_KEYS: dict[type[BaseModel], frozenset[str]] = {
    TopicFile: frozenset({"facts"}),
    SourceFile: frozenset({"article"}),
    Vocabulary: frozenset({"names", "same"}),
}
"""The keys by which a file of each kind is known."""


@dataclass(frozen=True, slots=True)
class _Kept:
    """What one file held: its bytes, and what they were parsed to."""

    data: bytes
    document: Document[Any] | None
    problems: tuple[Problem, ...]


class FileCache:
    """The files of a fact base as they were last read.

    Whether a file changed is decided by its bytes: times and sizes may stay while the content changes, on some mounts
    for long, and reading is a hundredth of the work of parsing.
    """

    def __init__(self) -> None:
        self._last: dict[tuple[Path, type[BaseModel]], _Kept] = {}
        self._now: dict[tuple[Path, type[BaseModel]], _Kept] = {}

    def contents(self) -> Iterator[tuple[Path, bytes]]:
        """Each file that was read last, and its bytes."""
        return ((path, kept.data) for (path, _), kept in self._now.items())

    def read(self, facts: Path, sources: Path) -> tuple[Documents, list[Problem]]:
        """Every file of the two folders, and every problem that one file can have by itself.

        A file that did not change gives the very document that it gave the last time.
        """
        self._last, self._now = self._now, {}
        problems: list[Problem] = []
        topics: list[Document[TopicFile]] = []
        vocabulary: Document[Vocabulary] | None = None
        for path in yaml_files(facts, "FACTBOT_FACTS", problems):
            if path.stem == VOCABULARY_STEM and vocabulary:
                problems.append(Problem(str(path), Position(), f"there is a vocabulary in {vocabulary.file} already"))
            elif path.stem == VOCABULARY_STEM:
                vocabulary = self._take(path, Vocabulary, problems) or vocabulary
            elif topic := self._take(path, TopicFile, problems):
                topics.append(topic)
        complete = all(problem.severity is not Severity.ERROR for problem in problems)
        found: dict[str, Document[SourceFile] | None] = {}
        misnamed: list[tuple[Path, Document[SourceFile] | None]] = []
        for path in yaml_files(sources, "FACTBOT_SOURCES", problems):
            source = self._take(path, SourceFile, problems)
            if not is_id(path.stem):
                misnamed.append((path, source))
                continue
            if path.stem in found:
                wrong = f"another file describes the source '{path.stem}' too"
                problems.append(Problem(str(path), Position(), wrong))
            found[path.stem] = source
        problems += warnings_of_unread(facts, sources)
        read = tuple((source_id, document) for source_id, document in found.items() if document)
        self._last = {}
        return Documents(tuple(topics), read, vocabulary, frozenset(found), tuple(misnamed), complete), problems

    def _take(self, path: Path, model: type[Content], problems: list[Problem]) -> Document[Content] | None:
        try:
            data = read_regular(path, limit=MAX_BYTES + 1)
        except NotAFile:
            problems.append(Problem(str(path), Position(), "this is not a file", "remove it from the folder"))
            return None
        except OSError as error:
            problems.append(Problem(str(path), Position(), f"the file cannot be read ({error.strerror})"))
            return None
        kept = self._last.get((path, model))
        if kept is None or kept.data != data:
            kept = _Kept(data, *_parsed(data, model, str(path)))
        if len(data) <= MAX_BYTES:
            self._now[path, model] = kept
        problems += kept.problems
        return kept.document


def _parsed(data: bytes, model: type[Content], file: str) -> tuple[Document[Content] | None, tuple[Problem, ...]]:
    """A file's document, of a topic that is not valid with the facts that are, and what is wrong with the file."""
    if model is Vocabulary and is_blank(data):
        return Document(file, model.model_validate({}), data), ()
    root, found = read(data, file)
    if root is None:
        return None, tuple(found)
    if misplaced := _misplaced(root, model):
        return None, (Problem(file, Position(), *misplaced),)
    content, wrong_shape = validate(root, model, file)
    problems = (*found, *wrong_shape)
    if content is not None:
        return Document(file, content, data), problems
    if model is not TopicFile:
        return None, problems
    kept = valid_entries(root, "facts", FactEntry)
    partial = TopicFile.model_construct(topic=file, facts=[entry for _, entry in kept])
    document = Document(file, partial, data, tuple(place for place, _ in kept))
    return cast("Document[Content]", document), problems


def _misplaced(root: Node, model: type[BaseModel]) -> tuple[str, str] | None:
    """What is wrong with a file of another kind than its place and name say, by its keys; None for any other file."""
    keys = entries(root).keys()
    kinds = [kind for kind, own in _OWN_KEYS.items() if not own.isdisjoint(keys)]
    if len(kinds) != 1 or kinds[0] is model:
        return None
    fix = "move it there, or correct FACTBOT_FACTS and FACTBOT_SOURCES"
    if kinds[0] is SourceFile:
        return "this describes a source, which belongs in the folder of sources", fix
    if kinds[0] is Vocabulary:
        wrong = f"this is a vocabulary, which must be called {VOCABULARY_STEM}.yaml and lie in the folder of facts"
        return wrong, "rename or move it; if there is one already, move its entries there"
    if model is Vocabulary:
        return "this is a topic with facts, and its name is that of the vocabulary", "rename it"
    return "this is a topic with facts, which belongs in the folder of facts", fix
