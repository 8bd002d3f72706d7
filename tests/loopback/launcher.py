"""Runs the bot with Discord's two addresses exchanged for those of a loopback one, and nothing else.

``python -m tests.loopback.launcher REST GATEWAY run``
"""

import sys

from bot.__main__ import heed_signals, main


def point_at(rest: str, gateway: str) -> None:
    """Lets discord.py find Discord there."""
    import discord.gateway
    import discord.http
    import yarl

    discord.http.Route.BASE = rest
    discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(gateway)


if __name__ == "__main__":
    rest, gateway = sys.argv[1:3]
    del sys.argv[1:3]
    heed_signals()
    point_at(rest, gateway)
    main()
