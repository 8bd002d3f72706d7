"""The simulated Discord, for whoever types anything into it."""

from tests.discord_app.conftest import desk, simcord_bot, snapshot, world

__all__ = ["desk", "simcord_bot", "snapshot", "world"]
