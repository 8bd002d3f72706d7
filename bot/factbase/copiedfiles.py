"""Finds files of facts that are copies of others, as file managers make them: ``toll (copy).yaml``."""

from collections.abc import Mapping, Set
from pathlib import Path
from typing import TypeAlias

from bot.factbase.documents import Document, Documents
from bot.factbase.entries import TopicFile
from bot.factbase.problem import Position, Problem

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
