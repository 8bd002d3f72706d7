"""The comparison of the sources and its pictures, each made once for every version of the fact base."""

import asyncio
import logging

from bot.desk import Desk
from bot.factbase.comparison import compare
from bot.factbase.model import FactBase
from bot.pictures.album import Album, draw, installed
from bot.pictures.selection import Selection, select
from bot.pictures.theme import Theme

log = logging.getLogger(__name__)


class Gallery:
    """Compares and draws off the event loop, when somebody first wants to see it, and keeps it until the base changes.

    Nothing is drawn ahead: a bot whose people never ask for pictures would load matplotlib for nothing.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._hung_for: FactBase | None = None
        self._selection: asyncio.Task[Selection] | None = None
        self._albums: dict[Theme, asyncio.Task[Album | None]] = {}

    async def selection(self) -> Selection:
        """The sources of the current base beside one another, and what of them is drawn."""
        return await asyncio.shield(self._current())

    def has(self, theme: Theme) -> bool:
        """Whether :meth:`album` has no need to wait, be it because nothing can be drawn here."""
        self._current()
        return not installed() or (theme in self._albums and self._albums[theme].done())

    async def album(self, theme: Theme) -> tuple[Selection, Album | None]:
        """The current base's sources with their pictures, or None where these cannot be drawn; the log says why, once.

        It may take seconds where :meth:`has` says that it waits.
        """
        selecting = self._current()
        if not installed():
            return await asyncio.shield(selecting), None
        if theme not in self._albums:
            self._albums[theme] = asyncio.create_task(_drawn(selecting, theme))
        drawing = self._albums[theme]
        return await asyncio.shield(selecting), await asyncio.shield(drawing)

    def _current(self) -> asyncio.Task[Selection]:
        """The comparison of the current base, started where there was another; what was drawn of that is let go."""
        base = self._desk.base
        if self._selection is None or self._hung_for is not base:
            self._hung_for = base
            self._selection = asyncio.create_task(asyncio.to_thread(_selected, base))
            self._albums = {}
        return self._selection


def _selected(base: FactBase) -> Selection:
    return select(compare(base))


async def _drawn(selecting: asyncio.Task[Selection], theme: Theme) -> Album | None:
    selection = await asyncio.shield(selecting)
    try:
        return await asyncio.to_thread(draw, selection, theme)
    except Exception:
        log.exception("the pictures cannot be drawn; the sources are compared in words alone")
        return None
