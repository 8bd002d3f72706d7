"""The page: one types the bot's commands, is offered completions, gets its answers, and presses its buttons."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

CLAIM = "ISIS-K was founded in 2015."


def begin(page: "Page", command: str, typed: str = "") -> None:
    """Types a command and its first option, without sending it."""
    page.locator("#channel-composer-input").click()
    page.keyboard.type(f"/{command}")
    page.get_by_role("option", name=f"/{command}").first.wait_for()
    page.keyboard.press("Enter")
    if typed:
        page.locator(".command-option-input").wait_for()
        page.keyboard.type(typed)


def latest(page: "Page") -> "Locator":
    """The newest message."""
    return page.locator("article.channel-message").last


def test_a_command_is_completed_sent_and_answered_and_its_buttons_work(page: "Page") -> None:
    begin(page, "fact", "when was isis-k founded")
    choice = page.get_by_role("option", name=CLAIM)
    choice.wait_for()

    choice.click()
    page.locator("#send-message").click()

    answer = latest(page)
    answer.get_by_role("heading", name=CLAIM).wait_for()
    assert "Only you can see this" in answer.inner_text()
    assert "Disputed by" in answer.inner_text()

    answer.get_by_role("button", name="Share", exact=True).click()

    latest(page).get_by_text("Shared by").wait_for()
    assert "Only you can see this" not in latest(page).inner_text()


def test_a_question_of_ones_own_words_is_answered_too(page: "Page") -> None:
    begin(page, "fact", "who won the 1998 world cup")
    page.keyboard.press("Escape")

    page.locator("#send-message").click()

    latest(page).get_by_text("Ask the editors").wait_for()
