"""The words in which every face speaks of verdicts, sources and evidence, so that all of them say the same."""

from collections.abc import Sequence
from datetime import date

from bot.factbase.comparison import Pair
from bot.factbase.model import Evidence, Fact, FactBase, Source
from bot.factbase.verdict import Verdict, count_independent

VERDICTS = {Verdict.AGREED: "Agreed", Verdict.DISPUTED: "Disputed", Verdict.SINGLE_ORIGIN: "Single origin"}


def counted(number: int, thing: str) -> str:
    """``1 article``, ``2,000 articles``."""
    return f"{number:,} {thing}" if number == 1 else f"{number:,} {thing}s"


def nothing_line(unknown: str | None) -> str:
    """That nothing was found; where an ``unknown`` fact was asked for by its id, that there is none of that name."""
    return f"There is no fact called '{unknown}'." if unknown else "No fact found for that."


def weight(evidence: Sequence[Evidence]) -> str:
    """How much stands on one side: ``4 articles, 2 independent origins``."""
    articles = len({entry.source for entry in evidence})
    origins = count_independent(evidence)
    return f"{counted(articles, 'article')}, {counted(origins, 'independent origin')}"


def verdict_line(fact: Fact) -> str:
    """The verdict's meaning for this fact in one sentence."""
    match fact.verdict:
        case Verdict.AGREED:
            return f"{weight(fact.supports)}; no source disagrees."
        case Verdict.DISPUTED:
            return f"for it {weight(fact.supports)}; against it {weight(fact.disputes)}."
        case Verdict.SINGLE_ORIGIN:
            return f"{weight(fact.supports)}; nothing else confirms or disputes it."


def source_name(source: Source) -> str:
    """What people call a source: its publisher, or its title where the article names none."""
    return source.publisher or source.title


def day(published: date) -> str:
    """``26 August 2021``; in words, since a day that an article names is the same day wherever it is read."""
    return f"{published.day} {published:%B %Y}"


def rests_on(base: FactBase, source: Source) -> str:
    """Whose reporting a source may rest on: ``its own reporting, reuters and ap``; a source of the base by its name."""
    names = {other.id: source_name(other) for other in base.sources.values()} | {source.id: "its own reporting"}
    *most, last = [names.get(origin, origin) for origin in source.origins]
    return f"{', '.join(most)} and {last}" if most else last


def place(source: Source, evidence: Evidence) -> list[str]:
    """When and where evidence stands: ``["26 August 2021", "paragraph 13"]``; no date where none is known."""
    published = [day(source.published)] if source.published else []
    return [*published, f"paragraph {evidence.paragraph}"]


def own_words(evidence: Evidence) -> str:
    """A few words of the paragraph's own, by which one finds it: ``“formed in 2015”``."""
    return ", ".join(f"“{anchor}”" for anchor in evidence.anchors)


def citation(base: FactBase, evidence: Evidence) -> str:
    """Where evidence stands: ``Global News, 26 August 2021, paragraph 13``."""
    source = base.sources[evidence.source]
    return ", ".join([source_name(source), *place(source, evidence)])


def attribution(evidence: Evidence) -> str:
    """Whom the article has it from: ``according to Reuters, citing a Taliban official``; may be empty."""
    if not evidence.attributed_to:
        return ""
    return "according to " + ", citing ".join(evidence.attributed_to)


def silent_line(base: FactBase, fact: Fact) -> str:
    """Which sources say nothing on the fact; empty where all of them speak."""
    if not fact.silent:
        return ""
    return "Silent: " + "; ".join(source_name(base.sources[source_id]) for source_id in fact.silent)


def pair_line(base: FactBase, pair: Pair) -> str:
    """How often two sources agree: ``agree on 56 of 58, opposed on 2; both may rest on ap``.

    That is of the facts that both speak on; whose reporting both may rest on makes their agreement weigh less.
    """
    one, other = (base.sources[source_id].origins for source_id in (pair.first, pair.second))
    common = ", ".join(origin for origin in one if origin in other)
    mixed = f", both at once on {pair.mixed}" if pair.mixed else ""
    shared = f"; both may rest on {common}" if common else ""
    return f"agree on {pair.same} of {pair.shared}, opposed on {pair.opposite}{mixed}{shared}"
