"""`mentorkorps simulate NAME`: a year of a partnership, played through the product's own verbs."""

import json
import os
import tomllib
from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import Progress
from sqlalchemy import select

from mentorkorps import process
from mentorkorps.cli.migrate import upgrade
from mentorkorps.clock import COPENHAGEN, standing_at
from mentorkorps.config import Config, folder
from mentorkorps.partnership import import_partnership
from mentorkorps.refused import Refused
from mentorkorps.simulation import year as years
from mentorkorps.simulation.promises import promises, told
from mentorkorps.simulation.world import World
from mentorkorps.steering.build import build, period_called
from tenants.registry import Partnership
from tenants.scope import acting_for, db

TERMS = folder("partnerships")


@click.command(short_help="Plays a year with made-up people.")
@click.argument("name")
@click.option("--year", default=2014, show_default=True, help="The period of the agreement to play.")
@click.option("--seed", default=1, show_default=True, help="The same seed gives the same year.")
@click.option("--json", "as_json", is_flag=True, help="Print the figures for machines.")
def simulate(name: str, year: int, seed: int, as_json: bool) -> None:
    """Plays a YEAR of the partnership NAME with made-up people, in an empty partnership only."""
    config = replace(Config.from_env(), mail_url="discard:", sms_url="discard:")
    if admin := os.environ.get("ADMIN_DATABASE_URL"):
        upgrade(admin)
    app = process.start(config)
    with app.app_context():
        figures = _play(name, year, seed)
    click.echo(json.dumps(figures, ensure_ascii=False, indent=2, sort_keys=True) if as_json else _told(figures))


def _play(name: str, year: int, seed: int) -> dict[str, Any]:
    first, last = _days(TERMS / f"{name}.toml", year)
    with standing_at(datetime.combine(min(first, date(year, 1, 1)), time(12), COPENHAGEN)):
        if import_partnership(TERMS / f"{name}.toml", agree=lambda terms, changes: False) is None:
            raise Refused(
                f"The partnership {name} stands here with other terms; a simulation plays by the shipped file."
            )
    with Progress(console=Console(stderr=True)) as progress:
        bar = progress.add_task(f"{name} {year}", total=(last - first).days + 1)
        world = years.play(name, year, seed, tell=lambda day: progress.advance(bar))
    with standing_at(_close(world)):
        figures = promises(world)
    return {
        "partnership": name,
        "year": year,
        "seed": seed,
        "people": dict(sorted(world.counts.items())),
        "follow_ups": figures,
        "report": _report(world, name, year),
    }


def _days(terms: Path, year: int) -> tuple[date, date]:
    """First and last day of the period, from the file."""
    if not terms.exists():
        raise Refused(f"There is no partnership file {terms}.")
    periods = tomllib.loads(terms.read_text(encoding="utf-8")).get("periods", [])
    for period in periods:
        if period.get("name") == str(year):
            return period["starts_on"], period["ends_on"]
    raise Refused(f"The agreement has no period called {year}, only {', '.join(one['name'] for one in periods)}.")


def _close(world: World) -> datetime:
    return datetime.combine(world.last, time(23), COPENHAGEN)


def _report(world: World, name: str, year: int) -> dict[str, Any]:
    """The report of the whole period, left in the database to look at."""
    close = _close(world)
    with standing_at(close), acting_for(world.operator):
        partnership = db.session.scalars(select(Partnership).where(Partnership.slug == name)).one()
        period = period_called(partnership, str(year))
        if period is None:
            raise click.ClickException(f"The agreement of {name} has no period {year}.")
        return build(partnership, period, world.last, close).content


def _told(figures: dict[str, Any]) -> str:
    people = "\n".join(f"  {key:16} {value:6}" for key, value in figures["people"].items())
    heading = f"{figures['partnership']} {figures['year']} (seed {figures['seed']})"
    return f"{heading}\n{people}\nFollow-ups\n{told(figures['follow_ups'])}"
