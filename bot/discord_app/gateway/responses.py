"""How first answers reach Discord: once, and without having the message sent back that each becomes.

discord.py asks for that message and makes objects of all its parts; nothing of ours uses them, since a control is found
by its custom id alone. For a large panel that would be a sixth of what an answer costs.
"""

import logging
from collections.abc import Mapping
from typing import Any

import aiohttp
import discord
from discord.http import MultipartParameters, Route
from discord.webhook.async_ import AsyncWebhookAdapter, async_context

log = logging.getLogger(__name__)

ALREADY_ANSWERED = 40060
"""Discord's error code where an interaction has had its first answer."""
EXPIRED = 10062
"""Discord's error code where an interaction can no longer be answered: its three seconds are over."""
_COMPLETION = 8
"""The kind of answer that offers choices for what is being typed."""


class _Callbacks:
    """Another adapter, except for how interactions are answered.

    The :class:`discord.InteractionCallbackResponse` that comes of an answer knows no message.
    """

    def __init__(self, adapter: AsyncWebhookAdapter) -> None:
        self._adapter = adapter

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever discord.py's own has
        return getattr(self._adapter, name)

    async def create_interaction_response(
        self,
        interaction_id: int,
        token: str,
        *,
        params: MultipartParameters,
        **session: Any,  # noqa: ANN401 - handed on as it is
    ) -> Mapping[str, Any]:
        """Answers an interaction.

        An answer whose fate is not known is sent again, at once where the connection was cut: Discord takes only one.
        """
        route = Route(
            "POST",
            "/interactions/{webhook_id}/{webhook_token}/callback",
            webhook_id=interaction_id,
            webhook_token=token,
        )
        body = {"files": params.files, "multipart": params.multipart} if params.files else {"payload": params.payload}
        try:
            try:
                await self._adapter.request(route, **body, **session)
            except aiohttp.ClientConnectionError:
                for file in params.files or ():
                    file.reset(seek=True)
                await self._adapter.request(route, **body, **session)
        except discord.HTTPException as error:
            if error.code == ALREADY_ANSWERED:
                log.info("an interaction had been answered when it was answered again")
            elif error.code == EXPIRED and (params.payload or {}).get("type") == _COMPLETION:
                log.warning("choices for what somebody typed came too late")
            else:
                raise
        return {"interaction": {"id": interaction_id}}


def answer_without_an_echo() -> None:
    """Has the interactions of this context, and of tasks that begin in it, answered in that way."""
    adapter = async_context.get()
    if not isinstance(adapter, _Callbacks):
        async_context.set(_Callbacks(adapter))  # type: ignore[arg-type]
