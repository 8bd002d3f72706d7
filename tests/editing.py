"""A small valid fact base in a folder, for tests that break it in one place."""

from pathlib import Path
from textwrap import dedent

from bot.factbase.problem import Problem

FACTS = """\
topic: Bridges
facts:
  - id: opening
    claim: The Arn bridge opened in 1931.
    phrasings:
      - When did the Arn bridge open?
      - arn bridge opening year
    tags: [bridge]
    supports:
      - source: herald
        paragraph: 2
        says: Dates the opening to 1931.
        anchors: ["in 1931"]
    disputes:
      - source: almanac
        paragraph: 1
        says: Dates it a year later.
        anchors: ["1932"]
  - id: length
    claim: The Arn bridge is 210 metres long.
    phrasings:
      - How long is the Arn bridge?
    supports:
      - source: almanac
        paragraph: 2
        says: Gives its length.
        anchors: ["210 metres"]
        attributed_to: [the county engineer]
"""
HERALD = """\
title: The county's bridges
publisher: The Arn Herald
published: 1931-05-02
kind: news
origins: [herald]
article: {file: herald.txt, sha256: "4b4dbeec5c6ed43a6b0f7e0f2f5a8b3c9d1e7f60718293a4b5c6d7e8f9012345", paragraphs: 3}
name: The Herald
"""
ALMANAC = """\
title: An almanac of bridges
kind: explainer
origins: [almanac]
article: {file: almanac.txt, sha256: "5b4dbeec5c6ed43a6b0f7e0f2f5a8b3c9d1e7f60718293a4b5c6d7e8f9012345", paragraphs: 2}
name: The Almanac
"""


def uncoded(problem: Problem) -> str:
    """A problem as editors read it, without the code of a warning."""
    return str(problem).removesuffix(f" [{problem.code}]")


class Folder:
    """The two folders of a fact base, with a method for every way in which a test changes them."""

    def __init__(self, root: Path) -> None:
        self.facts = root / "facts"
        self.sources = root / "sources"
        self.facts.mkdir()
        self.sources.mkdir()
        self.write("facts/bridges.yaml", FACTS)
        self.write("sources/herald.yaml", HERALD)
        self.write("sources/almanac.yaml", ALMANAC)
        self.root = root

    def write(self, name: str, text: str | bytes) -> None:
        """Writes a file below the root."""
        path = self.facts.parent / name
        path.write_bytes(text if isinstance(text, bytes) else dedent(text).encode())

    def change(self, name: str, old: str, new: str) -> None:
        """Replaces the one place where ``old`` stands in a file."""
        path = self.facts.parent / name
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
        path.write_text(text.replace(old, new), encoding="utf-8")
