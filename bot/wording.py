"""The words for verdicts, sources and evidence, so that every face says the same.

A line whose values stand out comes in pieces: values are :class:`Strong`, which Discord shows bold. ``"".join`` gives
the plain line.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from bot.factbase.comparison import Pair
from bot.factbase.model import Fact, FactBase, Source
from bot.factbase.schema import Kind, Relation
from bot.factbase.verdict import Evidence, Group, Side, Verdict

VERDICTS = {Verdict.AGREED: "Agreed", Verdict.DISPUTED: "Disputed", Verdict.SINGLE_ORIGIN: "Single origin"}
MARKS = {Verdict.AGREED: "✅", Verdict.DISPUTED: "⚖️", Verdict.SINGLE_ORIGIN: "☝️"}
"""A mark for each verdict; they differ in shape and not only in colour."""
OPINION_MARK = "💬"
"""The mark of a fact that only opinion pieces support, and no source disputes."""
HEADINGS = {
    Relation.SUPPORTS: "Supported by",
    Relation.QUALIFIES: "Qualified by",
    Relation.DISPUTES: "Disputed by",
}
MOST_NAMED = 5
"""The most sources that are named as not mentioning a fact; more are counted."""


class Strong(str):
    """A part of a line that stands out."""

    __slots__ = ()


Line = tuple[str, ...]


def counted(number: int, thing: str) -> str:
    """``1 article``, ``2,000 articles``."""
    return f"{number:,} {thing}" if number == 1 else f"{number:,} {thing}s"


def listed(names: Sequence[str], word: str = "and") -> str:
    """``A``, ``A and B``, ``A, B and C``."""
    *most, last = names
    return f"{', '.join(most)} {word} {last}" if most else last


def nothing_line(unknown: str | None) -> str:
    """No fact was found; if a fact was asked for by the id ``unknown``, there is none of that name."""
    return f"There is no fact called '{unknown}'." if unknown else "No fact found for that."


def mark(fact: Fact) -> str:
    """The mark of the fact's verdict."""
    only_opinion = fact.verdict is Verdict.SINGLE_ORIGIN and fact.opinion_only
    return OPINION_MARK if only_opinion else MARKS[fact.verdict]


def first_line(base: FactBase, fact: Fact) -> Line:
    """What the verdict means for this fact, such as ``Sources differ: 2015 (2 origins) · late 2014 (1 origin)``."""
    if fact.verdict is Verdict.DISPUTED:
        return ("Sources differ: ", *_separated(side_line(base, side) for side in fact.sides))
    articles, opinions = _split(base, [entry.source for entry in fact.supports])
    besides = f", and {_opinion_pieces(opinions)}" if opinions else ""
    if fact.verdict is Verdict.AGREED:
        return (f"Agreed: {fact.independent_origins} independent origins ({counted(articles, 'article')}{besides})",)
    if fact.opinion_only:
        return ("Only an opinion piece says so" if opinions == 1 else "Only opinion pieces say so",)
    return (f"One origin only: {_origin(base, fact.groups(Relation.SUPPORTS)[0])}{besides}",)


def nearby_line(base: FactBase, fact: Fact) -> Line:
    """Values that are more or less exact than the claim's: ``13: an opinion piece · at least a dozen: Explainer``.

    Empty if there are none.
    """
    return tuple(
        _separated(
            (Strong(side.value), f": {listed(list(dict.fromkeys(_called(base.sources[one]) for one in side.sources)))}")
            for side in fact.nearby
            if side.value
        )
    )


def unsupported_line(values: Sequence[str]) -> str:
    """That no source has a figure or date of the question: ``No source here says 2012.``; empty without any."""
    return f"No source here says {listed(values, 'or')}." if values else ""


def side_line(base: FactBase, side: Side) -> Line:
    """One side of a dispute and how much stands on it: ``late 2014 (1 origin, and an opinion piece)``."""
    _, opinions = _split(base, side.sources)
    witnesses = [counted(side.origins, "origin")] if side.origins else []
    weight = ", and ".join([*witnesses, *([_opinion_pieces(opinions)] if opinions else [])])
    name = Strong(side.value) if side.value else "for it" if side.relation is Relation.SUPPORTS else "against it"
    return (name, f" ({weight})")


def _split(base: FactBase, sources: Iterable[str]) -> tuple[int, int]:
    """How many of these sources (ids) are witnesses, and how many are opinion pieces."""
    opinion = [base.sources[source_id].opinion for source_id in set(sources)]
    return opinion.count(False), opinion.count(True)


def _opinion_pieces(number: int) -> str:
    return "an opinion piece" if number == 1 else f"{number} opinion pieces"


def _called(source: Source) -> str:
    return "an opinion piece" if source.opinion else source.name


def _separated(parts: Iterable[Line]) -> Iterator[str]:
    for number, part in enumerate(parts):
        yield from (" · ", *part) if number else part


@dataclass(frozen=True, slots=True)
class Witness:
    """The evidence of one relation that rests on one origin, as far as anybody knows.

    ``heading`` says why several articles count as one; it is empty for a single article. ``articles`` holds each source
    with its evidence, the newest last.
    """

    heading: str
    articles: tuple[tuple[Source, tuple[Evidence, ...]], ...]


def witnesses(base: FactBase, fact: Fact, relation: Relation) -> list[Witness]:
    """The evidence of one relation, grouped by origin, so that readers can check the count.

    The newest comes last, and opinion pieces after all others.
    """
    found = [(group.opinion, _witness(base, group)) for group in fact.groups(relation)]
    found.sort(key=lambda entry: (entry[0], max(_dated(source) for source, _ in entry[1].articles)))
    return [witness for _, witness in found]


def _witness(base: FactBase, group: Group) -> Witness:
    def in_order(entry: Evidence) -> tuple[date, str, int]:
        return _dated(base.sources[entry.source]), entry.source, entry.paragraph

    by_source = groupby(sorted(group.evidence, key=in_order), key=lambda entry: entry.source)
    articles = tuple((base.sources[source_id], tuple(entries)) for source_id, entries in by_source)
    if len(articles) == 1:
        return Witness("", articles)
    names = " · ".join(source.name for source, _ in articles)
    return Witness(
        f"{'Opinion pieces' if group.opinion else f'One origin, {_origins(base, group)}'}: {names}", articles
    )


def _origin(base: FactBase, group: Group) -> str:
    """Whom a group rests on: a source's own name, or whom its source has it from."""
    sources = list(dict.fromkeys(entry.source for entry in group.evidence))
    own = sources[0] in group.origins or not any(entry.attributed_to for entry in group.evidence)
    if len(sources) == 1 and own:
        return base.sources[sources[0]].name
    return f"{_origins(base, group)} ({', '.join(base.sources[source_id].name for source_id in sources)})"


def _origins(base: FactBase, group: Group) -> str:
    return listed([base.origin_name(origin) for origin in group.origins])


def _dated(source: Source) -> date:
    return source.published or source.read or date.min


def day(when: date) -> str:
    """``26 August 2021``, in words, because a day that an article names is the same day everywhere."""
    return f"{when.day} {when:%B %Y}"


def about(source: Source) -> list[str]:
    """When a source appeared or was read, and its kind if that matters: ``["26 August 2021", "opinion"]``."""
    published = [day(source.published)] if source.published else []
    read = [f"read {day(source.read)}"] if source.read else []
    kind = [source.kind.value] if source.kind in (Kind.OPINION, Kind.REPUBLICATION) else []
    return [*published, *read, *kind]


def location(evidence: Evidence) -> str:
    """Where evidence stands in its source: ``§5.1`` or ``paragraph 13``."""
    return evidence.at or f"paragraph {evidence.paragraph}"


def said(evidence: Evidence) -> Line:
    """What evidence says, with its speaker, value and difference, such as ``over 70 (earlier): Gives a count.``."""
    label: list[str] = []
    if evidence.speaker:
        label.append(f"{evidence.speaker}: ")
    if evidence.value:
        label.append(Strong(evidence.value))
    if evidence.how:
        label.append(f" ({evidence.how.value})" if evidence.value else evidence.how.value.capitalize())
    return (*label, ": ", evidence.says) if evidence.value or evidence.how else (*label, evidence.says)


def own_words(evidence: Evidence) -> str:
    """A few words of the paragraph itself, by which readers find it: ``“formed in 2015”``."""
    return ", ".join(f"“{anchor}”" for anchor in evidence.anchors)


def attribution(evidence: Evidence) -> str:
    """Whom the article credits: ``according to Reuters, citing a Taliban official``; may be empty."""
    if not evidence.attributed_to:
        return ""
    return "according to " + ", citing ".join(evidence.attributed_to)


def silent_line(base: FactBase, fact: Fact) -> str:
    """The sources that do not mention the fact, or their number above five; empty if all mention it."""
    if not fact.silent:
        return ""
    if len(fact.silent) > MOST_NAMED:
        return f"Not mentioned in {len(fact.silent)} other sources"
    return f"Not mentioned in: {'; '.join(base.sources[source_id].name for source_id in fact.silent)}"


def closing_lines(base: FactBase, fact: Fact) -> list[str]:
    """What stands below the evidence: who does not mention the fact, and when it was reviewed."""
    reviewed = f"Reviewed {day(fact.reviewed)}" if fact.reviewed else ""
    return [line for line in (silent_line(base, fact), reviewed) if line]


def rests_on(base: FactBase, source: Source) -> str:
    """Whose reporting a source may rest on: ``its own reporting, Reuters and AP``."""
    return listed(
        ["its own reporting" if origin == source.id else base.origin_name(origin) for origin in source.origins]
    )


def pair_line(base: FactBase, pair: Pair) -> str:
    """How often two sources agree: ``agree on 56 of 58, disagree on 2; both may rest on AP``.

    That is out of the facts that both mention. Agreement weighs less if both may rest on the same reporting.
    """
    one, other = (base.sources[source_id].origins for source_id in (pair.first, pair.second))
    common = [base.origin_name(origin) for origin in one if origin in other]
    mixed = f", agree and disagree on {pair.mixed}" if pair.mixed else ""
    qualified = f", are compatible on {pair.qualified}" if pair.qualified else ""
    shared = f"; both may rest on {listed(common)}" if common else ""
    return f"agree on {pair.same} of {pair.shared}, disagree on {pair.opposite}{mixed}{qualified}{shared}"
