"""The menu under a comparison of sources that opens the facts that they speak on."""

import re
from collections.abc import Mapping, Sequence
from typing import Self

import discord
from discord import ui

from bot import wording
from bot.discord_app.ask.fact_menu import fact_options
from bot.discord_app.controls import PAGE, SOURCE, Control, Press, chosen
from bot.discord_app.navigation import SourcePage
from bot.discord_app.text import MAX_CHOICES, MAX_LABEL, shortened
from bot.factbase.model import Fact, Source
from bot.pictures.theme import Theme


class SaidMenu(Control, ui.DynamicItem[ui.Select[ui.LayoutView]], template=rf"said(:{SOURCE}:{PAGE})?"):
    """Opens a fact, with a way back to the page of the source that offered it, if one did."""

    def __init__(
        self,
        facts: Sequence[Fact],
        placeholder: str,
        back: SourcePage | None = None,
        numbers: Mapping[str, int] | None = None,
    ) -> None:
        """``numbers`` are those by which a picture calls the facts, by fact id."""
        self.back = back
        options = fact_options(facts)
        for option in options:
            if number := (numbers or {}).get(option.value):
                option.label = shortened(f"{number}. {option.label}", MAX_LABEL)
        custom_id = f"said:{back.source_id}:{back.page}" if back else "said"
        super().__init__(ui.Select(custom_id=custom_id, placeholder=placeholder, options=options))

    @classmethod
    def of(cls, match: re.Match[str]) -> Self:
        """The menu that was used."""
        return cls((), "", SourcePage.back(match["source"], int(match["page"])) if match["source"] else None)

    async def act(self, interaction: Press) -> None:
        """Opens the chosen fact."""
        await interaction.client.comparing.open_fact(interaction, chosen(interaction), self.back)


class SourceMenu(Control, ui.DynamicItem[ui.Select[ui.LayoutView]], template=r"open-source"):
    """Opens a source for whoever chooses it; the panel that offered it stays."""

    def __init__(self, sources: Sequence[Source], letters: Mapping[str, str]) -> None:
        """``letters`` are those by which pictures call the sources, by source id; not every source has one."""
        options = [
            discord.SelectOption(
                label=shortened(f"{_lead(letters.get(source.id))}{wording.source_name(source)}", MAX_LABEL),
                description=shortened(source.title, MAX_LABEL) if source.publisher else None,
                value=source.id,
            )
            for source in sources[:MAX_CHOICES]
        ]
        super().__init__(ui.Select(custom_id="open-source", placeholder="Open one of these sources", options=options))

    @classmethod
    def of(cls, match: re.Match[str]) -> Self:
        """The menu that was used."""
        return cls((), {})

    async def act(self, interaction: Press) -> None:
        """Opens the chosen source."""
        await interaction.client.comparing.open_source(interaction, chosen(interaction))


def _lead(letter: str | None) -> str:
    return f"{letter} · " if letter else ""


class SourcesPage(
    Control,
    ui.DynamicItem[ui.Button[ui.LayoutView]],
    template=rf"sources:(?P<theme>{'|'.join(Theme)}):{PAGE}",
):
    """Shows a page (from 0) of all sources; the first has the pictures, in that theme."""

    def __init__(self, theme: Theme, page: int, label: str, disabled: bool = False) -> None:
        self.theme, self.page = theme, page
        super().__init__(ui.Button(label=label, custom_id=f"sources:{theme}:{page}", disabled=disabled))

    @classmethod
    def of(cls, match: re.Match[str]) -> Self:
        """The button that was pressed."""
        return cls(Theme(match["theme"]), int(match["page"]), "")

    async def act(self, interaction: Press) -> None:
        """Shows the page."""
        await interaction.client.comparing.turn_sources(interaction, self.theme, self.page)
