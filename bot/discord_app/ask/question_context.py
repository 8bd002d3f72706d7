"""The question behind a panel, which is written into its message and read back from there."""

import enum
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Self

import discord
from discord import ui

from bot.discord_app.layout import Frame, framed
from bot.discord_app.text import literal, plain, shortened
from bot.reply import Answer, Reply

QUOTED = 300
"""Characters, before escaping, of a question when it is repeated."""
QUESTION_ID, LEAD_ID = 1001, 1002
"""The component ids by which a repeated question, and the line above it, are found in a message."""
_ASKED = "-# Asked: "
_JOINING = "\u200c\u200d\ufe0e\ufe0f"
"""Characters that only change those beside them."""


def question_line(query: str) -> str | None:
    """The line that repeats a question in a panel; None if nothing of the question is visible."""
    words = literal(shortened(query, QUOTED))
    return f"{_ASKED}{words}" if words.strip(_JOINING) else None


class Audience(enum.Enum):
    """Who sees a panel: everybody in the channel; one person, who may share it; or one person who has."""

    EVERYBODY, ONE, SHARED = range(3)


@dataclass(frozen=True, slots=True)
class QuestionContext:
    """The question behind a panel: the id of its row in the log, and what the panel shows of it.

    ``question`` is the line that repeats it; None if a fact was asked for by its id. ``others`` are the ids of close
    facts, which may include the one shown. ``lead`` is the line at the top: who shared the panel, or that the verdict
    of a shared one has turned. ``followed`` is whether the panel says that its reader follows the fact.
    """

    query_id: int
    question: str | None = None
    others: tuple[str, ...] = ()
    audience: Audience = Audience.EVERYBODY
    lead: str | None = None
    followed: bool = False

    @classmethod
    def of(cls, reply: Reply, shared: bool) -> Self:
        """The context of a new reply."""
        named = isinstance(reply, Answer) and reply.by_reference
        question = None if named else question_line(reply.query)
        others = tuple(candidate.fact.id for candidate in reply.closest)
        return cls(reply.id, question, others, Audience.EVERYBODY if shared else Audience.ONE)

    @classmethod
    def read(cls, message: discord.Message, query_id: int) -> Self:
        """The context of a panel that we sent, as its message shows it."""
        shown = list(_components(message.components))
        lines = {part.id: part.content for part in shown if isinstance(part, discord.TextDisplay)}
        buttons = {part.custom_id or "": part for part in shown if isinstance(part, discord.Button)}
        answered = [custom_id.rpartition(":")[2] for custom_id in buttons if custom_id.startswith(("judge:", "show:"))]
        menus = [one for one in shown if isinstance(one, discord.SelectMenu) and one.custom_id.startswith("pick:")]
        offered = [option.value for menu in menus for option in menu.options]
        done = any(button.disabled for custom_id, button in buttons.items() if custom_id.startswith("share:"))
        audience = Audience.ONE if message.flags.ephemeral else Audience.EVERYBODY
        return cls(
            query_id,
            lines.get(QUESTION_ID),
            tuple(dict.fromkeys([*answered, *offered])),
            Audience.SHARED if done else audience,
            lines.get(LEAD_ID),
            any(custom_id.startswith("unfollow:") for custom_id in buttons),
        )

    @property
    def words(self) -> str | None:
        """The question as the panel shows it, which may be shortened; None if it shows none."""
        return plain(self.question.removeprefix(_ASKED)) if self.question else None

    def alone(self) -> Self:
        """The same question on a panel for one person, not shared."""
        return replace(self, audience=Audience.ONE, lead=None, followed=False)

    def shared_by(self, person: int) -> Self:
        """The same question on a panel for everybody that this person (by Discord's id) shared."""
        return replace(self, audience=Audience.EVERYBODY, lead=f"-# Shared by <@{person}>")

    def framed(self, colour: discord.Colour) -> Frame:
        """A panel of that colour, headed by the lead and the question."""
        frame = framed(colour)
        for component_id, text in ((LEAD_ID, self.lead), (QUESTION_ID, self.question)):
            if text:
                frame.add_item(ui.TextDisplay(text, id=component_id))
        return frame


def _components(parts: Sequence[Any]) -> Iterator[Any]:
    """Every component of a message, nested ones too."""
    for part in parts:
        yield part
        yield from _components(getattr(part, "children", ()))
