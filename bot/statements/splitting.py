"""A chat message taken apart into statements: its sentences, without what only formats, links or mentions."""

import re

import sentencex

from bot.matching.confidence import FEWEST_WORDS
from bot.matching.normalise import MENTION, words

MAX_CHARACTERS = 4000
"""How much of a message is read: the most that Discord lets anybody write in one."""

_CODE_BLOCK = re.compile(r"```.*?```", re.DOTALL)
_STRUCK = re.compile(r"~~[^~\n]+~~")
_MASKED_LINK = re.compile(r"\[([^\[\]\n]+)\]\(<?https?://[^\s<>()]*(?:\([^\s<>()]*\)[^\s<>()]*)*>?\)")
_LINK = re.compile(r"<?https?://[^\s<>]*[^\s<>.,;:!?)\]\"'”’]>?")
_LINE_MARKS = re.compile(r"\A(?:(?:>>>|>|#{1,3}|-#|[-*+•◦▪–—]|\d{1,3}[.)]|\[[ xX]\])\s+)+")
_EMPHASIS = re.compile(r"\\([^\w\s])|\*+|__+|\|\||`+|(?<!\w)_(?=\w)|(?<=[\w.!?])_(?!\w)")
_GAP = re.compile(r" (?=[.,;:!?)](?:\s|$))")


def statements(message: str) -> tuple[str, ...]:
    """The statements of a message in its order, each once and in one line, as they stand there, without formatting.

    Left out are code blocks, text struck through (its writer took it back), links, mentions, custom emoji and whatever
    has less than two words. The end of a line ends a statement, since chat, lists and headings have no full stops;
    within a line the sentences are found by sentencex, in most languages. What stands in a block quote counts: a
    colleague who passes a quotation on wants it checked. At most :data:`MAX_CHARACTERS` characters are read.
    """
    found: dict[tuple[str, ...], str] = {}
    for line in _plain(message[:MAX_CHARACTERS]).splitlines():
        for sentence in sentencex.segment("en", line):
            spoken = tuple(words(sentence))
            if len(spoken) >= FEWEST_WORDS:
                found.setdefault(spoken, sentence.strip())
    return tuple(found.values())


def _plain(message: str) -> str:
    """The message as it reads, without what is no statement.

    Half of a broken surrogate pair, which no encoding has, is dropped.
    """
    text = _CODE_BLOCK.sub("\n", message.encode("utf-8", "ignore").decode())
    text = _MASKED_LINK.sub(r"\1", _STRUCK.sub(" ", text))
    text = MENTION.sub(" ", _LINK.sub(" ", text))
    return "\n".join(_unmarked(line) for line in text.splitlines())


def _unmarked(line: str) -> str:
    """A line without the marks that make it a heading, an item or a quotation, and without emphasis."""
    read = _EMPHASIS.sub(lambda match: match[1] or "", _LINE_MARKS.sub("", line.strip()))
    return _GAP.sub("", " ".join(read.split()))
