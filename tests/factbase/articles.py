"""The articles of the small fact base, for tests that hold it against them."""

import hashlib
from pathlib import Path

from bot.factbase.articles import check_against_articles
from bot.factbase.loading import examine
from tests.editing import Folder, uncoded

HERALD = """\
THE COUNTY'S BRIDGES

The new bridge over the Arn was opened in 1931 by the mayor himself.

It cost a fortune.
"""
ALMANAC = "Arn bridge: opened 1932.\nIts length is “210 metres”, says the county engineer.\n"


def described(folder: Folder) -> Path:
    """The folder with the two articles, each of which its source describes rightly."""
    texts = folder.root / "articles"
    texts.mkdir()
    for name, text in (("herald", HERALD), ("almanac", ALMANAC)):
        (texts / f"{name}.txt").write_text(text, encoding="utf-8")
        source = (folder.sources / f"{name}.yaml").read_text(encoding="utf-8")
        start = source.index('"') + 1
        right = source[:start] + hashlib.sha256(text.encode()).hexdigest() + source[start + 64 :]
        (folder.sources / f"{name}.yaml").write_text(right, encoding="utf-8")
    return texts


def found(folder: Folder, articles: Path) -> list[str]:
    """What the articles do not bear out, without the path to it."""
    loading = examine(folder.facts, folder.sources)
    assert not loading.problems
    said = [uncoded(problem) for problem in check_against_articles(loading.documents, articles)]
    return [problem.replace(f"{folder.root}/", "") for problem in said]
