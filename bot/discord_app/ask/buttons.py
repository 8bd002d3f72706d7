"""The buttons by which people say whether a fact answers a question."""

import re
from typing import Self

import discord
from discord import ui

from bot.discord_app.controls import FACT, PAGE, QUERY, Control, Press

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


class NoneButton(Control, ui.DynamicItem[ui.Button[ui.LayoutView]], template=rf"none:{QUERY}"):
    """Says that none of the suggested facts is meant."""

    def __init__(self, query_id: int) -> None:
        self.query_id = query_id
        super().__init__(ui.Button(label="None of these", custom_id=f"none:{query_id}"))

    @classmethod
    def of(cls, match: re.Match[str]) -> Self:
        """The button that was pressed."""
        return cls(int(match["query"]))

    async def act(self, interaction: Press) -> None:
        """Keeps the judgement."""
        await interaction.client.feedback.none_of_these(interaction, self.query_id)


class RequestButton(Control, ui.DynamicItem[ui.Button[ui.LayoutView]], template=rf"request:{QUERY}"):
    """Puts a question to the editors, for whoever presses it."""

    def __init__(self, query_id: int) -> None:
        self.query_id = query_id
        super().__init__(ui.Button(label="Ask the editors", custom_id=f"request:{query_id}"))

    @classmethod
    def of(cls, match: re.Match[str]) -> Self:
        """The button that was pressed."""
        return cls(int(match["query"]))

    async def act(self, interaction: Press) -> None:
        """Keeps the request."""
        await interaction.client.feedback.request(interaction, self.query_id)


def share_button(custom_id: str, done: bool) -> ui.Button[ui.LayoutView]:
    """The button; off, and saying so, once the panel was shared."""
    return ui.Button(
        label="Shared" if done else "Share",
        style=discord.ButtonStyle.primary,
        custom_id=custom_id,
        disabled=done,
    )


class ShareAnswer(Control, ui.DynamicItem[ui.Button[ui.LayoutView]], template=rf"share:{QUERY}:{FACT}:{PAGE}"):
    """Posts a private answer for everybody. ``page`` (from 0) is the one that the answer shows."""

    def __init__(self, query_id: int, fact_id: str, page: int, done: bool = False) -> None:
        self.query_id, self.fact_id, self.page = query_id, fact_id, page
        super().__init__(share_button(f"share:{query_id}:{fact_id}:{page}", done))

    @classmethod
    def of(cls, match: re.Match[str]) -> Self:
        """The button that was pressed."""
        return cls(int(match["query"]), match["fact"], int(match["page"]))

    async def act(self, interaction: Press) -> None:
        """Posts the answer."""
        await interaction.client.sharing.share(interaction, self.fact_id, self.query_id, self.page)


class AnswerPage(Control, ui.DynamicItem[ui.Button[ui.LayoutView]], template=rf"page:{QUERY}:{FACT}:{PAGE}"):
    """Turns a fact's answer to another page (from 0); ``query_id`` is the question that it answers."""

    def __init__(self, query_id: int, fact_id: str, page: int, label: str, disabled: bool = False) -> None:
        self.query_id, self.fact_id, self.page = query_id, fact_id, page
        super().__init__(ui.Button(label=label, custom_id=f"page:{query_id}:{fact_id}:{page}", disabled=disabled))

    @classmethod
    def of(cls, match: re.Match[str]) -> Self:
        """The button that was pressed."""
        return cls(int(match["query"]), match["fact"], int(match["page"]), "")

    async def act(self, interaction: Press) -> None:
        """Shows the page."""
        await interaction.client.asking.turn(interaction, self.fact_id, self.query_id, self.page)
