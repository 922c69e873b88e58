"""The command line: `mentorkorps …`."""

import sys

import click

from mentorkorps.cli.check import check
from mentorkorps.cli.invoice import invoice
from mentorkorps.cli.migrate import migrate
from mentorkorps.cli.partnership import partnership
from mentorkorps.cli.processes import dispatch, serve, worker
from mentorkorps.cli.provider import provider
from mentorkorps.cli.report import report
from mentorkorps.cli.simulate import simulate
from mentorkorps.refused import NotFound, Refused


@click.group()
def cli() -> None:
    """Mentorkorps: a corps of business mentors, shared by municipalities."""


for command in (serve, worker, dispatch, migrate, check, simulate, report):
    cli.add_command(command)
cli.add_command(invoice)
cli.add_command(partnership)
cli.add_command(provider)


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
