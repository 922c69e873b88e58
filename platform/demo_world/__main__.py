"""`python -m demo_world serve` and `prepare`."""

import signal
from dataclasses import replace
from pathlib import Path
from threading import Event

import click

from demo_world.declined import DeclinedError
from demo_world.walk import Town
from demo_world.world import Settings, running


@click.group()
def main() -> None:
    """The demo's surroundings: identity provider, mail tray and clock."""


@main.command()
@click.option("--port", type=int, default=8401, show_default=True, help="For the pages and the identity provider.")
@click.option("--smtp-port", type=int, default=8402, show_default=True, help="For mail from the product.")
@click.option("--web", required=True, help="The product's address, such as http://127.0.0.1:8400.")
@click.option(
    "--clock-file", type=click.Path(path_type=Path), required=True, help="Offset of the programme in seconds."
)
@click.option("--data", type=click.Path(path_type=Path), required=True, help="Folder for mail and the signing key.")
@click.option("--alive", is_flag=True, help="Made-up people live on as the clock moves; settings as the product's own.")
def serve(port: int, smtp_port: int, web: str, clock_file: Path, data: Path, alive: bool) -> None:
    """Run until SIGTERM or Ctrl-C."""
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    try:
        with running(Settings(web, clock_file, data, port, smtp_port), settle=_town if alive else None) as address:
            click.echo(f"Demoverdenen: {address.http} (mail på port {address.smtp_port})")
            stop.wait()
    except (DeclinedError, OSError) as error:
        raise click.ClickException(str(error)) from error


@main.command()
@click.option("--clock-file", type=click.Path(path_type=Path), envvar="CLOCK_FILE", required=True)
def begin(clock_file: Path) -> None:
    """Set the programme's clock to the day before the agreement of Fyn begins."""
    from demo_world.prepare import EVE, set_clock

    set_clock(clock_file, EVE)


@main.command("prepare")
@click.option("--world", required=True, help="This world's own address, such as http://127.0.0.1:8401.")
@click.option(
    "--clock-file", type=click.Path(path_type=Path), required=True, help="Offset of the programme in seconds."
)
def prepare_demo(world: str, clock_file: Path) -> None:
    """Fill the product with the cast and four simulated months; the settings come from the environment."""
    from demo_world.prepare import prepare
    from mentorkorps.config import Config

    prepare(world, clock_file, replace(Config.from_env(), mail_url="discard:", sms_url="discard:"))


@main.command()
@click.option("--world", required=True, help="This world's own address now.")
def move(world: str) -> None:
    """Let the cast of a filled demo sign in at another address than before."""
    from demo_world.prepare import move as move_to
    from mentorkorps.config import Config

    move_to(world, Config.from_env())


def _town() -> Town:
    """Those who live in the product's database; they are not met before the clock first moves."""
    from demo_world.town import FynTown
    from mentorkorps import process
    from mentorkorps.clock import today
    from mentorkorps.config import Config

    return FynTown(process.start(Config.from_env(), pool_size=2), today())


if __name__ == "__main__":
    main(prog_name="python -m demo_world")
