"""The buttons by which people say whether a fact answers a question."""

import re
from typing import Self

from discord import ui

from bot.discord_app.controls.control import Control, Press
from bot.discord_app.controls.patterns import FACT, QUERY

LABELS = {"answers": "Answers it", "not-asked": "Not what I asked"}
"""What each judgement's button says."""


class JudgeButton(
    Control, ui.DynamicItem[ui.Button[ui.LayoutView]], template=rf"judge:(?P<what>{'|'.join(LABELS)}):{QUERY}:{FACT}"
):
    """Says of a fact that it answers a question, or that it is not what was asked; for anybody who reads it."""

    def __init__(self, judgement: str, query_id: int, fact_id: str) -> None:
        self.judgement, self.query_id, self.fact_id = judgement, query_id, fact_id
        super().__init__(ui.Button(label=LABELS[judgement], custom_id=f"judge:{judgement}:{query_id}:{fact_id}"))

    @classmethod
    def of(cls, match: re.Match[str]) -> Self:
        """The button that was pressed."""
        return cls(match["what"], int(match["query"]), match["fact"])

    async def act(self, interaction: Press) -> None:
        """Keeps the judgement."""
        feedback = interaction.client.feedback
        judge = feedback.answers if self.judgement == "answers" else feedback.not_asked
        await judge(interaction, self.fact_id, self.query_id)
