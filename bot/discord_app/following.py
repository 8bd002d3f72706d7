"""*Follow* and *Stop following* under an answer and under a notice."""

import re
from collections.abc import Mapping

from bot.desk import Desk
from bot.discord_app.ask.fact_command import GONE
from bot.discord_app.controls import FACT, Feature, Handler, switch
from bot.discord_app.interactions import Interaction, asker_of, say
from bot.discord_app.layout import FOLLOW, UNFOLLOW
from bot.discord_app.notices.personal_notices import seen_of
from bot.querylog.rows import MOST_FOLLOWED, WriteResult
from bot.wording import counted

DIRECTLY = "by direct message"
OR_HERE = f"{DIRECTLY} or, if it cannot send you one, by a mention here, where everyone can see it"
ENOUGH = f"You already follow {MOST_FOLLOWED} facts. To stop following one, use `/privacy`."
UNSAVED = "You do not follow this fact: nothing can be saved right now. Please try again later."
ENDED = "You do not follow this fact any more."


class Following(Feature):
    """Has people told of changes of a fact."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def controls(self) -> Mapping[str, Handler]:
        """The two buttons; on a private panel, each becomes the other."""
        return {rf"follow:{FACT}": self.follow, rf"unfollow:{FACT}": self.unfollow}

    async def follow(self, interaction: Interaction, match: re.Match[str]) -> None:
        """Follows a fact; a second time changes nothing."""
        if (fact := self._desk.base.fact(match["fact"])) is None:
            await say(interaction, GONE)
            return
        result = await self._desk.records.follow(fact, seen_of(fact), asker_of(interaction, "follow"))
        if result in (WriteResult.UNCHANGED, WriteResult.DROPPED):
            await say(interaction, ENOUGH if result is WriteResult.UNCHANGED else UNSAVED)
            return
        policy = self._desk.records.policy
        span = f", for {counted(policy.days, 'day')}" if policy and policy.days else ""
        where = OR_HERE if interaction.guild_id else DIRECTLY
        said = f"You follow this fact{span}. If its verdict or a value changes, the bot tells you {where}."
        await switch(interaction, match[0], f"un{match[0]}", UNFOLLOW, said)

    async def unfollow(self, interaction: Interaction, match: re.Match[str]) -> None:
        """Stops following a fact, for whoever presses."""
        await self._desk.records.unfollow(match["fact"], asker_of(interaction, "follow"))
        await switch(interaction, match[0], match[0].removeprefix("un"), FOLLOW, ENDED)
