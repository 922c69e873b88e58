"""The command line: `mentorkorps …`."""

import sys
from importlib import import_module

import click

from mentorkorps.config import WrongSettings
from mentorkorps.language import LANGUAGES, speaking
from mentorkorps.refused import NotFound, Refused

#: Command → the module it stands in. Only the one that is asked for is loaded: a worker starts in half the time.
COMMANDS = {
    "serve": "processes", "worker": "processes", "dispatch": "processes", "migrate": "migrate", "check": "check",
    "partnership": "partnership", "provider": "provider", "journal": "journal", "simulate": "simulate", "report": "report",
    "invoice": "invoice", "tenant": "tenant",
}  # fmt: skip


class Lazily(click.Group):
    """Commands that are imported when they are named."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = getattr(import_module(f"mentorkorps.cli.{COMMANDS[cmd_name]}"), cmd_name)
        return command


#: What is not said to who runs the command, but written for readers: in Danish, whatever the command speaks.
FOR_READERS = frozenset({"worker", "simulate"})


@click.group(cls=Lazily)
@click.option(
    "--language", type=click.Choice(sorted(LANGUAGES)), default="en", show_default=True,
    help="Of what a command answers; of a document that it writes the language stands.",
)  # fmt: skip
@click.pass_context
def cli(context: click.Context, language: str) -> None:
    """Mentorkorps: a corps of business mentors, shared by municipalities."""
    context.with_resource(speaking("da" if context.invoked_subcommand in FOR_READERS else language))


def main() -> None:
    """Runs a command; a refusal is a sentence on standard error and status 1."""
    try:
        cli()
    except (Refused, NotFound, WrongSettings) as refusal:
        click.echo(str(refusal), err=True)
        sys.exit(1)
    except KeyError as missing:
        if str(missing).strip("'").isupper():
            click.echo(f"The setting {missing} is missing in the environment.", err=True)
            sys.exit(1)
        raise
    except Exception as error:
        if sentence := _of_database(error):
            click.echo(sentence, err=True)
            sys.exit(1)
        raise


def _of_database(error: Exception) -> str:
    """What to do about a database that is not there, not set up or signed in to as the wrong one; nothing where that is not
    what went wrong."""
    from psycopg.errors import InsufficientPrivilege, UndefinedTable
    from sqlalchemy.exc import OperationalError, ProgrammingError

    from tenants.scope import UnsafeRole

    if isinstance(error, UnsafeRole):
        return str(error)
    why = str(error.orig).strip().splitlines()[-1] if isinstance(error, OperationalError | ProgrammingError) else ""
    if isinstance(error, ProgrammingError) and isinstance(error.orig, UndefinedTable):
        return f"The tables are not there yet ({why}). Run: mentorkorps migrate"
    if isinstance(error, ProgrammingError) and isinstance(error.orig, InsufficientPrivilege):
        return f"The database refuses ({why}). Commands act as mk_worker: is DATABASE_URL right?"
    if isinstance(error, OperationalError) and "does not exist" in why:
        return f"The database is not set up yet ({why}). Run: mentorkorps migrate"
    if isinstance(error, OperationalError):
        return f"The database does not answer ({why}). Is it running, and is DATABASE_URL right?"
    return ""
