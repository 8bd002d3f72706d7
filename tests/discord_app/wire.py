"""Discord's own contract for what a bot may send, and the limits that it does not state."""

import json
from dataclasses import dataclass
from functools import cache
from typing import Any, Self

import discord
import jsonschema_rs
from simcord.components import walk_components

from tests.conftest import SHARED

CONTRACT = SHARED / "discord" / "openapi.json"

MOST_COMPONENTS = 40
MOST_CHARACTERS = 4000
MOST_BYTES = 10_000


@dataclass(frozen=True)
class Size:
    """How much of a message its limits count: components, and characters and UTF-8 bytes of text."""

    components: int
    characters: int
    bytes: int

    @classmethod
    def of(cls, components: list[dict[str, Any]]) -> Self:
        """The size of a message of these components."""
        parts = list(walk_components(components))
        texts = [part["content"] for part in parts if part.get("type") == 10]
        return cls(len(parts), sum(map(len, texts)), sum(len(text.encode()) for text in texts))


class Sent:
    """One request that the bot made."""

    def __init__(self, method: str, path: str, body: Any) -> None:  # noqa: ANN401 - JSON
        self.method, self.path, self.body = method, path, body

    def violations(self) -> list[str]:
        """What Discord would refuse in it; empty where it would take it."""
        return [*self._against_the_contract(), *self._against_the_limits()]

    def _against_the_contract(self) -> list[str]:
        validator = _validator(self.method, self.path)
        errors = validator.iter_errors(_numbered(self.body)) if validator else ()
        return [f"{error.instance_path}: {error.message[:300]}" for error in errors]

    def _against_the_limits(self) -> list[str]:
        message = self.body.get("data", self.body) if isinstance(self.body, dict) else {}
        components = message.get("components") or []
        size = Size.of(components)
        found = []
        if size.components > MOST_COMPONENTS:
            found.append(f"{size.components} components")
        if size.characters > MOST_CHARACTERS:
            found.append(f"{size.characters} characters of text")
        if size.bytes > MOST_BYTES:
            found.append(f"{size.bytes} bytes of text")
        custom_ids = [part["custom_id"] for part in walk_components(components) if "custom_id" in part]
        if len(set(custom_ids)) < len(custom_ids):
            found.append("a custom id twice")
        return found


def _numbered(body: Any) -> Any:  # noqa: ANN401
    """The body with the numbers of its uploads, and those of the people whom it may ping, as texts.

    Discord's guide to uploading files numbers them from 0, and Discord takes numbers as ids, as discord.py writes them;
    the contract only knows snowflakes as texts.
    """
    message = (body.get("data") or body) if isinstance(body, dict) else {}
    changed = dict(message)
    if message.get("attachments"):
        changed["attachments"] = [{**upload, "id": str(upload["id"])} for upload in message["attachments"]]
    if pinged := (message.get("allowed_mentions") or {}).get("users"):
        changed["allowed_mentions"] = {**message["allowed_mentions"], "users": [str(person) for person in pinged]}
    if message.get("recipient_id"):
        changed["recipient_id"] = str(message["recipient_id"])
    if changed == message:
        return body
    return {**body, "data": changed} if "data" in body else changed


def refusals(view: discord.ui.LayoutView) -> list[str]:
    """What Discord would refuse in a message that shows this panel."""
    components = view.to_components()  # type: ignore[no-untyped-call]
    body = {"type": 4, "data": {"flags": 1 << 15, "components": components}}
    return Sent("POST", "/interactions/1/token/callback", body).violations()


@cache
def _contract() -> dict[str, Any]:
    contract: dict[str, Any] = json.loads(CONTRACT.read_text(encoding="utf-8"))
    return contract


def _validator(method: str, path: str) -> jsonschema_rs.Draft202012Validator | None:
    """What holds a request's body against its schema, or None where the contract has none for it (or is absent)."""
    if not CONTRACT.is_file():
        return None
    parts = path.split("/")
    for template, operations in _contract()["paths"].items():
        pattern = template.split("/")
        if len(pattern) == len(parts) and all(p == q or p.startswith("{") for p, q in zip(pattern, parts, strict=True)):
            content = operations.get(method.lower(), {}).get("requestBody", {}).get("content", {})
            if "application/json" in content:
                return _validator_of(template, method.lower())
    return None


@cache
def _validator_of(template: str, method: str) -> jsonschema_rs.Draft202012Validator:
    body = _contract()["paths"][template][method]["requestBody"]["content"]["application/json"]
    return jsonschema_rs.Draft202012Validator({**body["schema"], "components": _contract()["components"]})
