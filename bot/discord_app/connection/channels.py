"""Where messages can be written, and by whom."""

import discord

WRITTEN = (discord.TextChannel, discord.VoiceChannel, discord.StageChannel, discord.Thread)
"""The kinds of a server's channels in which messages can be written."""


def may_write(channel: object, rights: discord.Permissions) -> bool:
    """Whether somebody with these rights may write in a server's channel; threads have a right of their own."""
    return rights.send_messages_in_threads if isinstance(channel, discord.Thread) else rights.send_messages
