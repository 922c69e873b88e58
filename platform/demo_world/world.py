"""The demo world as one process: pages, provider and text messages over http, mail over SMTP, all on loopback."""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from socket import create_server, socket
from threading import Thread

from flask import Flask, Response, render_template
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound
from werkzeug.serving import make_server

from demo_world.codes import CodeBook
from demo_world.declined import DeclinedError
from demo_world.identity_provider import Desk, identity_provider
from demo_world.mailbox import Mailbox
from demo_world.post_office import PostOffice
from demo_world.programme_clock import ProgrammeClock
from demo_world.signing import SigningKey
from demo_world.sms_office import Counter, sms_office
from demo_world.tray import Table, tray
from demo_world.walk import Town, Walk

LOOPBACK = "127.0.0.1"


@dataclass(frozen=True)
class Settings:
    """Where the demo world stands. Port 0 means any free port."""

    web: str
    clock_file: Path
    data: Path
    port: int = 8401
    smtp_port: int = 8402


@dataclass(frozen=True)
class Address:
    """Where a running demo world is found."""

    http: str
    smtp_port: int


@contextmanager
def running(
    settings: Settings, real_time: Callable[[], float] = time.time, settle: Callable[[], Town] | None = None
) -> Iterator[Address]:
    """A demo world that runs until the end of the block. Declined, with nothing started, where a port is in use.

    `settle` finds the town that lives on when its clock moves; without one the clock jumps.
    """
    with ExitStack() as stack:
        http = stack.enter_context(_listen(settings.port))
        smtp = stack.enter_context(_listen(settings.smtp_port))
        address = Address(f"http://{LOOPBACK}:{http.getsockname()[1]}", smtp.getsockname()[1])
        clock = ProgrammeClock(settings.clock_file, real_time)
        mailbox = Mailbox(settings.data / "mail", clock.now)
        walk = Walk(clock, settle)
        app = create_app(settings, address.http, Table(settings.web.rstrip("/"), clock, mailbox, walk), real_time)
        post_office = PostOffice(mailbox, smtp)
        post_office.start()
        stack.callback(post_office.stop)
        stack.enter_context(_serving(app, http))
        stack.callback(walk.call_off)
        yield address


def create_app(settings: Settings, world: str, shown: Table, real_time: Callable[[], float]) -> Flask:
    """The pages and the provider of one demo world."""
    app = Flask(__name__)
    app.config["TRUSTED_HOSTS"] = [LOOPBACK, "localhost"]
    app.config["MAX_CONTENT_LENGTH"] = 100_000
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.extensions["tray"] = shown
    app.extensions["identity_provider"] = Desk(world, shown.web, SigningKey(settings.data), CodeBook(), real_time)
    app.extensions["sms_office"] = Counter(shown.web, shown.mailbox, real_time)
    app.register_blueprint(tray)
    app.register_blueprint(sms_office)
    app.register_blueprint(identity_provider)
    app.register_error_handler(DeclinedError, _show_declined)
    app.register_error_handler(NotFound, _show_not_found)

    @app.after_request
    def only_our_own(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = (
            "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'; "
            f"form-action 'self' {shown.web}"
        )
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "same-origin"
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    return app


def _show_declined(declined: DeclinedError) -> ResponseReturnValue:
    return render_template("declined.html", title="Det kan ikke lade sig gøre", sentence=str(declined)), declined.status


def _show_not_found(_: NotFound) -> ResponseReturnValue:
    sentence = "Der er ingen side på den adresse i demoen."
    return render_template("declined.html", title="Siden findes ikke", sentence=sentence), 404


def _listen(port: int) -> socket:
    try:
        return create_server((LOOPBACK, port), backlog=128)
    except OSError as error:
        raise DeclinedError(
            f"Port {port} på denne maskine er optaget eller kan ikke åbnes ({error.strerror})."
        ) from None


@contextmanager
def _serving(app: Flask, listening: socket) -> Iterator[None]:
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    host, port = listening.getsockname()
    server = make_server(host, port, app, threaded=True, fd=listening.fileno())
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, name="demo-world-http", daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
