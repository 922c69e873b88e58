"""`python -m embedded demo|test|bench|mentorkorps`: what `./run` calls once the environment is made."""

import sys
from pathlib import Path

import click
from rich.console import Console

from embedded import commands
from embedded.cannot_start import CannotStart
from embedded.demo import Demo
from embedded.environment import DEFAULT_PORT, Ports, data_folder

PASSED_ON = {"ignore_unknown_options": True, "help_option_names": []}
HIGHEST_PORT = 65533


@click.group()
def run() -> None:
    """Mentorkorps on this machine, with servers of its own."""


@run.command()
@click.option("--port", type=click.IntRange(1, HIGHEST_PORT), default=DEFAULT_PORT, show_default=True)
@click.option("--data", type=click.Path(path_type=Path), help="Data folder; else MENTORKORPS_DATA, else ./var.")
def demo(port: int, data: Path | None) -> None:
    """Start everything with four months of example data, and print one address."""
    Demo(data or data_folder(), Ports(port), Console()).run()


@run.command(context_settings=PASSED_ON)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def test(arguments: tuple[str, ...]) -> None:
    """Run the tests; the arguments are pytest's."""
    sys.exit(commands.test(data_folder(), arguments))


@run.command()
@click.argument("parts", nargs=-1)
def bench(parts: tuple[str, ...]) -> None:
    """Print tables of speeds: of all PARTS, or of those that are named."""
    sys.exit(commands.bench(data_folder(), parts))


@run.command(context_settings=PASSED_ON)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def mentorkorps(arguments: tuple[str, ...]) -> None:
    """The product's own command line; servers are started where it needs them."""
    sys.exit(commands.mentorkorps(data_folder(), arguments, Ports(DEFAULT_PORT)))


if __name__ == "__main__":
    try:
        run(prog_name="./run")
    except CannotStart as refusal:
        Console(stderr=True).print(f"Cannot start: {refusal}", markup=False, highlight=False, soft_wrap=True)
        sys.exit(1)
