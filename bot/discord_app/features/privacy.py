"""Privacy: people are told what is kept of them, and delete it."""

from bot.desk import Desk
from bot.discord_app.answering.replies import Interaction
from bot.discord_app.features.asking import asker_of
from bot.discord_app.panels.privacy import forgotten_panel, privacy_panel, sure_panel


class Privacy:
    """What one desk keeps of whoever asks; every answer is for that person alone.

    Counting rows takes a while in a long log, and deleting waits for a busy one, so that Discord is told first that an
    answer comes.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def tell(self, interaction: Interaction) -> None:
        """Tells what is kept, for how long, and how many rows there are of the person."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        keeping = self._desk.keeping
        rows = await self._desk.kept(asker_of(interaction, "privacy")) if keeping else 0
        await interaction.edit_original_response(view=privacy_panel(keeping, rows))

    async def ask_once_more(self, interaction: Interaction) -> None:
        """Asks whether so many rows should be deleted."""
        await interaction.response.defer()
        rows = await self._desk.kept(asker_of(interaction, "privacy"))
        await interaction.edit_original_response(view=sure_panel(rows) if rows else forgotten_panel(0))

    async def forget(self, interaction: Interaction) -> None:
        """Deletes the person's rows and says how many there were."""
        await interaction.response.defer()
        rows = await self._desk.forget(asker_of(interaction, "privacy"))
        await interaction.edit_original_response(view=forgotten_panel(rows))
