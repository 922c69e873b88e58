"""The product's database on the ground: made where it is missing, known again by a name of its own."""

import psycopg
from psycopg import sql

from embedded.cannot_start import CannotStart
from embedded.environment import DATABASE, Ground


def identity(ground: Ground) -> str:
    """Make the database where it is missing. The answer names it: a database made anew has another name."""
    with _administrator(ground) as connection:
        row = connection.execute("SELECT oid FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
        if row is None:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))
            return identity(ground)
        cluster = connection.execute("SELECT system_identifier FROM pg_control_system()").fetchone()
    return f"{cluster[0] if cluster else ''}/{row[0]}"


def drop(ground: Ground) -> None:
    """Remove the database with all that it holds."""
    with _administrator(ground) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(DATABASE)))


def _administrator(ground: Ground) -> "psycopg.Connection[tuple[object, ...]]":
    try:
        return psycopg.connect(ground.admin_url.replace("postgresql+psycopg:", "postgresql:"), autocommit=True)
    except psycopg.OperationalError as error:
        raise CannotStart(f"The database server does not answer: {str(error).strip().splitlines()[-1]}") from None
