"""How first answers reach Discord: without having each message sent back that they make of it.

discord.py asks for that message, and makes objects of all its parts, for whoever would go on with it. Nothing of ours
does: a control is found by its custom id alone. For a large panel that is a sixth of what an answer costs.
"""

from collections.abc import Mapping
from typing import Any

from discord.http import MultipartParameters, Route
from discord.webhook.async_ import AsyncWebhookAdapter, async_context


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
        """Answers an interaction."""
        route = Route(
            "POST",
            "/interactions/{webhook_id}/{webhook_token}/callback",
            webhook_id=interaction_id,
            webhook_token=token,
        )
        body = {"files": params.files, "multipart": params.multipart} if params.files else {"payload": params.payload}
        await self._adapter.request(route, **body, **session)
        return {"interaction": {"id": interaction_id}}


def answer_without_an_echo() -> None:
    """Has the interactions of this context, and of tasks that begin in it, answered in that way."""
    adapter = async_context.get()
    if not isinstance(adapter, _Callbacks):
        async_context.set(_Callbacks(adapter))  # type: ignore[arg-type]
