"""Question sets that are not part of the repository, read from the folder that ``FACTBOT_TEST_MATERIAL`` names."""

import hashlib
import os
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

import yaml

from bot.factbase.model import FactBase
from tests.bench.packs import Pack, PackName, load_pack
from tests.conftest import PROJECT
from tests.matching.questions import Kind, Question

MATERIAL = "FACTBOT_TEST_MATERIAL"
KEYS = PROJECT / "tests" / "bench" / "set1_facts.yaml"
"""Which facts of the shipped base answer each key of ``set1.yaml``."""
_KINDS = {"question": Kind.NATURAL, "terse": Kind.SEARCH, "noisy": Kind.NOISY, "statement": Kind.STATEMENT}


def folder() -> Path | None:
    """The folder of the material, if the environment names one."""
    named = os.environ.get(MATERIAL)
    return Path(named) if named else None


def blind(file: Path, keys: Path = KEYS) -> Pack:
    """The shipped base with the questions of a file in the manner of ``set1.yaml``: ``q``, ``kind``, ``answers``."""
    base = load_pack(PackName.SHIPPED).base
    facts_of = yaml.safe_load(keys.read_text(encoding="utf-8"))
    entries = yaml.safe_load(file.read_text(encoding="utf-8"))
    return Pack(
        PackName.SHIPPED,
        base,
        tuple(
            Question(
                entry["q"],
                _kind(entry["kind"], entry["answers"]),
                tuple(fact for key in entry["answers"] for fact in facts_of.get(key, [key])),
            )
            for entry in entries
        ),
    )


def _kind(name: str, answers: list[str]) -> Kind:
    if answers:
        return _KINDS.get(name, Kind.NATURAL)
    return Kind.OFF_TOPIC if name.startswith("off") else Kind.NEAR_MISS


def banking(root: Path, phrasings: int) -> Pack:
    """BANKING77-OOS (Zhang et al. 2021) as a fact base: an intent is a fact, a training question is the claim.

    So many others are its phrasings. The test questions are answerable, those of intents that were left out are
    near misses, and those of another subject off-topic.
    """
    data = root / "benchmarks" / "banking77-oos"
    texts: dict[str, list[str]] = defaultdict(list)
    for label, text in zip(_lines(data / "train" / "label"), _lines(data / "train" / "seq.in"), strict=True):
        texts[label].append(text)
    fact = load_pack(PackName.RUMOURS).base.facts[0]
    facts = tuple(
        replace(
            fact,
            id=label,
            topic="Banking",
            claim=asked[0],
            phrasings=tuple(asked[1 : 1 + phrasings]),
            tags=(),
            supports=(),
            disputes=(),
        )
        for label, asked in ((label, sorted(found, key=_shuffled)) for label, found in sorted(texts.items()))
    )
    tests = zip(_lines(data / "test" / "seq.in"), _lines(data / "test" / "label"), strict=True)
    questions = [Question(text, Kind.NATURAL, (label,)) for text, label in tests]
    questions += [Question(text, Kind.NEAR_MISS, ()) for text in _lines(data / "id-oos" / "test" / "seq.in")]
    questions += [Question(text, Kind.OFF_TOPIC, ()) for text in _lines(data / "ood-oos" / "test" / "seq.in")]
    base = FactBase(facts, {}, type(load_pack(PackName.RUMOURS).base.vocabulary)(), f"banking-{phrasings}")
    return Pack(PackName.RUMOURS, base, tuple(questions))


def _shuffled(text: str) -> str:
    """What puts texts in an order that has nothing to do with them: some stand beside those of another intent."""
    return hashlib.sha256(text.encode()).hexdigest()


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()
