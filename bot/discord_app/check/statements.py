"""Splitting a message into statements, each of which is asked at the desk, within a time limit."""

import asyncio
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import sentencex

from bot.desk import Desk
from bot.factbase.model import Fact, FactBase
from bot.matching.confidence import FEWEST_WORDS
from bot.matching.normalise import MENTION, words
from bot.reply import Answer, Asker, Reply, Suggestions, unsupported_values

MAX_CHARACTERS = 4000
"""How much of a message is read: the longest that Discord allows."""

_CODE_BLOCK = re.compile(r"```.*?```", re.DOTALL)
_STRUCK = re.compile(r"~~[^~\n]+~~")
_MASKED_LINK = re.compile(r"\[([^\[\]\n]+)\]\(<?https?://[^\s<>()]*(?:\([^\s<>()]*\)[^\s<>()]*)*>?\)")
_LINK = re.compile(r"<?https?://[^\s<>]*[^\s<>.,;:!?)\]\"'”’]>?")
_LINE_MARKS = re.compile(r"\A(?:(?:>>>|>|#{1,3}|-#|[-*+•◦▪–—]|\d{1,3}[.)]|\[[ xX]\])\s+)+")
_EMPHASIS = re.compile(r"\\([^\w\s])|\*+|__+|\|\||`+|(?<!\w)_(?=\w)|(?<=[\w.!?])_(?!\w)")
_SPOILER = re.compile(r"\|\|(.+?)\|\|", re.DOTALL)
_ENDS = ".!?…;:"
_EMOJI = "[\U0001f300-\U0001faff\u2600-\u27bf]"
_FURTHER_ENDS = re.compile(rf"(?<=[;…])\s+|(?<={_EMOJI})\s+(?=[A-Z])")
_ABBREVIATED = re.compile(r"\b(?:approx|ca|cf|est|incl|vs)\.\s*\Z", re.IGNORECASE)
WRAPPED = 50
"""The least length, in characters, of a line that may be wrapped."""
_GAP = re.compile(r" (?=[.,;:!?)](?:\s|$))")


def statements(message: str) -> tuple[str, ...]:
    """The statements of a message in order, each once, in one line and without formatting.

    Code blocks, struck-through text, links, mentions, custom emoji and anything of fewer than two words are left out.
    The end of a line ends a statement, since chat, lists and headings have no full stops, unless the next line goes on
    in lower case. Within a line sentencex finds the sentences, in most languages. Block quotes count: whoever passes a
    quotation on wants it checked. At most :data:`MAX_CHARACTERS` characters are read.
    """
    found: dict[tuple[str, ...], str] = {}
    for line in _paragraphs(_plain(message[:MAX_CHARACTERS])):
        for sentence in _sentences(line):
            spoken = tuple(words(sentence))
            if len(spoken) >= FEWEST_WORDS:
                found.setdefault(spoken, sentence.strip())
    return tuple(found.values())


def hidden(message: str, statement: str) -> bool:
    """Whether a statement, as :func:`statements` returns it, is hidden in a message by a spoiler, in part at least."""
    spoilers = (" ".join(_plain(one).split()) for one in _SPOILER.findall(message))
    return any(spoiler in statement or statement in spoiler for spoiler in spoilers if spoiler)


def _paragraphs(plain: str) -> Iterator[str]:
    """The lines; one that goes on in lower case in the next line, as in a hard-wrapped text, is joined with it."""
    paragraph = ""
    for line in plain.splitlines():
        goes_on = len(paragraph) >= WRAPPED and line[:1].islower() and paragraph[-1:] not in _ENDS
        if goes_on:
            paragraph += f" {line}"
        else:
            yield paragraph
            paragraph = line
    yield paragraph


def _sentences(line: str) -> Iterator[str]:
    """The sentences of a line. They also end at ``;``, ``…`` and emoji, and do not at ``approx.`` and its kind."""
    begun = ""
    for sentence in sentencex.segment("en", line):
        begun += sentence
        if not _ABBREVIATED.search(begun):
            yield from filter(None, (part.strip() for part in _FURTHER_ENDS.split(begun)))
            begun = ""
    yield from filter(None, (part.strip() for part in _FURTHER_ENDS.split(begun)))


def _plain(message: str) -> str:
    """The message without formatting and without what is never a statement. Lone surrogates are dropped."""
    text = _CODE_BLOCK.sub("\n", message.encode("utf-8", "ignore").decode())
    text = _MASKED_LINK.sub(r"\1", _STRUCK.sub(" ", text))
    text = MENTION.sub(" ", _LINK.sub(" ", text))
    return "\n".join(_unmarked(line) for line in text.splitlines())


def _unmarked(line: str) -> str:
    """A line without the marks of headings, list items, quotations and emphasis."""
    read = _EMPHASIS.sub(lambda match: match[1] or "", _LINE_MARKS.sub("", line.strip()))
    return _GAP.sub("", " ".join(read.split()))


MOST_STATEMENTS = 40
"""How many statements of one message are asked: about as many sentences as 4,000 characters have."""
ASKING_SECONDS = 1.0
"""How long statements are asked. A reply may then wait 1.5 s for its row; Discord wants an answer within 3 s."""
LIKELY = 0.5
"""The least confidence of a suggestion that is shown for a statement.

Of the suggestions above it six in seven are right; below it, wrong ones outnumber right ones three to one
(``tests.bench.statements``).
"""


@dataclass(frozen=True, slots=True)
class Finding:
    """A fact, and the statements of a message that it was found for, in order."""

    fact: Fact
    statements: tuple[str, ...]

    @property
    def unsupported_values(self) -> tuple[str, ...]:
        """The figures and dates of the statements that no source of the fact has."""
        found = (value for statement in self.statements for value in unsupported_values(self.fact, statement))
        return tuple(dict.fromkeys(found))


@dataclass(frozen=True, slots=True)
class Check:
    """A checked message: the facts that cover its statements, those that may, and the statements without a fact.

    A fact covers a statement if both are about the same thing. Whether they agree is not known: a rival claim finds the
    fact too.
    """

    base: FactBase
    """The facts that were asked."""
    covered: tuple[Finding, ...]
    uncertain: tuple[Finding, ...]
    unknown: tuple[str, ...]
    """The statements that no fact covers."""
    asked: int
    """How many statements were asked, from the first on."""
    left_out: int
    """How many were not, because there are too many."""


async def check(desk: Desk, message: str, asker: Asker) -> Check:
    """Asks each statement of a message at the desk; each is recorded as a question of the asker."""
    found, base = statements(message), desk.base
    until = asyncio.get_running_loop().time() + ASKING_SECONDS
    asked: list[asyncio.Task[Reply]] = []
    async with asyncio.TaskGroup() as group:
        for statement in found[:MOST_STATEMENTS]:
            asked.append(group.create_task(desk.ask(statement, asker)))
            await asyncio.sleep(0)  # the statement is matched now, and others get their turn before the next one
            if asyncio.get_running_loop().time() > until:
                break
    pairs = [(statement, task.result()) for statement, task in zip(found, asked, strict=False)]
    return Check(
        base=base,
        covered=_by_fact(pair for pair in pairs if isinstance(pair[1], Answer)),
        uncertain=_by_fact(pair for pair in pairs if _likely(pair[1])),
        unknown=tuple(text for text, reply in pairs if not isinstance(reply, Answer) and not _likely(reply)),
        asked=len(asked),
        left_out=len(found) - len(asked),
    )


def _likely(reply: Reply) -> bool:
    return isinstance(reply, Suggestions) and reply.confidence >= LIKELY


def _by_fact(pairs: Iterable[tuple[str, Reply]]) -> tuple[Finding, ...]:
    """The findings, in the order in which their facts first appear."""
    grouped: dict[str, tuple[Fact, list[str]]] = {}
    for statement, reply in pairs:
        fact = reply.candidates[0].fact
        grouped.setdefault(fact.id, (fact, []))[1].append(statement)
    return tuple(Finding(fact, tuple(texts)) for fact, texts in grouped.values())
