"""The panels on what is kept of people, and on deleting it."""

from discord import ui

from bot.discord_app.controls.forget_button import ForgetButton
from bot.discord_app.panels.frame import GREY, framed, row_of, view_of
from bot.querylog.keeping import Keeping
from bot.wording import counted

ASK = "Delete what is kept of me"


def privacy_panel(keeping: Keeping | None, rows: int) -> ui.LayoutView:
    """What is kept, for how long, and a button to delete the reader's own, of which there are so many rows."""
    if keeping is None:
        return _panel("### Nothing is kept\nThis bot writes nothing down.")
    questions = "what you ask" if keeping.text else "that you ask, without your words"
    time = f"for {counted(keeping.days, 'day')}" if keeping.days else "until you delete it"
    kept = "\n".join(
        [
            "### What is kept of you",
            f"- **Questions**: {questions}, when, in which channel, and which fact answered. A message that you check "
            "counts as questions, one a statement.",
            "- **What you say of answers**: *Answers it*, *Not what I asked*, *None of these*.",
            "- **What you put to the editors**, with your Discord id until you have been told of an answer.",
        ]
    )
    whose = (
        f"All of it is kept {time}. Elsewhere you are a code, which only the bot’s key can trace to you. The people "
        "who run the bot can read it; this server’s editors see its questions, without names."
    )
    count = f"**Of you, {counted(rows, 'row')} {'is' if rows == 1 else 'are'} kept now.**"
    return _panel(kept, whose, count, *([ForgetButton(ASK, sure=False)] if rows else []))


def sure_panel(rows: int) -> ui.LayoutView:
    """Asks once more before so many rows are deleted."""
    text = (
        f"### Delete {counted(rows, 'row')}?\nThey cannot be brought back, and you will not be told of answers to what "
        "you have put to the editors. To keep them, dismiss this message."
    )
    return _panel(text, ForgetButton(f"Delete {counted(rows, 'row')}", sure=True))


def forgotten_panel(rows: int) -> ui.LayoutView:
    """Says that nothing is left, and how many rows were deleted."""
    return _panel(f"### Nothing is kept of you\n{counted(rows, 'row')} {'was' if rows == 1 else 'were'} deleted.")


def _panel(*parts: str | ForgetButton) -> ui.LayoutView:
    """Texts, each a paragraph of its own, and a button."""
    container = framed(GREY)
    for part in parts:
        container.add_item(ui.TextDisplay(part) if isinstance(part, str) else row_of(part))
    return view_of(container)
