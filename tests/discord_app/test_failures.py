"""What Discord refuses is told from what something in its place says."""

from types import SimpleNamespace

import discord
import pytest

from bot.discord_app.gateway.errors import refusal, refused

PAGE = "<html>Blocked by the proxy</html>"


def answered(status: int, body: object, kind: str = "application/json") -> discord.HTTPException:
    """What discord.py raises for an answer."""
    response = SimpleNamespace(status=status, reason="", headers={"Content-Type": kind})
    return discord.HTTPException(response, body)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (answered(403, {"code": 50001, "message": "Missing Access"}), True),
        (answered(404, {"code": 10003, "message": "Unknown Channel"}), True),
        (answered(403, PAGE, "text/html"), False),
        (answered(407, PAGE, "text/html; charset=utf-8"), False),
        (answered(400, [{"message": "a list"}]), False),
        (answered(408, {"message": "too slow"}), False),
        (answered(429, {"message": "too often"}), False),
        (answered(503, {"message": "not now"}), False),
        (OSError("not there"), False),
    ],
)
def test_only_what_discord_itself_refuses_is_refused_for_good(error: Exception, expected: bool) -> None:
    assert refused(error) is expected
    assert (refusal(error, "token") is not None) is expected
