"""How every button looks that shares a private panel with the channel."""

import discord
from discord import ui


def share_button(custom_id: str, done: bool) -> ui.Button[ui.LayoutView]:
    """The button; off, and saying so, once the panel was shared."""
    return ui.Button(
        label="Shared" if done else "Share",
        style=discord.ButtonStyle.primary,
        custom_id=custom_id,
        disabled=done,
    )
