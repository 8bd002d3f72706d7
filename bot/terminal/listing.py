"""``factbot facts``: what the base holds."""

import json

from bot.factbase.loading import load
from bot.settings import read_settings
from bot.terminal.display import reader_console, show_base
from bot.terminal.jsonforms import base_form


def list_facts(as_json: bool) -> None:
    """Prints the fact base of this environment. Raises :exc:`bot.factbase.problem.BadFactBase`."""
    settings = read_settings()
    base = load(settings.facts, settings.sources)
    if as_json:
        print(json.dumps(base_form(base), ensure_ascii=False, indent=2))
    else:
        show_base(reader_console(), base)
