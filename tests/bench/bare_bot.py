"""A bare discord.py bot that gives every question the same answer: what ours is measured beside.

It has our command's options, so that it takes the same interactions, and does nothing that discord.py does not do.
"""

import os
from typing import Any

import discord
from discord import app_commands

CONSTANT = "ISIS-K was founded in 2015."


class BareBot(discord.Client):
    """One command, one autocompletion, one answer to every control."""

    def answer(self) -> dict[str, Any]:
        """What every message says, as discord.py takes it."""
        return {"content": CONSTANT}

    def __init__(self) -> None:
        super().__init__(intents=discord.Intents(guilds=True))
        self.tree = app_commands.CommandTree(self)

        @self.tree.command(name="fact", description="The same answer to everything")
        async def fact(interaction: discord.Interaction[Any], query: str, share: bool = False) -> None:
            await interaction.response.send_message(**self.answer(), ephemeral=not share)

        @fact.autocomplete("query")
        async def choices(interaction: discord.Interaction[Any], typed: str) -> list[app_commands.Choice[str]]:
            return [app_commands.Choice(name=CONSTANT, value=CONSTANT)]

    async def setup_hook(self) -> None:
        """Tells Discord the command."""
        await self.tree.sync()

    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        """Answers controls; commands find their own way."""
        if interaction.type is discord.InteractionType.component:
            await interaction.response.edit_message(**self.answer())


if __name__ == "__main__":
    BareBot().run(os.environ["DISCORD_TOKEN"], log_handler=None)
