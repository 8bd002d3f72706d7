"""Where somebody is among the lists that people browse, in a form that fits a control's id."""

import hashlib
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Self


class Listing(StrEnum):
    """What is listed."""

    TOPICS = "topics"
    """All topics; where a topic is named, the page on which it stands."""
    TOPIC = "topic"
    """The facts of one topic."""
    DISPUTES = "disputes"
    """The facts on which sources disagree: of one topic, or of all."""


PLACE = rf"(?P<listing>{'|'.join(Listing)}):(?P<topic>[0-9a-f]*):(?P<page>-?[0-9]{{1,6}})"
"""The pattern of a place as text."""


@dataclass(frozen=True, slots=True)
class Place:
    """A page (from 0) of a list. ``topic`` is a topic's key, empty for all topics."""

    listing: Listing
    topic: str = ""
    page: int = 0

    def __str__(self) -> str:
        return f"{self.listing}:{self.topic}:{self.page}"

    @classmethod
    def of(cls, match: re.Match[str]) -> Self:
        """The place in a match of :data:`PLACE`."""
        return cls(Listing(match["listing"]), match["topic"], int(match["page"]))


def topic_key(topic: str) -> str:
    """What stands for a topic in ids, after a restart too: the first 12 hexadecimal digits of its name's SHA-256."""
    return hashlib.sha256(topic.encode()).hexdigest()[:12]
