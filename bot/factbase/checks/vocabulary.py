"""Whether the vocabulary says anything of this fact base.

That a word stands in two groups, or a name in one, is nothing to warn of: both are meant, and what matches knows them.
"""

from collections.abc import Iterator

from bot.factbase.documents import Documents
from bot.factbase.fields import texts
from bot.factbase.problem import Code, Problem
from bot.factbase.words import plain_typography, words


def check(documents: Documents) -> Iterator[Problem]:
    """A warning for each word that stands twice in one group, and each name that no fact has in any spelling."""
    yield from _twice_in_a_group(documents)
    yield from _names_without_facts(documents)


def _twice_in_a_group(documents: Documents) -> Iterator[Problem]:
    groups = documents.vocabulary.content.same if documents.vocabulary else []
    for number, group in enumerate(groups):
        known: set[str] = set()
        for place, word in enumerate(group):
            key = " ".join(words(word)) or word
            if key in known and documents.vocabulary:
                path = ("same", number, place)
                yield from documents.vocabulary.warning(
                    Code.TWICE_IN_GROUP, path, f"'{word}' stands twice in this group", "keep one"
                )
            known.add(key)


def _names_without_facts(documents: Documents) -> Iterator[Problem]:
    """Names that no fact has; none if some facts could not be read."""
    document = documents.vocabulary
    if document is None or not documents.complete:
        return
    written = _folded("\n".join(text for placed in documents.facts() for _, text in texts(placed.entry)))
    for number, entry in enumerate(document.content.names):
        if not any(_folded(spelling) in written for spelling in (entry.name, *entry.spellings)):
            wrong = f"no fact has the name '{entry.name}' in any of its spellings"
            yield from document.warning(
                Code.UNUSED_NAME, ("names", number, "name"), wrong, "write it as the facts do, or remove it"
            )


def _folded(text: str) -> str:
    return plain_typography(text).casefold()
