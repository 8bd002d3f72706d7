"""What lies in the folders of a fact base: the files that are read, copies of them, and what only looks like one."""

import os
import re
from collections.abc import Iterator, Mapping, Set
from contextlib import suppress
from pathlib import Path
from typing import TypeAlias

from bot.factbase.documents import Document, Documents
from bot.factbase.problem import Code, Position, Problem, Severity, of_file
from bot.factbase.schema import TopicFile

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
        problems.append(of_file(folder, f"the folder cannot be read ({error.strerror})", fix))
        return []
    if not [path for path in files if path.stem != VOCABULARY_STEM]:
        problems.append(of_file(folder, "the folder holds no YAML file", "add one; facts/README.md shows how"))
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


def copied_files(documents: Documents) -> dict[Topic, Problem]:
    """Every topic that looks like a copy of one that has all of its facts' ids, with the problem that says so."""
    ids = {topic: {entry.id for entry in topic.content.facts} for topic in documents.topics}
    order = {topic: number for number, topic in enumerate(documents.topics)}
    copies: dict[Topic, Problem] = {}
    for topic, own in ids.items():
        holders = [other for other, others in ids.items() if own and own <= others and other is not topic]
        if originals := [other for other in holders if _is_copy(topic, other, ids, order)]:
            original = min(originals, key=lambda other: (len(_stem(other)), order[other]))
            wrong = f"this file looks like a copy of {original.file}, which has all of its facts"
            copies[topic] = of_file(topic.file, wrong, "remove it, or give its facts ids of their own")
    return copies


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
