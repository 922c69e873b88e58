"""Deliveries: five hundred mails from the outbox through dispatcher, queue and worker to a mail server on loopback."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import IO

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from sqlalchemy import create_engine, select, text

from mentorkorps.clock import standing_at
from mentorkorps.messages import to_contact
from mentorkorps.youths import ContactPerson
from tenants.scope import acting_for, db
from tests import cast
from tests.bench.measure import Line
from tests.bench.year import LATE
from tests.conftest import Cluster

MAILS, PATIENCE = 500, 90
PROGRAM = Path(sys.executable).with_name("mentorkorps")


class Clerk:
    """Takes every mail and remembers when."""

    def __init__(self) -> None:
        self.arrivals: list[float] = []
        self.all_here = Event()

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 (its name)
        self.arrivals.append(time.perf_counter())
        if len(self.arrivals) == MAILS:
            self.all_here.set()
        return "250 OK"


def measured(cluster: Cluster, name: str) -> list[Line]:
    """From the first mail that arrives to the last, one worker."""
    _only_ours(cluster, name)
    clerk, port = Clerk(), _free_port()
    office = Controller(clerk, hostname="127.0.0.1", port=port)
    office.start()
    try:
        with tempfile.TemporaryFile() as log, _processes(cluster, name, port, log):
            if not clerk.all_here.wait(PATIENCE):
                log.seek(0)
                sys.stderr.write(log.read().decode()[-2000:])
    finally:
        office.stop()
    here = clerk.arrivals
    if len(here) < MAILS:
        return [Line(f"Deliver {MAILS} mails", f"only {len(here)} came in {PATIENCE} s")]
    speed = (MAILS - 1) / (here[-1] - here[0])
    return [Line(f"Deliver {MAILS} mails: outbox, queue, one worker, SMTP", f"{speed:.0f} mails/s")]


def _only_ours(cluster: Cluster, name: str) -> None:
    """Whatever else the year left to do is done; then the mails are written."""
    engine = create_engine(cluster.admin(name))
    with engine.begin() as connection:
        connection.execute(text("UPDATE outbox SET done_at = now() WHERE done_at IS NULL"))
    engine.dispose()
    with standing_at(LATE), acting_for(cast.tenant("svendborg"), home=cast.tenant("dygtige-unge")):
        contact = db.session.scalars(select(ContactPerson).where(ContactPerson.email != "").limit(1)).one()
        for _ in range(MAILS):  # of a kind that goes at any hour, however many went that day
            to_contact(contact, "news_urgent", contact.id, path="/unge")


@contextmanager
def _processes(cluster: Cluster, name: str, port: int, log: IO[bytes]) -> Iterator[None]:
    """A worker and a dispatcher as in production, each as its own role."""
    common = {key: value for key, value in os.environ.items() if key in ("PATH", "HOME", "LANG", "TMPDIR")} | {
        "REDIS_URL": _own_queue(cluster.redis_url), "SECRET_KEY": "a secret of the bench " * 3, "BASE_URL": "http://127.0.0.1:8400",
        "MAIL_URL": f"smtp://127.0.0.1:{port}", "MAIL_FROM": "korps@mentorkorps.example",
    }  # fmt: skip
    running = []
    try:
        for act, role in (("worker", "mk_worker"), ("dispatch", "mk_dispatch")):
            told = common | {"DATABASE_URL": cluster.url(role, name)}
            running.append(subprocess.Popen([PROGRAM, act], env=told, stdout=log, stderr=log))
        yield
    finally:
        for one in running:
            one.terminate()
        for one in running:
            one.wait(20)


def _own_queue(redis_url: str) -> str:
    """Database 9 of the same server: a demo that runs beside keeps its queue to itself."""
    return redis_url + ("&" if "?" in redis_url else "?") + "db=9"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
