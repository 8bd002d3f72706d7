"""A message checked against the facts: each of its statements is asked at the desk, within a bounded time."""

import asyncio
import re
from collections.abc import Iterable
from dataclasses import dataclass

import sentencex

from bot.desk import Desk
from bot.factbase.model import Fact
from bot.matching.confidence import FEWEST_WORDS
from bot.matching.normalise import MENTION, words
from bot.reply import Answer, Asker, Reply, Suggestions

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


MOST_STATEMENTS = 40
"""How many statements of one message are asked: as many sentences as 4,000 characters of prose hold."""
ASKING_SECONDS = 1.0
"""How long statements are put to the desk. A reply may then wait 1.5 s for its row; Discord wants an answer in 3 s."""
LIKELY = 0.5
"""The confidence from which a fact that is not certain is shown beside a statement: more likely than not.

Statements that are written to have a fact keep three in four of those that they find without certainty, and of what is
shown six in seven are right. Below this bar, near misses outnumber them three to one (``tests.bench.statements``).
"""


@dataclass(frozen=True, slots=True)
class Finding:
    """A fact, and the statements of a message that come to it, in their order."""

    fact: Fact
    statements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Check:
    """What a fact base has to a message: facts that cover its statements, facts that perhaps do, and the rest.

    That a fact covers a statement means that both are about the same thing. Whether the statement agrees with the claim
    is not known: people find a fact by a rival claim too.
    """

    covered: tuple[Finding, ...]
    uncertain: tuple[Finding, ...]
    unknown: tuple[str, ...]
    """The statements that no fact covers."""
    asked: int
    """How many statements were asked, from the first on."""
    left_out: int
    """How many were not, since there were too many of them."""


async def check(desk: Desk, message: str, asker: Asker) -> Check:
    """What the desk's facts say to each statement of a message; each is recorded as a question of the asker."""
    found = statements(message)
    until = asyncio.get_running_loop().time() + ASKING_SECONDS
    asked: list[asyncio.Task[Reply]] = []
    async with asyncio.TaskGroup() as group:
        for statement in found[:MOST_STATEMENTS]:
            asked.append(group.create_task(desk.ask(statement, asker)))
            await asyncio.sleep(0)  # it is matched now, and others who wait get their turn before the next
            if asyncio.get_running_loop().time() > until:
                break
    pairs = [(statement, task.result()) for statement, task in zip(found, asked, strict=False)]
    return Check(
        covered=_by_fact(pair for pair in pairs if isinstance(pair[1], Answer)),
        uncertain=_by_fact(pair for pair in pairs if _likely(pair[1])),
        unknown=tuple(text for text, reply in pairs if not isinstance(reply, Answer) and not _likely(reply)),
        asked=len(asked),
        left_out=len(found) - len(asked),
    )


def _likely(reply: Reply) -> bool:
    return isinstance(reply, Suggestions) and reply.confidence >= LIKELY


def _by_fact(pairs: Iterable[tuple[str, Reply]]) -> tuple[Finding, ...]:
    """The findings in the order in which their facts come up first."""
    grouped: dict[str, tuple[Fact, list[str]]] = {}
    for statement, reply in pairs:
        fact = reply.candidates[0].fact
        grouped.setdefault(fact.id, (fact, []))[1].append(statement)
    return tuple(Finding(fact, tuple(texts)) for fact, texts in grouped.values())
