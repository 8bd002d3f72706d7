"""How panels show a fact's verdict."""

import discord

from bot import wording
from bot.factbase.model import Fact
from bot.factbase.verdict import Verdict

COLOURS = {
    Verdict.AGREED: discord.Colour(0x2E9E5B),
    Verdict.DISPUTED: discord.Colour(0xE8A317),
    Verdict.SINGLE_ORIGIN: discord.Colour(0x3B82C4),
}
MARKS = {Verdict.AGREED: "🟢", Verdict.DISPUTED: "🟠", Verdict.SINGLE_ORIGIN: "🔵"}


def verdict_text(fact: Fact) -> str:
    """The mark, the verdict and what it means for this fact: ``🟢 **Agreed**: 4 articles, 2 independent origins…``."""
    return f"{MARKS[fact.verdict]} **{wording.VERDICTS[fact.verdict]}**: {wording.verdict_line(fact)}"
