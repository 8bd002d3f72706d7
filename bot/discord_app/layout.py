"""What all panels are made of: a coloured frame, plain buttons and menus, the marks of verdicts."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import discord
from discord import ui

from bot import wording
from bot.discord_app.text import MAX_LABEL, literal, shortened, told_apart
from bot.factbase.model import Fact, FactBase, Source
from bot.factbase.verdict import Verdict

Button = ui.Button[ui.LayoutView]
Menu = ui.Select[ui.LayoutView]
Frame = ui.Container[ui.LayoutView]

MAX_CHOICES = 25
"""Options in one menu, and choices of one autocompletion; Discord takes no more."""
GREY = discord.Colour(0x80848E)
COLOURS = {
    Verdict.AGREED: discord.Colour(0x2E9E5B),
    Verdict.DISPUTED: discord.Colour(0xE8A317),
    Verdict.SINGLE_ORIGIN: discord.Colour(0x3B82C4),
}
VERDICT, NEARBY = 400, 200
"""Characters, before escaping, of a verdict's line, and of the lines below it."""

_BOLD = "\ue000"
"""Stands for the asterisks of bold text while the rest is escaped: a sign for private use, which has no meaning."""
DONE_ID = 1003
"""The component id of the text that says what a button did."""
FOLLOW, UNFOLLOW = "Follow", "Stop following"
HEADING = 250
"""Characters, before escaping, of a claim or name that only reminds of it."""


def framed(colour: discord.Colour, *texts: str) -> Frame:
    """A panel of that colour with these texts, each a paragraph."""
    frame = Frame(accent_colour=colour)
    for text in texts:
        frame.add_item(ui.TextDisplay(text))
    return frame


def row_of(*items: ui.Item[Any]) -> ui.ActionRow[ui.LayoutView]:
    """A row of up to five buttons, or of one menu."""
    return ui.ActionRow(*items)


def button(
    label: str,
    custom_id: str,
    *,
    disabled: bool = False,
    style: discord.ButtonStyle = discord.ButtonStyle.secondary,
    emoji: str | None = None,
) -> Button:
    """A button, which :class:`bot.discord_app.controls.ControlTable` finds by its custom id."""
    return Button(label=label, custom_id=custom_id, disabled=disabled, style=style, emoji=emoji)


def show_button(query_id: int, fact: Fact) -> Button:
    """The button that shows a fact with all of its evidence to whoever presses it."""
    return button("Show the sources", f"show:{query_id}:{fact.id}", style=discord.ButtonStyle.primary)


def menu(custom_id: str, placeholder: str, options: list[discord.SelectOption]) -> Menu:
    """A menu in which one option is chosen, found by its custom id like a button."""
    return Menu(custom_id=custom_id, placeholder=placeholder, options=options)


def view_of(frame: Frame) -> ui.LayoutView:
    """A view with one panel.

    It is stopped at once: discord.py would otherwise keep each private answer, and a task, for 15 minutes, which is
    half a gigabyte at 100 answers a second.
    """
    view = ui.LayoutView(timeout=None)
    view.add_item(frame)
    view.stop()
    return view


def notice_panel(text: str) -> ui.LayoutView:
    """A panel with one sentence."""
    return view_of(framed(GREY, text))


def clickable(view: ui.LayoutView, mentions: Mapping[str, str]) -> ui.LayoutView:
    """The view with the commands in its texts made clickable by their mentions."""
    for item in view.walk_children():
        if isinstance(item, ui.TextDisplay):
            for name, mention in mentions.items():
                item.content = item.content.replace(name, mention)
    return view


def nearest(page: int, pages: int) -> int:
    """The page of that number (from 0), or the nearest there is: a list may have become shorter."""
    return max(0, min(page, pages - 1))


def turning(page: int, pages: int, custom_id: Callable[[int], str]) -> list[Button]:
    """The buttons to the previous and the next page (from 0); none if there is only one page.

    ``custom_id`` makes the id of the button to a page.
    """
    if pages < 2:
        return []
    return [
        button("Back", custom_id(page - 1), disabled=page == 0),
        button(f"Page {page + 1} of {pages}: next", custom_id(page + 1), disabled=page == pages - 1),
    ]


def with_back_button(view: ui.LayoutView, label: str, custom_id: str) -> ui.LayoutView:
    """The view with a button below its panel that leads back to a list or a source."""
    view.add_item(row_of(button(label, custom_id)))
    return view


def keeping_back_button(view: ui.LayoutView, message: discord.Message) -> ui.LayoutView:
    """The view with the back button that a message has below its panel, if it has one."""
    for row in message.components:
        for control in row.children if isinstance(row, discord.ActionRow) else ():
            if isinstance(control, discord.Button) and control.label and control.custom_id:
                return with_back_button(view, control.label, control.custom_id)
    return view


def with_used_button(
    message: discord.Message, custom_id: str, label: str, text: str = "", then: str | None = None
) -> ui.LayoutView:
    """The panel of a message once a button was used: that has another label, and a text says what it did.

    ``then`` is the custom id of the button that it becomes; without, it is disabled. A later text replaces an earlier.
    """
    view: ui.LayoutView = ui.LayoutView.from_message(message, timeout=None)
    for item in view.walk_children():
        if isinstance(item, ui.Button) and item.custom_id == custom_id:
            item.label, item.custom_id, item.disabled = label, then or custom_id, then is None
    if text:
        frame = next(item for item in view.children if isinstance(item, ui.Container))
        for item in [item for item in frame.children if item.id == DONE_ID]:
            frame.remove_item(item)
        frame.add_item(ui.TextDisplay(text, id=DONE_ID))
    view.stop()
    return view


def fact_options(facts: Iterable[Fact]) -> list[discord.SelectOption]:
    """The options of a menu of facts: claim, verdict and topic; at most as many as a menu holds."""
    offered = list(facts)[:MAX_CHOICES]
    return [
        discord.SelectOption(
            label=label,
            description=shortened(f"{wording.VERDICTS[fact.verdict]} · {fact.topic}", MAX_LABEL),
            emoji=wording.mark(fact),
            value=fact.id,
        )
        for fact, label in zip(offered, told_apart([fact.claim for fact in offered], MAX_LABEL), strict=True)
    ]


def bold(line: Sequence[str], limit: int | None = None) -> str:
    """A line of :mod:`bot.wording` as literal text, with what stands out in bold; cut after ``limit`` characters."""
    marked, length = "", 0
    for part in line:
        length += len(part)
        if limit is not None and length > limit:
            marked += " …"
            break
        marked += f"{_BOLD}{part}{_BOLD}" if isinstance(part, wording.Strong) else part
    return literal(marked).replace(_BOLD, "**")


def source_menu(sources: Sequence[Source], letters: Mapping[str, str] | None = None) -> Menu:
    """A menu that opens sources, with the letters (by source id) that some have in a picture."""
    options = [
        discord.SelectOption(
            label=shortened(f"{letters[source.id]} · {source.name}", MAX_LABEL)
            if letters and source.id in letters
            else shortened(source.name, MAX_LABEL),
            description=shortened(source.title, MAX_LABEL) if source.title != source.name else None,
            value=source.id,
        )
        for source in sources[:MAX_CHOICES]
    ]
    return menu("open-source", "Open one of these sources", options)


def verdict_text(base: FactBase, fact: Fact, unsupported: Sequence[str] = (), brief: bool = False) -> str:
    """The verdict's mark and line, the values that no source has, and unless ``brief`` what is more or less exact."""
    lines = [f"{wording.mark(fact)} {bold(wording.first_line(base, fact), VERDICT)}"]
    if unsupported:
        lines.append(f"**{literal(shortened(wording.unsupported_line(unsupported), NEARBY))}**")
    if not brief and (nearby := wording.nearby_line(base, fact)):
        lines.append(f"-# More or less exact: {bold(nearby, NEARBY)}")
    return "\n".join(lines)
