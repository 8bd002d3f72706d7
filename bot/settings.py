"""The environment as one typed object, read once and passed down."""

import os
import re
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.request import getproxies, proxy_bypass

from pydantic import (
    BeforeValidator,
    Field,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict
from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.environment import BadSettings, bare, read_regular

MAX_SHARDS = 16_384
"""More than the largest bot has."""
MAX_TOKEN = 200
"""Characters of a token; Discord's have about 70."""
MOST_SLIPS = 2
"""The most letters in which a misspelt variable differs from the one that was meant."""
_OF_OTHERS = re.compile(r"FACTBOT_(SERVICE_|PORT($|_)|TEST_)")
"""Names that Kubernetes makes for a service called factbot, and those of tests."""
_TOKEN = re.compile(rf"[A-Za-z0-9._-]{{1,{MAX_TOKEN}}}")

_MUST_BE = {
    "FACTBOT_LOG": "the path of a file",
    "FACTBOT_LOG_DAYS": "a whole number from 0 (keep forever) to 36500",
    "FACTBOT_LOG_MB": "a whole number from 0 (no limit) to 1000000",
    "FACTBOT_LOG_TEXT": "on or off",
    "FACTBOT_LOG_SYNC": "normal or full",
    "FACTBOT_LOG_FORMAT": "plain or json",
    "FACTBOT_METRICS_PORT": "a whole number from 1 to 65535",
    "FACTBOT_VERBOSITY": "DEBUG, INFO, WARNING or ERROR",
    "FACTBOT_GUILDS": "ids of servers (whole numbers, not names), separated by commas",
    "FACTBOT_SHARD_COUNT": f"a whole number from 1 to {MAX_SHARDS}",
    "FACTBOT_SHARD_IDS": "whole numbers from 0 and below FACTBOT_SHARD_COUNT, separated by commas",
    "FACTBOT_EDITORS_CHANNEL": "the id of a channel (a whole number, not its name)",
}
"""What the message about a wrong value says."""


def _listed(given: Any) -> Any:  # noqa: ANN401 - what pydantic hands to a validator
    """The parts of a comma-separated text. An extra comma adds nothing; commas alone are returned as they are."""
    return [part.strip() for part in given.split(",") if part.strip()] or [given] if isinstance(given, str) else given


Snowflake = Annotated[int, Field(gt=0, lt=2**63)]
"""An id that Discord gives: of a server, a channel, a person."""


class Settings(BaseSettings):
    """All settings. Relative paths start at the folder in which the process was started."""

    model_config = SettingsConfigDict(env_ignore_empty=True, extra="ignore", hide_input_in_errors=True, frozen=True)

    facts: Path = Field(default=Path("facts"), validation_alias="FACTBOT_FACTS")
    """The folder of topic files and ``vocabulary.yaml``."""
    sources: Path = Field(default=Path("sources"), validation_alias="FACTBOT_SOURCES")
    """The folder of source files."""
    articles: Path | None = Field(default=None, validation_alias="FACTBOT_ARTICLES")
    """The folder of the articles' texts, for ``factbot check`` and the commands that edit."""
    log: Path = Field(default=Path("factbot.sqlite3"), validation_alias="FACTBOT_LOG")
    """The SQLite file that every question is written to."""
    log_days: int = Field(default=90, ge=0, le=36_500, validation_alias="FACTBOT_LOG_DAYS")
    """The age, in days, at which rows of the log are deleted; 0 keeps them forever."""
    log_mb: int = Field(default=1000, ge=0, le=1_000_000, validation_alias="FACTBOT_LOG_MB")
    """The size of the log, in megabytes, beyond which its oldest rows are deleted; 0 sets no limit."""
    log_text: bool = Field(default=True, validation_alias="FACTBOT_LOG_TEXT")
    """Whether the log stores the words of questions."""
    log_sync: Literal["normal", "full"] = Field(default="normal", validation_alias="FACTBOT_LOG_SYNC")
    """``normal``: a row survives the end of the process. ``full``: it also survives a power cut."""
    verbosity: str = Field(default="INFO", validation_alias="FACTBOT_VERBOSITY", pattern="^(DEBUG|INFO|WARNING|ERROR)$")
    """The lowest level of messages that the running bot writes to standard error."""
    log_format: Literal["plain", "json"] = Field(default="plain", validation_alias="FACTBOT_LOG_FORMAT")
    """``plain``: lines for people. ``json``: one JSON object a line."""
    metrics_port: int | None = Field(default=None, ge=1, le=65_535, validation_alias="FACTBOT_METRICS_PORT")
    """The TCP port on which Prometheus fetches metrics; None serves none."""
    metrics_address: str = Field(default="127.0.0.1", validation_alias="FACTBOT_METRICS_ADDRESS")
    """The address of this machine to serve them on."""
    guilds: Annotated[frozenset[Snowflake], NoDecode, BeforeValidator(_listed)] = Field(
        default=frozenset(), validation_alias="FACTBOT_GUILDS"
    )
    """The ids of the only servers to answer in, separated by commas; if empty, the bot answers everywhere."""
    shard_count: int = Field(default=1, ge=1, le=MAX_SHARDS, validation_alias="FACTBOT_SHARD_COUNT")
    """The number of shards over all processes."""
    shard_ids: Annotated[frozenset[Annotated[int, Field(ge=0)]], NoDecode, BeforeValidator(_listed)] = Field(
        default=frozenset(), validation_alias="FACTBOT_SHARD_IDS"
    )
    """The shards of this process, from 0, separated by commas; if empty, all of them."""
    editors_channel: Snowflake | None = Field(default=None, validation_alias="FACTBOT_EDITORS_CHANNEL")
    """The id of the channel for messages to the editors."""
    commit: str = Field(default="", validation_alias="FACTBOT_COMMIT", pattern="^[0-9a-f]*$")
    """The commit that the program was built from; an image sets it."""
    token_text: SecretStr | None = Field(default=None, validation_alias="DISCORD_TOKEN")
    token_file: Path | None = Field(default=None, validation_alias="DISCORD_TOKEN_FILE")

    @model_validator(mode="before")
    @classmethod
    def _bare(cls, given: dict[str, Any]) -> dict[str, Any]:
        return {name: bare(value) if isinstance(value, str) else value for name, value in given.items()}

    @field_validator("facts", "sources", "log", "token_file")
    @classmethod
    def _at_home(cls, path: Path | None) -> Path | None:
        if path is not None and not str(path).isprintable():
            raise ValueError("a control character stands in it")
        return path.expanduser() if path else path

    @field_validator("log")
    @classmethod
    def _a_file(cls, path: Path) -> Path:
        if path.name in ("", ".."):
            raise ValueError("it is a folder")
        return path

    @field_validator("shard_ids")
    @classmethod
    def _within_the_count(cls, ids: frozenset[int], info: ValidationInfo) -> frozenset[int]:
        if (count := info.data.get("shard_count", MAX_SHARDS)) <= max(ids, default=0):
            raise ValueError(f"shards are numbered from 0, and FACTBOT_SHARD_COUNT is {count}")
        return ids

    def shards(self) -> tuple[int, ...]:
        """The shards of this process, in order."""
        return tuple(sorted(self.shard_ids)) or tuple(range(self.shard_count))

    def token(self) -> SecretStr:
        """The bot's token, from ``DISCORD_TOKEN`` or the file that ``DISCORD_TOKEN_FILE`` names.

        Raises :exc:`BadSettings` if neither has one.
        """
        name = "DISCORD_TOKEN"
        if self.token_text is not None:
            text = self.token_text.get_secret_value()
        elif self.token_file is not None:
            name = f"DISCORD_TOKEN_FILE: {self.token_file}"
            try:
                text = read_regular(self.token_file, limit=MAX_TOKEN + 64).decode("utf-8-sig", "replace")
            except OSError as error:
                raise BadSettings(f"{name} cannot be read ({error.strerror})") from error
        else:
            raise BadSettings("no Discord token; set DISCORD_TOKEN, or DISCORD_TOKEN_FILE to a file that holds it")
        if not _TOKEN.fullmatch(text.strip()):
            wrong = "holds no Discord token (one word of about 70 letters)" if text.strip() else "is empty"
            raise BadSettings(f"{name} {wrong}; copy the token again from the developer portal")
        return SecretStr(text.strip())


def https_proxy() -> str | None:
    """The proxy for connections to Discord, from ``HTTPS_PROXY`` unless ``NO_PROXY`` excepts Discord; None for none."""
    return None if proxy_bypass("discord.com") else getproxies().get("https")


def _unknown_names() -> list[str]:
    """What to say of each variable of ours that is no setting, and of each that is almost the token's."""
    ours = {str(field.validation_alias) for field in Settings.model_fields.values()}
    told = []
    for name in sorted(os.environ):
        if name in ours or not name.startswith(("FACTBOT", "DISCORD")) or _OF_OTHERS.match(name):
            continue
        meant = process.extractOne(name, ours, scorer=OSA.distance, score_cutoff=MOST_SLIPS)
        if meant or name.startswith("FACTBOT_"):
            told.append(f"{name} is not a setting" + (f"; did you mean {meant[0]}?" if meant else ""))
    return told


def read_settings() -> Settings:
    """Read the settings from the environment.

    Raises :exc:`BadSettings` naming every variable that cannot be used.
    """
    if unknown := _unknown_names():
        raise BadSettings("; ".join(unknown))
    try:
        return Settings()
    except ValidationError as error:
        wrong = {str(detail["loc"][0]): detail["msg"] for detail in error.errors(include_input=False)}
        told = (f"{name} must be {_MUST_BE[name]}" if name in _MUST_BE else f"{name}: {wrong[name]}" for name in wrong)
        raise BadSettings("; ".join(told)) from None
