"""What a check makes of statements, by confidence: ``python -m tests.bench.statements [ARTICLES]``.

On the shipped base: statements written to have a fact (the right one is known); questions that no fact answers, near it
and far from it; and, with the folder of the articles' texts, every sentence of them: a fact is right for it that rests
on its paragraph.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from bot.discord_app.check.statements import statements
from bot.snapshot import Snapshot, take_snapshot
from tests.conftest import PROJECT
from tests.matching.questions import Kind, read_questions

BANDS = (0.86, 0.5, 0.2, 0.0)
"""The least confidences of the bands in which results are counted; from the first on, a fact is certain."""

Judged = tuple[str, float, bool]
"""A kind of statement, the confidence in the closest fact, and whether that is the right one."""


def main(articles: Path | None) -> None:
    """Prints, for each kind and band, how many statements there were and for how many the closest fact was right."""
    snapshot = take_snapshot(PROJECT / "facts", PROJECT / "sources")
    judged = [*_written(snapshot), *(_sentences(snapshot, articles) if articles else ())]
    for kind in dict.fromkeys(kind for kind, *_ in judged):
        for least, most in zip(BANDS, (2.0, *BANDS), strict=False):
            right = [hit for of_kind, sure, hit in judged if of_kind == kind and least <= sure < most]
            print(f"{kind:20} from {least:4}: {len(right):4} of which right {sum(right):4}")


def _written(snapshot: Snapshot) -> Iterator[Judged]:
    for question in read_questions(PROJECT / "tests" / "matching" / "questions", snapshot.base):
        if question.kind in (Kind.STATEMENT, Kind.NEAR_MISS, Kind.OFF_TOPIC):
            best = snapshot.matcher.match(question.text).candidates[0]
            yield question.kind, best.confidence, best.fact.id in question.facts


def _sentences(snapshot: Snapshot, articles: Path) -> Iterator[Judged]:
    for source in snapshot.base.sources.values():
        text = (articles / source.file).read_text(encoding="utf-8")
        for number, paragraph in enumerate(filter(str.strip, text.splitlines()), 1):
            for statement in statements(paragraph):
                best = snapshot.matcher.match(statement).candidates[0]
                evidence = (*best.fact.supports, *best.fact.disputes)
                right = any((entry.source, entry.paragraph) == (source.id, number) for entry in evidence)
                yield "sentence", best.confidence, right


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
