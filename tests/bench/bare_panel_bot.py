"""The bare bot with an answer as large as one of ours: what discord.py itself takes for a panel of that size."""

import os
from typing import Any

import discord
from discord import ui

from tests.bench.bare_bot import CONSTANT, BareBot

TEXTS, SEPARATORS, BUTTONS, MENUS, OPTIONS = 8, 2, 4, 2, 3
"""Of how many parts an answer of the shipped base consists, about; they are 3,800 bytes of JSON together."""


class BarePanelBot(BareBot):
    """Answers with the same panel every time, made by discord.py's own components."""

    def answer(self) -> dict[str, Any]:
        """The panel. It is stopped, as ours are: discord.py would keep each for 15 minutes."""
        container = ui.Container[ui.LayoutView](accent_colour=discord.Colour(0))
        for _ in range(TEXTS):
            container.add_item(ui.TextDisplay(CONSTANT * 8))
        for _ in range(SEPARATORS):
            container.add_item(ui.Separator())
        buttons = (ui.Button[ui.LayoutView](label=CONSTANT, custom_id=f"button:{number}") for number in range(BUTTONS))
        container.add_item(ui.ActionRow(*buttons))
        for menu in range(MENUS):
            options = [
                discord.SelectOption(label=CONSTANT, description=CONSTANT, value=str(number))
                for number in range(OPTIONS)
            ]
            container.add_item(ui.ActionRow(ui.Select[ui.LayoutView](custom_id=f"menu:{menu}", options=options)))
        view = ui.LayoutView(timeout=None)
        view.add_item(container)
        view.stop()
        return {"view": view}


if __name__ == "__main__":
    BarePanelBot().run(os.environ["DISCORD_TOKEN"], log_handler=None)
