"""An issued invoice leaves the house to a folder or to a web address that is really there, once, and is tried again until it is."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest
import requests
from flask import Flask
from sqlalchemy import select, update

from mentorkorps.clock import now, real_now, today
from mentorkorps.gateways import invoice_delivery
from tenants.billing import issue_due
from tenants.outbox import OutboxItem
from tenants.scope import acting_for, db
from tests import cast
from workers.perform import perform

CORPS = "dygtige-unge"
NAMES = [f"dygtige-unge-invoice-00000{number}.xml" for number in (1, 2, 3)]


@dataclass
class AccessPoint:
    """What arrived at the operator's access point, and with what it answers."""

    address: str = ""
    answers: list[int] = field(default_factory=list)  # the next ones; then 201
    arrived: list[tuple[str, str, str, bytes]] = field(default_factory=list)


@contextmanager
def access_point() -> Iterator[AccessPoint]:
    """A web server on this machine that takes what is put there."""
    point = AccessPoint()

    class Door(BaseHTTPRequestHandler):
        def do_PUT(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            point.arrived.append((self.path, self.headers["Content-Type"], self.headers["Idempotency-Key"], body))
            status = point.answers.pop(0) if point.answers else 201
            self.send_response(status)
            if status == 302:
                self.send_header("Location", "/elsewhere")
            self.end_headers()

        def log_message(self, *words: object) -> None:
            """The test looks for itself."""

    server = HTTPServer(("127.0.0.1", 0), Door)
    thread = Thread(target=server.serve_forever)
    thread.start()
    point.address = f"http://127.0.0.1:{server.server_port}/fakturaer"
    try:
        yield point
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def issued(app: Flask) -> Iterator[None]:
    """The three contributions of 2014 are invoiced and wait to be delivered."""
    with acting_for(cast.tenant(CORPS)):
        assert len(issue_due(today(), now())) == 3
    yield
    invoice_delivery.use("")


def waiting() -> list[OutboxItem]:
    """What has still to leave."""
    with acting_for(cast.tenant(CORPS)):
        undone = OutboxItem.kind == "deliver_invoice", OutboxItem.done_at.is_(None)
        return list(db.session.scalars(select(OutboxItem).where(*undone).order_by(OutboxItem.id)))


def work() -> None:
    """A worker does what waits, as it does in the product; what fails is put back by itself."""
    for item in waiting():
        try:
            perform(str(cast.tenant(CORPS)), str(item.id))
        except requests.RequestException:
            continue


def later() -> None:
    """The time that what failed was to wait has passed."""
    with acting_for(cast.tenant(CORPS)):
        put_back = update(OutboxItem).where(OutboxItem.lease_until.is_not(None))
        db.session.execute(put_back.values(lease_until=real_now() - timedelta(seconds=1)))


def test_each_invoice_lies_in_the_folder_once_and_whole(issued: None, tmp_path: Path) -> None:
    invoice_delivery.use(f"file:{tmp_path}/til%20udsendelse")
    work()
    work()
    found = sorted((tmp_path / "til udsendelse").iterdir())
    assert [one.name for one in found] == NAMES and waiting() == []
    assert all(b"<cbc:ID>" in one.read_bytes() and one.read_bytes().rstrip().endswith(b"</Invoice>") for one in found)


def test_each_invoice_reaches_the_access_point_with_its_name_as_key(issued: None) -> None:
    with access_point() as point:
        invoice_delivery.use(point.address)
        work()
        work()
    assert sorted((path, kind, key) for path, kind, key, _body in point.arrived) == [
        (f"/fakturaer/{name}", "application/xml", name) for name in NAMES
    ]
    assert (
        all(b"urn:fdc:peppol.eu:2017:poacc:billing:3.0" in body for *_rest, body in point.arrived) and waiting() == []
    )


@pytest.mark.parametrize("answer", [503, 401, 302])
def test_what_is_not_taken_is_tried_again_under_the_same_key(issued: None, answer: int) -> None:
    with access_point() as point:
        point.answers = [answer]
        invoice_delivery.use(point.address)
        work()
        [refused] = waiting()
        assert (len(point.arrived), refused.attempts, refused.last_error) == (3, 1, "HTTPError")
        work()
        assert len(point.arrived) == 3  # not before its time
        later()
        work()
    assert waiting() == [] and len(point.arrived) == 4
    assert point.arrived[3][2:] == point.arrived[0][2:]


def test_an_access_point_that_is_away_is_tried_again(issued: None, tmp_path: Path) -> None:
    with access_point() as point:
        gone = point.address
    invoice_delivery.use(gone)
    work()
    assert [one.last_error for one in waiting()] == ["ConnectionError"] * 3
    invoice_delivery.use(f"file:{tmp_path}")
    later()
    work()
    assert waiting() == [] and sorted(one.name for one in tmp_path.iterdir()) == NAMES
