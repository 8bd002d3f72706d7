"""How this environment wants its log kept."""

from bot.querylog.keeping import Keeping
from bot.settings import Settings


def keeping(settings: Settings) -> Keeping:
    """What the settings say about the log."""
    return Keeping(settings.log_days or None, settings.log_text, settings.log_sync == "full")
