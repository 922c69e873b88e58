"""The command line: `mentorkorps …`."""

import sys

import click

from mentorkorps.cli.migrate import migrate
from mentorkorps.refused import NotFound, Refused


@click.group()
def cli() -> None:
    """Mentorkorps: a corps of business mentors, shared by municipalities."""


cli.add_command(migrate)


def main() -> None:
    """Runs a command; a refusal is a sentence on standard error and status 1."""
    try:
        cli()
    except (Refused, NotFound) as refusal:
        click.echo(str(refusal), err=True)
        sys.exit(1)
    except KeyError as missing:
        if str(missing).strip("'").isupper():
            click.echo(f"The setting {missing} is missing in the environment.", err=True)
            sys.exit(1)
        raise
