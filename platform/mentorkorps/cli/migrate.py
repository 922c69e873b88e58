"""`mentorkorps migrate`: roles, database and tables, as far as they are missing."""

import os
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import click
from alembic import command
from alembic.config import Config as Alembic
from psycopg import sql
from sqlalchemy import URL, Connection, Engine, create_engine, make_url, text

from mentorkorps.config import folder

LOGIN = ["mk_web", "mk_worker", "mk_dispatch", "mk_report"]
NOLOGIN = ["mk_owner", "mk_figures"]


@click.command(short_help="Makes roles, database and tables.")
def migrate() -> None:
    """Makes roles, database and tables, as the administrator of ADMIN_DATABASE_URL."""
    upgrade(os.environ["ADMIN_DATABASE_URL"], role_password=os.environ.get("ROLE_PASSWORD", ""))
    click.echo("The database is up to date.")


def upgrade(admin_url: str, *, role_password: str = "", to: str = "head") -> None:
    """Brings the database that `admin_url` names to a version, the newest; makes it, and the roles, where they are missing."""
    url = make_url(admin_url)
    _prepare_cluster(url, role_password)
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            connection.execute(text("SELECT pg_advisory_lock(hashtext('mentorkorps migrate'))"))
            connection.execute(text("SET ROLE mk_owner"))
            connection.commit()
            _bring(connection, to)
    finally:
        engine.dispose()


def _bring(connection: Connection, to: str) -> None:
    alembic = Alembic()
    alembic.set_main_option("script_location", str(folder("migrations")))
    alembic.attributes["connection"] = connection
    command.upgrade(alembic, to)
    connection.commit()


def _prepare_cluster(url: URL, password: str) -> None:
    engine = create_engine(url.set(database="postgres"), isolation_level="AUTOCOMMIT")
    try:
        _make_roles(engine, password)
        with engine.connect() as connection:
            name = url.database or "mentorkorps"
            if not connection.scalar(text("SELECT 1 FROM pg_database WHERE datname = :n"), {"n": name}):
                quoted = sql.Identifier(name).as_string()
                connection.execute(text(f"CREATE DATABASE {quoted} OWNER mk_owner TEMPLATE template0 ENCODING 'UTF8'"))
                connection.execute(text(f"REVOKE ALL ON DATABASE {quoted} FROM PUBLIC"))
                connection.execute(text(f"GRANT CONNECT ON DATABASE {quoted} TO {', '.join(LOGIN)}"))
    finally:
        engine.dispose()


def _make_roles(engine: Engine, password: str) -> None:
    with engine.connect() as connection:
        connection.execute(text("SELECT pg_advisory_lock(hashtext('mentorkorps roles'))"))
        known = set(connection.scalars(text("SELECT rolname FROM pg_roles WHERE rolname LIKE 'mk!_%' ESCAPE '!'")))
        for role in [*NOLOGIN, *LOGIN]:
            if role not in known:
                connection.execute(
                    text(f"CREATE ROLE {role} NOSUPERUSER NOBYPASSRLS {'LOGIN' if role in LOGIN else 'NOLOGIN'}")
                )
        if password:
            for role in LOGIN:
                connection.execute(text(f"ALTER ROLE {role} PASSWORD {sql.Literal(password).as_string()}"))
        connection.execute(text("SELECT pg_advisory_unlock(hashtext('mentorkorps roles'))"))


def as_role(admin_url: str, role: str, *, database: str = "", password: str = "") -> str:
    """`admin_url` with another role (and database): how tests and the demo derive each process's own address."""
    parts = urlsplit(admin_url)
    host = parts.netloc.rpartition("@")[2]
    user = f"{role}:{password}" if password else role
    query = urlencode(parse_qsl(parts.query))
    return urlunsplit((parts.scheme, f"{user}@{host}", f"/{database}" if database else parts.path, query, ""))
