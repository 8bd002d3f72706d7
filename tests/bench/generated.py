"""Fact bases of any size with the word statistics of real ones: what the matcher's speed and memory are measured on.

A fact's claim mixes function words with content words, a third of them from its topic's own small stock, as texts on
one subject repeat themselves (burstiness, Church & Gale 1995). Its phrasings keep 40-70 % of the claim's content words
and say the rest with other words. A base is made in blocks of facts with a seed each: equal seed, equal facts, and a
smaller base is the beginning of a larger one.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np

from bot.factbase.model import Fact, FactBase, Source
from bot.factbase.schema import Kind, NameEntry, Vocabulary
from bot.factbase.verdict import Evidence, judge
from tests.bench.words import NOTHING, Ints, Words, make_words

PHRASINGS = 10
"""Phrasings a fact."""
CONTENT = 8
"""The most content words (figures and names among them) of a claim; the fewest are 4."""
FACTS_A_TOPIC = 50
_BLOCK = 1_000
_SOURCES = 12
_VOCABULARY = 300
"""How many names and how many groups of synonyms an editor has written down, at most: such lists are kept by hand."""

YEARS, COUNTS, NAMES, TOPICAL = 0.35, 0.2, 0.4, 0.35
"""How many claims (0..1) hold a year, a count and a name, and how many content words are the topic's."""


@dataclass(frozen=True)
class Generated:
    """A fact base with what is known of its making.

    ``content`` has a row a fact: the ids in ``words`` of its claim's content words, filled up with ``NOTHING``.
    """

    base: FactBase
    content: Ints
    words: Words


def generate(facts: int, seed: int = 0) -> Generated:
    """A base of so many facts (1 or more) with ten phrasings and two pieces of evidence each."""
    words = make_words(seed)
    made: list[Fact] = []
    contents: list[Ints] = []
    for block in range(-(-facts // _BLOCK)):
        rng = np.random.default_rng([seed, 2, block])
        content, topical = _content(words, rng, block)
        contents.append(content)
        made.extend(_facts(words, rng, block * _BLOCK, content, topical))
    version = hashlib.sha256(f"{facts} facts, seed {seed}".encode()).hexdigest()[:12]
    sources = {source.id: source for source in map(_source, range(_SOURCES))}
    rows = np.concatenate(contents)[:facts]
    return Generated(FactBase(tuple(made[:facts]), sources, _vocabulary(words, rows), version), rows, words)


def rephrase(words: Words, rng: np.random.Generator, content: Ints, low: float, high: float) -> Ints:
    """Rows of content words as somebody else would say them.

    Of each row a share drawn from ``low``..``high`` (0..1, but two words or more) stays; the rest becomes a word that
    is used instead (1 in 2), any other word (1 in 4) or nothing. A seventh is inflected.
    """
    valid = content != NOTHING
    kept = np.maximum(np.rint(rng.uniform(low, high, len(content)) * valid.sum(axis=1)), 2)
    drawn = np.where(valid, rng.random(content.shape), 2.0)
    stays = drawn.argsort(axis=1).argsort(axis=1) < kept[:, np.newaxis]
    how = rng.random(content.shape)
    instead = words.others[content, rng.integers(0, 2, content.shape)]
    said = np.where(how < 0.5, instead, np.where(how < 0.75, words.content(rng, content.shape), NOTHING))
    return words.inflect(rng, np.where(valid, np.where(stays, content, said), NOTHING).astype(np.int32), 0.15)


def compose(words: Words, rng: np.random.Generator, content: Ints, low: int, high: int) -> Ints:
    """Rows of content words filled up with function words to ``low``..``high`` words, in about the same order."""
    spoken = (content != NOTHING).sum(axis=1) + ((content >= words.names) & (content < words.surnames)).sum(axis=1)
    missing = rng.integers(low, high + 1, len(content)) - spoken
    filling = np.where(
        np.arange(high) < missing[:, np.newaxis], words.function(rng, (len(content), high)), NOTHING
    ).astype(np.int32)
    order = np.arange(content.shape[1]) / content.shape[1] + rng.uniform(0, 0.2, content.shape)
    places = np.concatenate((order, rng.random(filling.shape)), axis=1).argsort(axis=1)
    return np.take_along_axis(np.concatenate((content, filling), axis=1), places, axis=1)


def _content(words: Words, rng: np.random.Generator, block: int) -> tuple[Ints, Ints]:
    """The content words of a block's claims, and the stock of each fact's topic."""
    topics = _BLOCK // FACTS_A_TOPIC
    topic = np.repeat(np.arange(topics), FACTS_A_TOPIC)
    stock, people = words.topical(rng, (topics, 40)), rng.integers(words.names, words.surnames, (topics, 6))
    shape = (_BLOCK, CONTENT)
    own = stock[topic[:, np.newaxis], rng.integers(0, 40, shape)]
    content = np.where(rng.random(shape) < TOPICAL, own, words.content(rng, shape)).astype(np.int32)
    for slot, share, drawn in (
        (0, NAMES, people[topic, rng.integers(0, 6, _BLOCK)]),
        (2, YEARS, np.maximum(words.counts - rng.geometric(0.05, _BLOCK), words.years)),
        (3, COUNTS, rng.integers(words.counts, words.names, _BLOCK)),
    ):
        content[:, slot] = np.where(rng.random(_BLOCK) < share, drawn, content[:, slot])
    sizes = rng.integers(4, CONTENT + 1, _BLOCK)
    content[np.arange(CONTENT) >= sizes[:, np.newaxis]] = NOTHING
    return content, stock[topic]


def _facts(words: Words, rng: np.random.Generator, first: int, content: Ints, stock: Ints) -> Iterator[Fact]:
    claims = words.texts(compose(words, rng, content, 8, 16))
    said = words.texts(compose(words, rng, rephrase(words, rng, content.repeat(PHRASINGS, axis=0), 0.4, 0.7), 3, 12))
    reported = words.texts(compose(words, rng, rephrase(words, rng, content.repeat(2, axis=0), 0.5, 0.8), 8, 16))
    anchors = words.texts(content[:, :2])
    topics, tags = words.texts(stock[:, :2]), words.texts(stock[:, 2:3])
    disputed, sources = rng.random(len(content)) < 0.1, rng.integers(0, _SOURCES, len(content))
    paragraphs = rng.integers(1, 60, (len(content), 2))
    for row, claim in enumerate(claims):
        pair = (int(sources[row]), (int(sources[row]) + 1 + row % (_SOURCES - 1)) % _SOURCES)
        evidence = [
            Evidence(f"source-{source}", int(paragraphs[row, side]), _sentence(reported[2 * row + side], "."),
                     (anchors[row],), (), (f"source-{source}",))
            for side, source in enumerate(pair)
        ]  # fmt: skip
        supports = evidence[:1] if disputed[row] else evidence
        yield Fact(
            id=f"fact-{first + row:06d}",
            topic=topics[row].capitalize(),
            claim=_sentence(claim, "."),
            phrasings=tuple(_sentence(text, "?") for text in said[PHRASINGS * row : PHRASINGS * (row + 1)]),
            tags=(tags[row],),
            supports=tuple(supports),
            disputes=tuple(evidence[len(supports) :]),
            silent=_silent(pair),
            verdict=judge(len(supports), bool(disputed[row])),
            independent_origins=len(supports),
        )


@cache
def _silent(pair: tuple[int, int]) -> tuple[str, ...]:
    return tuple(f"source-{number}" for number in range(_SOURCES) if number not in pair)


def _sentence(text: str, end: str) -> str:
    return f"{text[:1].upper()}{text[1:]}{end}"


def _source(number: int) -> Source:
    name = f"source-{number}"
    checksum = hashlib.sha256(name.encode()).hexdigest()  # one article is one source
    return Source(
        name,
        f"Article {number}",
        None,
        None,
        Kind.NEWS,
        (name,),
        None,
        f"{name}.txt",
        checksum,
        60,
        f"Article {number}",
    )


def _vocabulary(words: Words, content: Ints) -> Vocabulary:
    """The names that most claims hold, each with its surname as another spelling, and the commonest synonyms."""
    used, often = np.unique(content[content != NOTHING], return_counts=True)
    common = used[np.argsort(-often, kind="stable")]
    names = common[(common >= words.names) & (common < words.surnames)][:_VOCABULARY]
    said = common[common < words.size][:_VOCABULARY]
    spelt = [NameEntry(name=words.surfaces[name], spellings=[words.surfaces[words.others[name, 0]]]) for name in names]
    same = [[words.surfaces[word], words.surfaces[words.others[word, 0]]] for word in said]
    return Vocabulary(names=spelt, same=same)
