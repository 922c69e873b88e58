"""`mentorkorps serve`, `worker` and `dispatch`: the three kinds of process."""

import os
import socket
import sys

import click
from sqlalchemy import create_engine, text

from mentorkorps.config import Config
from mentorkorps.refused import Refused
from tenants.scope import watch


@click.command()
@click.option("--bind", default="127.0.0.1:8400", show_default=True, help="Address and port.")
@click.option("--workers", default=2, show_default=True, help="Number of web processes.")
def serve(bind: str, workers: int) -> None:
    """Serves the pages with gunicorn."""
    _require_tables(Config.from_env().database_url)
    _require_free(bind)
    arguments = ["gunicorn", "mentorkorps.web:create_app()", "--bind", bind, "--workers", str(workers)]
    arguments += ["--config", "python:mentorkorps.web.served"]
    os.execv(sys.executable, [sys.executable, "-m", *arguments])  # noqa: S606 (becomes the server)


def _require_tables(database_url: str) -> None:
    """What is wrong with the database is said once and in a sentence, not by each of gunicorn's processes."""
    engine = create_engine(database_url)
    with engine.connect() as connection:
        connection.execute(text("SELECT FROM tenants LIMIT 0"))
    engine.dispose()


def _require_free(bind: str) -> None:
    """Refused where another program listens there already."""
    host, _colon, port = bind.rpartition(":")
    if not port.isdigit():  # a socket in a folder
        return
    try:
        socket.create_server((host.strip("[]"), int(port)), family=socket.AF_INET6 if "[" in host else socket.AF_INET).close()
    except OSError as error:
        raise Refused(f"{bind} cannot be listened on ({error.strerror}). Take another address or port with --bind.") from None


@click.command()
@click.option("--burst", is_flag=True, help="End when the queue is empty.")
def worker(burst: bool) -> None:
    """Does the work that the dispatcher rings for."""
    from mentorkorps import process
    from workers import worker as work

    config = Config.from_env()
    work.run(process.start(config, pool_size=2), config.redis_url, burst=burst)


@click.command(short_help="Rings the queue for what is due.")
def dispatch() -> None:
    """Rings the queue for what is due, a few of each tenant in turn."""
    from workers import dispatcher

    config = Config.from_env()
    engine = create_engine(config.database_url)
    watch(engine)
    dispatcher.run(engine, config.redis_url)
