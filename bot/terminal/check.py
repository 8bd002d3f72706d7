"""``factbot check`` and ``factbot schema``: what an editor should mend, and the schemas for editors."""

import errno
import os
from pathlib import Path

from bot.factbase.checks import check
from bot.factbase.loading import examine
from bot.factbase.problem import Severity, in_reading_order
from bot.factbase.schema import schemas
from bot.matching.leave_one_out import check_matching
from bot.settings import read_settings
from bot.wording import counted


def check_base(articles: Path | None, matching: bool) -> int:
    """Print every problem and a summary; return 1 if there is any error, else 0."""
    settings = read_settings()
    loading = examine(settings.facts, settings.sources)
    problems = [*loading.problems, *check(loading.documents, articles)]
    if matching and loading.base:
        problems += check_matching(loading.documents, loading.base)
    for problem in in_reading_order(problems):
        print(problem)
    errors = sum(problem.severity is Severity.ERROR for problem in problems)
    facts = sum(1 for _ in loading.documents.facts())
    what = f"{counted(facts, 'fact')} and {counted(len(loading.documents.sources), 'source')} read"
    proof = "" if articles else "; paragraphs and anchors not proven (give --articles DIR)"
    print(f"{what}: {counted(errors, 'error')}, {counted(len(problems) - errors, 'warning')}{proof}")
    return 1 if errors else 0


def write_schemas(folder: Path) -> None:
    """Write each schema into the folder. Raises :exc:`OSError` if that fails."""
    if folder.exists() and not folder.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(folder))
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in schemas().items():
        (folder / name).write_text(text, encoding="utf-8")
        print(folder / name)
