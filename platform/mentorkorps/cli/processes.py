"""`mentorkorps serve`, `worker` and `dispatch`: the three kinds of process."""

import os
import sys

import click
from sqlalchemy import create_engine

from mentorkorps.config import Config
from tenants.scope import watch


@click.command()
@click.option("--bind", default="127.0.0.1:8400", show_default=True, help="Address and port.")
@click.option("--workers", default=2, show_default=True, help="Number of web processes.")
def serve(bind: str, workers: int) -> None:
    """Serves the pages with gunicorn."""
    Config.from_env()
    arguments = ["gunicorn", "mentorkorps.web:create_app()", "--bind", bind, "--workers", str(workers)]
    arguments += ["--config", "python:mentorkorps.web.served"]
    os.execv(sys.executable, [sys.executable, "-m", *arguments])  # noqa: S606 (becomes the server)


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
    engine = create_engine(config.database_url.replace("postgresql://", "postgresql+psycopg://", 1))
    watch(engine)
    dispatcher.run(engine, config.redis_url)
