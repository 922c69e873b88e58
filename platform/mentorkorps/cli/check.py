"""`mentorkorps check`: one page of ticks and sentences on whether this installation is fit to be used."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from importlib.resources import files
from pathlib import Path

import click
from alembic.config import Config as Alembic
from alembic.script import ScriptDirectory
from redis import Redis
from redis.exceptions import RedisError
from sqlalchemy import Connection, select, text
from sqlalchemy.exc import SQLAlchemyError

from mentorkorps import process, steering
from mentorkorps.clock import today
from mentorkorps.config import Config, WrongSettings, folder
from mentorkorps.gateways import mail
from mentorkorps.programmes import calendar_ends, calendar_is_short
from mentorkorps.refused import NotFound
from tenants.local_rules import rules_here
from tenants.registry import Tenant
from tenants.scope import UnsafeRole, acting_for, db

Check = Callable[[Config], str]


@click.command(short_help="Says whether this installation is in order.")
def check() -> None:
    """Configuration, roles, isolation, queue and mail; status 1 when something is wrong."""
    try:
        config = Config.from_env()
    except WrongSettings as faults:
        click.echo("\n".join(f"✗ {fault}" for fault in faults.args))
        raise click.exceptions.Exit(1) from None
    click.echo("✓ The settings are complete.")
    with process.start(config).app_context():
        wrong = [line for line in _lines(config) if not line[0]]
    if wrong:
        raise click.exceptions.Exit(1)


def _lines(config: Config) -> Iterator[tuple[bool, str]]:
    for good, sentence in _findings(config):
        click.echo(f"{'✓' if good else '✗'} {sentence}")
        yield good, sentence


def _findings(config: Config) -> Iterator[tuple[bool, str]]:
    yield True, "The database role owns nothing and is bound by row security."
    with acting_for(None):
        connection = db.session.connection()
        yield _migrated(connection)
        yield _guarded(connection)
        yield _closed(connection)
    yield _reporting(config)
    yield from _calendars()
    yield _queue(config)
    yield (
        mail.reachable(),
        "The mail relay answers." if mail.reachable() else "The mail relay does not answer: see MAIL_URL.",
    )
    built = Path(str(files("mentorkorps"))) / "web" / "static" / "vendor" / "dkfds"
    yield (
        built.is_dir(),
        "The front end is built." if built.is_dir() else "The front end is not built: run ./run demo once, or npm ci.",
    )


def _reporting(config: Config) -> tuple[bool, str]:
    if config.report_database_url is None:
        return True, "No REPORT_DATABASE_URL: no report is built here."
    try:
        steering.reach_reporting()
    except (UnsafeRole, SQLAlchemyError) as error:
        return False, f"The reporting role does not get in: see REPORT_DATABASE_URL. {str(error).splitlines()[0]}"
    return True, "The reporting role gets in, and is bound by row security."


def _migrated(connection: Connection) -> tuple[bool, str]:
    alembic = Alembic()
    alembic.set_main_option("script_location", str(folder("migrations")))
    head = ScriptDirectory.from_config(alembic).get_current_head()
    here = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return (
        here == head,
        f"The tables are at version {here}."
        if here == head
        else f"The tables are at {here}, not {head}: run mentorkorps migrate.",
    )


def _guarded(connection: Connection) -> tuple[bool, str]:
    bare = connection.scalars(
        text(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"
            " AND relname <> 'alembic_version' AND NOT (relrowsecurity AND relforcerowsecurity)"
        )
    ).all()
    return not bare, "Every table is guarded." if not bare else f"Tables without a guard: {', '.join(bare)}."


def _closed(connection: Connection) -> tuple[bool, str]:
    """Without a tenant, no table but the public directory shows a row."""
    tables = connection.scalars(
        text(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"
            " AND relname NOT IN ('alembic_version', 'tenants')"
        )
    ).all()
    quote = connection.dialect.identifier_preparer.quote
    open_ones = [t for t in tables if connection.scalar(text(f"SELECT EXISTS (SELECT 1 FROM {quote(t)})"))]  # noqa: S608 (catalogue names)
    return (
        not open_ones,
        f"{len(tables)} tables show nothing to who acts for nobody."
        if not open_ones
        else f"Open: {', '.join(open_ones)}.",
    )


def _calendars() -> Iterator[tuple[bool, str]]:
    """The programmes that follow a school calendar know of the next one in good time."""
    with acting_for(None):
        tenants = db.session.execute(select(Tenant.id, Tenant.slug).order_by(Tenant.slug)).all()
    for tenant, slug in tenants:
        with acting_for(tenant), suppress(NotFound):
            rules = rules_here(today())
            if calendar_is_short(rules, today()):
                yield (
                    False,
                    f"The school calendar of {slug} ends on {calendar_ends(rules)}: write in the next one under Program.",
                )


def _queue(config: Config) -> tuple[bool, str]:
    try:
        Redis.from_url(config.redis_url).ping()
    except RedisError:
        return False, "The queue does not answer: see REDIS_URL. Nothing is lost; work waits in the database."
    return True, "The queue answers."
