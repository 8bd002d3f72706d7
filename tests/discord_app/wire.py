"""Discord's own contract for what a bot may send, and the limits that it does not state."""

import json
from functools import cache
from typing import Any

import jsonschema
from simcord.components import walk_components

from tests.conftest import SHARED

CONTRACT = SHARED / "discord" / "openapi.json"

MOST_COMPONENTS = 40
MOST_CHARACTERS = 4000
MOST_BYTES = 10_000


class Sent:
    """One request that the bot made."""

    def __init__(self, method: str, path: str, body: Any) -> None:  # noqa: ANN401 - JSON
        self.method, self.path, self.body = method, path, body

    def violations(self) -> list[str]:
        """What Discord would refuse in it; empty where it would take it."""
        return [*self._against_the_contract(), *self._against_the_limits()]

    def _against_the_contract(self) -> list[str]:
        schema = _request_schema(self.method, self.path)
        if schema is None:
            return []
        validator = jsonschema.Draft202012Validator(schema)
        return [f"{error.json_path}: {error.message[:300]}" for error in validator.iter_errors(_numbered(self.body))]

    def _against_the_limits(self) -> list[str]:
        message = self.body.get("data", self.body) if isinstance(self.body, dict) else {}
        components = list(walk_components(message.get("components") or []))
        texts = [component["content"] for component in components if component.get("type") == 10]
        found = []
        if len(components) > MOST_COMPONENTS:
            found.append(f"{len(components)} components")
        if (characters := sum(map(len, texts))) > MOST_CHARACTERS:
            found.append(f"{characters} characters of text")
        if (size := sum(len(text.encode()) for text in texts)) > MOST_BYTES:
            found.append(f"{size} bytes of text")
        return found


def _numbered(body: Any) -> Any:  # noqa: ANN401
    """The body with the numbers of its uploads as texts.

    Discord's guide to uploading files numbers them from 0, as discord.py does; the contract only knows snowflakes.
    """
    message = (body.get("data") or body) if isinstance(body, dict) else {}
    if not message.get("attachments"):
        return body
    uploads = [{**upload, "id": str(upload["id"])} for upload in message["attachments"]]
    changed = {**message, "attachments": uploads}
    return {**body, "data": changed} if "data" in body else changed


@cache
def _contract() -> dict[str, Any]:
    contract: dict[str, Any] = json.loads(CONTRACT.read_text(encoding="utf-8"))
    return contract


@cache
def _request_schema(method: str, path: str) -> dict[str, Any] | None:
    """The schema of a request's body, or None where the contract has none for it (or is absent)."""
    if not CONTRACT.is_file():
        return None
    parts = path.split("/")
    for template, operations in _contract()["paths"].items():
        pattern = template.split("/")
        if len(pattern) == len(parts) and all(p == q or p.startswith("{") for p, q in zip(pattern, parts, strict=True)):
            content = operations.get(method.lower(), {}).get("requestBody", {}).get("content", {})
            if "application/json" in content:
                return {**content["application/json"]["schema"], "components": _contract()["components"]}
    return None
