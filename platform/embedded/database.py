"""The product's database on the ground: known again by a name of its own, and removed when it is half-filled."""

import psycopg
from psycopg import sql

from embedded.cannot_start import CannotStart
from embedded.environment import DATABASE, ROOT, Ground


def identity(ground: Ground) -> str | None:
    """What tells this database from one made anew under the same name; None where there is none yet."""
    with _administrator(ground) as connection:
        row = connection.execute(
            "SELECT system_identifier, oid FROM pg_control_system(), pg_database WHERE datname = %s", [DATABASE]
        ).fetchone()
    return f"{row[0]}/{row[1]}" if row else None


def is_newest(ground: Ground) -> bool:
    """Whether the tables are those of the newest migration there is, so that nothing is left to be done to them."""
    newest = max(path.name for path in (ROOT / "migrations" / "versions").glob("[0-9]*.py")).partition("_")[0]
    try:
        with psycopg.connect(_plain(ground.owner_url)) as connection:
            row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except psycopg.Error:
        return False
    return row is not None and row[0] == newest


def drop(ground: Ground) -> None:
    """Remove the database with all that it holds."""
    with _administrator(ground) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(DATABASE)))


def _administrator(ground: Ground) -> "psycopg.Connection[tuple[object, ...]]":
    try:
        return psycopg.connect(_plain(ground.admin_url), autocommit=True)
    except psycopg.OperationalError as error:
        raise CannotStart(f"The database server does not answer: {str(error).strip().splitlines()[-1]}") from None


def _plain(url: str) -> str:
    return url.replace("postgresql+psycopg:", "postgresql:")
