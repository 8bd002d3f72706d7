"""``factbot invite``: the link that adds the bot to a server."""

import asyncio

import typer

from bot.discord_app.connection.invitation import Unreachable, application_of, bot_named_in, invitation
from bot.discord_app.connection.refusal import Refused
from bot.settings import read_settings


def print_invitation(application: int | None) -> int:
    """Prints the link for an application, else for that of this environment's token; 1 where Discord refuses that.

    Where Discord cannot be reached, the id is taken from the token itself, which is said. Raises
    :exc:`bot.settings.BadSettings`.
    """
    if application is None:
        token = read_settings().token()
        try:
            application = asyncio.run(application_of(token))
        except Refused as error:
            typer.echo(f"factbot: {error}", err=True)
            return 1
        except Unreachable as error:
            application = bot_named_in(token)
            if application is None:
                typer.echo(f"factbot: Discord cannot be reached ({error}); give --application ID", err=True)
                return 1
            typer.echo(f"factbot: Discord cannot be reached ({error}); the id is taken from the token", err=True)
    print(invitation(application))
    return 0
