"""The menu under a comparison of sources that opens the facts that they speak on."""

import re
from collections.abc import Mapping, Sequence
from typing import Self

from discord import ui

from bot.discord_app.controls.control import Control, Press, chosen
from bot.discord_app.controls.fact_menu import fact_options
from bot.discord_app.controls.patterns import PAGE, SOURCE
from bot.discord_app.controls.source_page import SourcePage
from bot.discord_app.text.limits import MAX_LABEL
from bot.discord_app.text.literal import shortened
from bot.factbase.model import Fact


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
