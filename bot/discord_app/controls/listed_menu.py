"""The menu under a list that opens its facts."""

import re
from collections.abc import Sequence
from typing import Self

from discord import ui

from bot.discord_app.controls.control import Control, Press, chosen
from bot.discord_app.controls.fact_menu import fact_options
from bot.discord_app.listings.places import PLACE, Place
from bot.factbase.model import Fact


class ListedMenu(Control, ui.DynamicItem[ui.Select[ui.LayoutView]], template=rf"list:{PLACE}"):
    """Opens a fact of a list, which remembers the place to go back to."""

    def __init__(self, place: Place, facts: Sequence[Fact]) -> None:
        self.place = place
        super().__init__(
            ui.Select(custom_id=f"list:{place}", placeholder="Open one of these facts", options=fact_options(facts))
        )

    @classmethod
    def of(cls, match: re.Match[str]) -> Self:
        """The menu that was used."""
        return cls(Place.of(match), ())

    async def act(self, interaction: Press) -> None:
        """Opens the chosen fact."""
        await interaction.client.browsing.open(interaction, self.place, chosen(interaction))
